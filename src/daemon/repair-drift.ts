// Mends what can be mended without a question: limits in place, what was killed by a start, what is gone by the applied plan.
import { applyStack } from '../apply/apply-stack.ts';
import { currentRequest } from '../apply/current-request.ts';
import type { EnginePort as Engine } from '../apply/engine-port.ts';
import { describeDrift } from '../reconcile/describe-drift.ts';
import type { DriftFinding } from '../reconcile/drift.ts';
import { USUAL_POLICY } from '../reconcile/usual-policy.ts';

type Repairing = {
  readonly engine: Engine;
  readonly stack: string;
  readonly warn: (code: string, message: string) => void;
  /** Nothing more is begun, and a plan is not carried on. */
  readonly signal: AbortSignal;
};

/** The caller holds the lock of the stack. What fails is told, and found again by the next look. */
export async function repairDrift(findings: readonly DriftFinding[], repairing: Repairing): Promise<void> {
  const { warn, signal } = repairing;
  const mended = new Set<string>();
  for (const finding of findings) {
    const work = repairOf(finding, repairing);
    // Several findings may have one remedy.
    if (!work || mended.has(work.key) || signal.aborted) continue;
    mended.add(work.key);
    try {
      warn('drift-repaired', `stack "${finding.stack}": ${describeDrift(finding)}; it is put right`);
      await work.run();
    } catch (error) {
      warn('repair-failed', `${finding.resource}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

type Repair = { readonly key: string; readonly run: () => void | Promise<void> };

function repairOf(finding: DriftFinding, repairing: Repairing): Repair | undefined {
  const { engine } = repairing;
  const name = finding.resource.replace(/^container /, '');
  const id = engine.containers.find(name)?.record.id;
  switch (finding.class) {
    case 'limit':
      return id === undefined ? undefined : { key: `limits ${id}`, run: () => engine.containers.restoreLimits(id) };
    case 'container':
      // By what was found: one that was missing may be there by now, and have run to its end.
      if (finding.field === 'exists' || finding.actual === 'half removed')
        return { key: 'apply', run: () => applyAgain(repairing) };
      return id === undefined ? undefined : { key: `start ${id}`, run: () => engine.containers.start(id) };
    default:
      // Networks and rules are mended for every stack alike, by the round.
      return undefined;
  }
}

/** What was applied, with the images and numbers that it had; what has ended since stays so. */
async function applyAgain({ engine, stack, signal }: Repairing): Promise<void> {
  const current = currentRequest(engine, stack);
  if (!current) return;
  // What runs is left as it is: the current revision may be one that failed, and the old version serves in its place.
  const policy = { ...USUAL_POLICY, recreate: 'never', ignoreOrphans: true, keepEnded: true } as const;
  await applyStack(engine, { ...current, policy, cause: 'drift' }, { emit: () => {}, signal });
}
