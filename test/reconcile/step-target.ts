// Which container of the machine a step is about: those that a replacement gives another name are found by the one that began.
import { findContainer } from '../../src/reconcile/find-container.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { canaryName, nextName, previousName } from '../../src/reconcile/replacement-names.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';

/** The container that is replaced, for every step of its replacement; undefined for steps about something else. */
export function targetOf(plan: Plan, step: Step, observed: Snapshot): ObservedContainer | undefined {
  if (!('container' in step)) return undefined;
  const own = step.when || step.kind === 'wait-ready' ? replacementOf(plan, step.container) : undefined;
  return findContainer(observed, own ?? step.container);
}

function replacementOf({ steps }: Plan, name: string): string | undefined {
  for (const step of steps) {
    const begins = ['start-successor', 'recreate-container', 'start-canary', 'switch-traffic'].includes(step.kind);
    if (!begins || !('container' in step)) continue;
    const of = 'spec' in step ? step.spec.name : step.kind === 'switch-traffic' ? step.name : '';
    const names = [of, nextName(of), previousName(of), ...(step.kind === 'start-canary' ? [canaryName(of)] : [])];
    if (names.includes(name)) return step.container;
  }
  return undefined;
}

/** The replacement that a step belongs to, by the name of the container. */
export function replacedName(step: Step): string | undefined {
  if (step.kind === 'start-successor') return step.spec.name;
  if (step.kind === 'recreate-container' && step.keepsOld) return step.spec.name;
  if (step.kind === 'switch-traffic') return step.name;
  const name = 'container' in step ? /^(.*)#(?:next|previous)$/.exec(step.container)?.[1] : undefined;
  return step.when ? name : undefined;
}
