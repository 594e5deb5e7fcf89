// The steps that put one container in the place of another, which stays until its successor is ready.
import type { HealthcheckSpec } from '../core/specs.ts';
import type { Change } from './decide-containers.ts';
import { withImage } from './decide-containers.ts';
import { changeStepId, endStepId, type PlannedContainer } from './decide-restarts.ts';
import type { Decisions } from './decide-stack.ts';
import type { NewStep, PlanDraft } from './plan-draft.ts';
import { nextName, previousName } from './replacement-names.ts';

/** A health check gives its verdict long before; what it says of itself comes on top. */
const READY_TIMEOUT_MS = 600_000;
const CHECK_DEFAULTS = { intervalMs: 30_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 };

export type Replacement = {
  readonly container: PlannedContainer;
  readonly change: Extract<Change, { kind: 'recreate' }>;
  readonly decisions: Decisions;
  /** Ids of steps that must have ended well before. */
  readonly after: readonly string[];
};

/** Start, wait, switch, drain, remove; or, where the old one is stopped first: recreate, wait, remove. */
export function addReplacement(draft: PlanDraft, replacement: Replacement): void {
  const { container, change } = replacement;
  const { name } = container.pair.wanted.spec;
  const end = endStepId(container) ?? '';
  const before = change.way === 'start-first' ? addSuccessor(draft, replacement) : addRecreation(draft, replacement);
  draft.add(
    {
      kind: 'remove-container',
      id: end,
      container: previousName(name),
      withAnonymousVolumes: replacement.decisions.policy.renewAnonymousVolumes,
      because: REPLACED,
      when: { done: [before.changed], notDone: [] },
    },
    [before.last],
  );
}

type Before = { readonly last: string; readonly changed: string };

const REPLACED = [{ kind: 'state', text: 'replaced' }] as const;

function addSuccessor(draft: PlanDraft, replacement: Replacement): Before {
  const { container, change, decisions, after } = replacement;
  const { spec } = container.pair.wanted;
  const { because, unlessImageId, keepEnded } = change;
  const start = draft.add(
    {
      kind: 'start-successor',
      id: `start-successor ${spec.name}`,
      container: container.reference,
      spec: withImage(spec, decisions.images.get(spec.image)),
      because,
      unlessImageId,
      keepEnded,
    },
    after,
  );
  const ready = draft.add(waitReady(replacement, nextName(spec.name), start), [start]);
  const changed = draft.add(
    {
      kind: 'switch-traffic',
      id: changeStepId(container) ?? '',
      container: container.reference,
      successor: nextName(spec.name),
      name: spec.name,
      because: [{ kind: 'state', text: 'its successor is ready' }],
      when: { done: [start], notDone: [] },
      undoes: start,
    },
    [ready],
  );
  const drain: NewStep = {
    kind: 'drain-container',
    id: `drain-container previous ${spec.name}`,
    container: previousName(spec.name),
    because: REPLACED,
    when: { done: [changed], notDone: [] },
  };
  return { last: draft.add(drain, [changed]), changed };
}

function addRecreation(draft: PlanDraft, replacement: Replacement): Before {
  const { container, change, decisions, after } = replacement;
  const { spec } = container.pair.wanted;
  const { because, unlessImageId, keepEnded } = change;
  const changed = draft.add(
    {
      kind: 'recreate-container',
      id: changeStepId(container) ?? '',
      container: container.reference,
      spec: withImage(spec, decisions.images.get(spec.image)),
      because,
      start: true,
      renewAnonymousVolumes: decisions.policy.renewAnonymousVolumes,
      unlessImageId,
      keepEnded,
      keepsOld: true,
    },
    after,
  );
  return { last: draft.add(waitReady(replacement, spec.name, changed), [changed]), changed };
}

function waitReady({ container, decisions }: Replacement, reference: string, started: string): NewStep {
  const { spec } = container.pair.wanted;
  const service = spec.service ?? '';
  const monitorMs = decisions.strategies.get(service)?.monitorMs ?? 0;
  return {
    kind: 'wait-ready',
    id: `wait-ready ${spec.name}`,
    container: reference,
    service,
    monitorMs,
    timeoutMs: READY_TIMEOUT_MS + monitorMs + verdictMs(spec.healthcheck),
    because: [{ kind: 'state', text: 'before the old one goes' }],
    when: { done: [started], notDone: [] },
    undoes: started,
  };
}

/** How long a health check may take to call it unhealthy. */
function verdictMs(check: HealthcheckSpec | null): number {
  const interval = check?.intervalMs ?? CHECK_DEFAULTS.intervalMs;
  const timeout = check?.timeoutMs ?? CHECK_DEFAULTS.timeoutMs;
  const retries = check?.retries ?? CHECK_DEFAULTS.retries;
  return (check?.startPeriodMs ?? CHECK_DEFAULTS.startPeriodMs) + (retries + 1) * (interval + timeout);
}
