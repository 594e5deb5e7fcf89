// A plan while it is being put together: steps, and what each comes after.
import { digestOf } from '../core/hash.ts';
import type { Plan, PlanWarning, Step } from './plan.ts';
import { compareNames } from './sorting.ts';

type WithoutAfter<Any> = Any extends Step ? Omit<Any, 'after'> : never;
export type NewStep = WithoutAfter<Step>;

/** Collects steps in any order; `finish` puts them into one that keeps every `after`. */
export class PlanDraft {
  readonly warnings: PlanWarning[] = [];
  readonly unchanged: string[] = [];
  readonly #steps = new Map<string, NewStep>();
  readonly #after = new Map<string, Set<string>>();

  /** Adds a step once; later calls with the same id only add to what it comes after. */
  add(step: NewStep, after: Iterable<string> = []): string {
    if (!this.#steps.has(step.id)) this.#steps.set(step.id, step);
    this.order(step.id, after);
    return step.id;
  }

  /** Makes a step come after others. */
  order(id: string, after: Iterable<string>): void {
    const before = this.#after.get(id) ?? new Set();
    for (const other of after) before.add(other);
    this.#after.set(id, before);
  }

  has(id: string): boolean {
    return this.#steps.has(id);
  }

  warn(code: string, message: string): void {
    this.warnings.push({ code, message });
  }

  /** Steps in an order that keeps every `after`, without edges that others imply. */
  finish(stack: string): Plan {
    const sorted = this.#sorted();
    const strong = strongAncestors(sorted, this.#after);
    const place = new Map(sorted.map((step, index) => [step.id, index]));
    const steps = sorted.map((step): Step => {
      const before = [...(this.#after.get(step.id) ?? [])];
      const needed = before.filter((id) => !before.some((other) => strong.get(other)?.has(id)));
      return { ...step, after: needed.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)) };
    });
    return { id: digestOf(steps), stack, steps, warnings: this.warnings, unchanged: this.unchanged.sort(compareNames) };
  }

  #sorted(): NewStep[] {
    const waiting = [...this.#steps.values()].sort((a, b) => RANK[a.kind] - RANK[b.kind] || compareNames(a.id, b.id));
    const place = new Map(waiting.map((step, index) => [step.id, index]));
    const sorted: NewStep[] = [];
    const state = new Map<string, 'open' | 'done'>();
    // Depth first along sorted edges: a step stands as near as it can behind what it waits for.
    const visit = (step: NewStep): void => {
      if (state.get(step.id) === 'done') return;
      if (state.get(step.id) === 'open') throw new Error(`the plan has a cycle at step "${step.id}"`);
      state.set(step.id, 'open');
      const before = [...(this.#after.get(step.id) ?? [])].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
      for (const id of before) {
        const other = this.#steps.get(id);
        if (!other) throw new Error(`step "${step.id}" comes after "${id}", which is not in the plan`);
        visit(other);
      }
      state.set(step.id, 'done');
      sorted.push(step);
    };
    for (const step of waiting) visit(step);
    return sorted;
  }
}

const RANK: Readonly<Record<Step['kind'], number>> = {
  'pull-image': 0,
  'build-image': 0,
  'stop-container': 1,
  'remove-container': 1,
  'remove-network': 2,
  'create-network': 3,
  'repair-network': 3,
  'remove-volume': 3,
  'create-volume': 4,
  'create-container': 5,
  'recreate-container': 5,
  'start-successor': 5,
  'wait-ready': 5,
  'switch-traffic': 5,
  'switch-together': 5,
  'start-canary': 5,
  'share-traffic': 5,
  'drain-container': 5,
  pause: 5,
  'start-container': 5,
  'restart-container': 5,
  'wait-service': 5,
};

/** By step: what has surely ended well when the step has. Nothing is sure behind a wait that may fail. */
function strongAncestors(
  sorted: readonly NewStep[],
  after: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Set<string>> {
  const ancestors = new Map<string, Set<string>>();
  for (const step of sorted) {
    const mine = new Set<string>();
    const weak = (step.kind === 'wait-service' && !step.required) || (step.kind === 'pause' && step.tolerated > 0);
    for (const id of weak ? [] : (after.get(step.id) ?? [])) {
      mine.add(id);
      for (const ancestor of ancestors.get(id) ?? []) mine.add(ancestor);
    }
    ancestors.set(step.id, mine);
  }
  return ancestors;
}
