// When a stack is switched as one, what comes before the switch never waits for what comes after it: restarts of containers
// that are to find the new ones of a dependency, and whatever waits for these.
import { changeStepId, type PlannedContainer, stepIdsOf } from './decide-restarts.ts';
import type { Cause } from './plan.ts';

/** `ahead` of the common switch, or `behind` it. Without one, nothing is behind. */
export type Phase = 'ahead' | 'behind';

export const SWITCH_TOGETHER = 'switch-together';

/** Whether it is one of those that are switched at once. */
export function isTogether({ change }: PlannedContainer): boolean {
  return change.kind === 'recreate' && change.way === 'together';
}

/**
 * Those whose restart reconnects them to what the switch brings, directly or not, and those that are restarted because they
 * turned out to have no successor; given in start order.
 */
export function restartedBehind(containers: readonly PlannedContainer[]): ReadonlySet<PlannedContainer> {
  const behind = new Set<PlannedContainer>();
  const services = new Set(containers.filter(isTogether).map(serviceOf));
  for (const container of containers) {
    const reconnects = restartCauses(container).some((one) => one.kind === 'dependency' && services.has(one.on));
    if (!reconnects && !(isTogether(container) && container.restart)) continue;
    behind.add(container);
    services.add(serviceOf(container));
  }
  return behind;
}

/** When its own step runs; a restart that follows it has a phase of its own. */
export function phaseOf(container: PlannedContainer, behind: ReadonlySet<PlannedContainer>): Phase {
  return container.change.kind === 'restart' && behind.has(container) ? 'behind' : 'ahead';
}

/** The steps after which it is right, as far as that can be had in this phase. */
export function stepsIn(phase: Phase, container: PlannedContainer, behind: ReadonlySet<PlannedContainer>): string[] {
  if (isTogether(container)) return phase === 'ahead' ? [readyAhead(container)] : idsBehind(container);
  if (phase === 'behind' || !behind.has(container)) return stepIdsOf(container);
  return container.change.kind === 'restart' ? [] : stepIdsOf({ ...container, restart: null });
}

/** The step after which the successor could be switched to. */
function readyAhead({ pair }: PlannedContainer): string {
  return `wait-ready ${pair.wanted.spec.name}`;
}

function idsBehind(container: PlannedContainer): string[] {
  const switched = changeStepId(container);
  return [...(switched === null ? [] : [switched]), ...stepIdsOf(container)];
}

function restartCauses({ change, restart }: PlannedContainer): readonly Cause[] {
  return [...(change.kind === 'restart' ? change.because : []), ...(restart?.because ?? [])];
}

function serviceOf({ pair }: PlannedContainer): string {
  return pair.wanted.spec.service ?? '';
}
