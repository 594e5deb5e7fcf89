// Keeps the plan that goes by among the events of an apply.
import type { DockrEvent } from '../../core/events.ts';
import type { Plan } from '../../reconcile/plan.ts';

export type PlanWatch = { readonly emit: (event: DockrEvent) => void; readonly plan: () => Plan | null };

/** The first one; `onPlan` is called with it before anything of it is carried out. */
export function watchPlan(emit: (event: DockrEvent) => void, onPlan: (plan: Plan) => void = () => {}): PlanWatch {
  let seen: Plan | null = null;
  return {
    emit: (event) => {
      if (event.type === 'plan' && seen === null) {
        // Whoever emits this type of event emits a plan (core/ does not know its type).
        seen = event.plan as Plan;
        onPlan(seen);
      }
      emit(event);
    },
    plan: () => seen,
  };
}
