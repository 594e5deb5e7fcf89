// What went wrong in an apply: in one line for the history, and whether it speaks against the revision itself.
import type { WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { Plan, Step } from '../reconcile/plan.ts';

const MAX_LENGTH = 500;

/** Failures of containers that another attempt may not have: what was under way, what a name or a program of ours was about. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set([
  'conmon-failed',
  'container-not-found',
  'container-running',
  'interrupted',
  'name-in-use',
  'name-taken',
  'start-interrupted',
  'stop-failed',
  'superseded',
]);

export type Failure = { readonly stepId: string; readonly title: string; readonly error: WireError | undefined };

export class FailureNotes {
  readonly #failures: Failure[] = [];

  /** Passes events on, and keeps what failed. */
  listenTo(emit: (event: DockrEvent) => void): (event: DockrEvent) => void {
    return (event) => {
      if (event.type === 'step' && event.status === 'failed')
        this.#failures.push({ stepId: event.id, title: event.title, error: event.error });
      emit(event);
    };
  }

  /** Null when nothing failed. */
  summary(): string | null {
    const text = this.#failures.map(({ title, error }) => `${title}: ${error?.message ?? 'failed'}`).join('; ');
    return text === '' ? null : text.slice(0, MAX_LENGTH);
  }

  list(): readonly Failure[] {
    return this.#failures;
  }
}

/**
 * The services whose new containers did not start or did not get healthy. Not those that failed for want of an image, a
 * network, a port or a disk: these may do better next time, as they are.
 */
export function badServices({ steps }: Plan, failures: readonly Failure[]): readonly string[] {
  const changed = new Set(steps.flatMap((step) => (bringsSpec(step) ? [step.spec.service ?? ''] : [])));
  const services = failures.flatMap(({ stepId, error }) => {
    const step = steps.find(({ id }) => id === stepId);
    if (!step || error?.kind !== 'container' || NOT_ITS_FAULT.has(error.code)) return [];
    const service = serviceOf(step);
    return service !== null && changed.has(service) ? [service] : [];
  });
  return [...new Set(services)].sort();
}

function serviceOf(step: Step): string | null {
  if (bringsSpec(step)) return step.spec.service;
  return step.kind === 'wait-service' || step.kind === 'wait-ready' ? step.service : null;
}

type BringsSpec = Extract<
  Step,
  { kind: 'create-container' | 'recreate-container' | 'start-successor' | 'start-canary' }
>;

/** Whether it makes a container. */
export function bringsSpec(step: Step): step is BringsSpec {
  return ['create-container', 'recreate-container', 'start-successor', 'start-canary'].includes(step.kind);
}
