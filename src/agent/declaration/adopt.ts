// A stack that a person brought up becomes a deployment: what that would change is known before anything does.
import { AgentError } from '../../core/errors.ts';
import type { Plan } from '../../reconcile/plan.ts';
import type { Stack } from '../../stack/model.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { Emit } from '../deployment-worker.ts';
import type { Judge } from '../judge.ts';
import type { RoundParts } from '../loop/round.ts';
import type { Source } from '../source.ts';
import type { Declared } from './declared.ts';

export type AdoptWish = {
  readonly planOf: (stack: Stack) => Promise<Plan>;
  /** Also if containers would be touched. */
  readonly allowChanges: boolean;
  /** Only what would change. */
  readonly dryRun: boolean;
  readonly emit: Emit;
  readonly signal: AbortSignal;
};

export type Adoption = {
  readonly commit: string;
  readonly plan: Plan;
  /** Whether the deployment is there now. */
  readonly adopted: boolean;
};

type PreviewParts = {
  readonly source: Source;
  readonly judge: Judge;
  readonly load: RoundParts['load'];
  readonly signal: AbortSignal;
};

/** The stack of the newest commit, judged as it would be in the first round. Nothing is remembered. */
export async function previewStack(
  declared: Declared,
  { source, judge, load, signal }: PreviewParts,
): Promise<{ readonly commit: string; readonly stack: Stack }> {
  const grounds = await judge(declared);
  const policies = await grounds.policies();
  const head = await source.findHead(signal);
  const examined = await source.examine(head, {
    trust: await grounds.trust(),
    running: null,
    allowRewind: false,
    signal,
  });
  const release = await source.fetchRelease(examined.commit, signal);
  return { commit: examined.commit, stack: await load(release, asRecord(declared), policies) };
}

/** Throws `adoption-changes` if something would be done to what runs, and nobody agreed. */
export function checkAdoption({ name }: Declared, plan: Plan, { allowChanges }: Pick<AdoptWish, 'allowChanges'>): void {
  const steps = plan.steps.length;
  if (steps === 0 || allowChanges) return;
  throw new AgentError('adoption-changes', {
    message: `stack "${name}" is not what the repository has: taking it over would change it in ${steps} ${steps === 1 ? 'step' : 'steps'}`,
    hint: 'make the two equal, or agree to the plan with "--allow-changes"',
  });
}

function asRecord(declared: Declared): DeploymentRecord {
  return {
    ...declared,
    generation: 1,
    suspended: false,
    createdAt: 0,
    pinned: null,
    attempted: null,
    applied: null,
    error: null,
    failures: 0,
  };
}
