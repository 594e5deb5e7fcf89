// The steps that put one container in the place of another, which stays until its successor is ready.
import type { HealthcheckSpec } from '../core/specs.ts';
import type { Change } from './decide-containers.ts';
import { withImage } from './decide-containers.ts';
import { changeStepId, endStepId, hasSuccessor, type PlannedContainer } from './decide-restarts.ts';
import type { Decisions } from './decide-stack.ts';
import type { Switch } from './plan.ts';
import type { NewStep, PlanDraft } from './plan-draft.ts';
import { canaryName, nextName, previousName } from './replacement-names.ts';
import { isTogether, SWITCH_TOGETHER } from './switch-phases.ts';

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
  const { container } = replacement;
  const { name } = container.pair.wanted.spec;
  const end = endStepId(container) ?? '';
  const before = addSteps(draft, replacement);
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

/** One step for all that are switched at once, when everything before it in `ready` has ended well. */
export function addCommonSwitch(
  draft: PlanDraft,
  containers: readonly PlannedContainer[],
  ready: Iterable<string>,
): void {
  const together = containers.filter(isTogether);
  if (together.length === 0) return;
  const starts = together.map(({ pair }) => `start-successor ${pair.wanted.spec.name}`);
  draft.add(
    {
      kind: 'switch-together',
      id: SWITCH_TOGETHER,
      switches: together.map(switchOf),
      because: [{ kind: 'state', text: 'all successors are ready' }],
      when: { done: starts, notDone: [] },
    },
    ready,
  );
}

function switchOf({ pair, reference }: PlannedContainer): Switch {
  const { name } = pair.wanted.spec;
  return { container: reference, successor: nextName(name), name };
}

function addSteps(draft: PlanDraft, replacement: Replacement): Before {
  const { change } = replacement;
  if (change.way === 'promote') return addPromotion(draft, replacement);
  return hasSuccessor(change) ? addSuccessor(draft, replacement) : addRecreation(draft, replacement);
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
  const together = isTogether(container);
  const changed = draft.add(
    {
      kind: 'switch-traffic',
      id: changeStepId(container) ?? '',
      ...switchOf(container),
      ...(together ? { together } : {}),
      because: [{ kind: 'state', text: together ? 'its successor serves' : 'its successor is ready' }],
      when: { done: [start], notDone: [] },
      undoes: start,
    },
    [ready, ...(together ? [SWITCH_TOGETHER] : [])],
  );
  return { last: addDrain(draft, spec.name, changed), changed };
}

function addDrain(draft: PlanDraft, name: string, changed: string): string {
  return draft.add(
    {
      kind: 'drain-container',
      id: `drain-container previous ${name}`,
      container: previousName(name),
      because: REPLACED,
      when: { done: [changed], notDone: [] },
    },
    [changed],
  );
}

/** The canary has the place of a successor already. */
function addPromotion(draft: PlanDraft, replacement: Replacement): Before {
  const { container, change, after } = replacement;
  const { name } = container.pair.wanted.spec;
  const ready = draft.add(waitReady(replacement, canaryName(name), null), after);
  const changed = draft.add(
    {
      kind: 'switch-traffic',
      id: changeStepId(container) ?? '',
      ...switchOf(container),
      successor: canaryName(name),
      because: change.because,
    },
    [ready],
  );
  return { last: addDrain(draft, name, changed), changed };
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

/** `started` is undone when it does not get ready; null for one that was there before. */
export function waitReady(
  { container, decisions }: Pick<Replacement, 'container' | 'decisions'>,
  reference: string,
  started: string | null,
): NewStep {
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
    because: [
      { kind: 'state', text: container.change.kind === 'canary' ? 'before it is tried' : 'before the old one goes' },
    ],
    ...(started === null ? {} : { when: { done: [started], notDone: [] }, undoes: started }),
  };
}

/** How long a health check may take to call it unhealthy. */
function verdictMs(check: HealthcheckSpec | null): number {
  const interval = check?.intervalMs ?? CHECK_DEFAULTS.intervalMs;
  const timeout = check?.timeoutMs ?? CHECK_DEFAULTS.timeoutMs;
  const retries = check?.retries ?? CHECK_DEFAULTS.retries;
  return (check?.startPeriodMs ?? CHECK_DEFAULTS.startPeriodMs) + (retries + 1) * (interval + timeout);
}
