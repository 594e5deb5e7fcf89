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

  /** Ids of all that a step waits for, as far as orders are known by now. */
  ancestorsOf(id: string): ReadonlySet<string> {
    const ancestors = new Set<string>();
    const waiting = [id];
    for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
      for (const other of this.#after.get(step) ?? []) {
        if (!ancestors.has(other)) waiting.push(other);
        ancestors.add(other);
      }
    }
    return ancestors;
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
    const waiting = [...this.#steps.values()].sort(
      (a, b) => rankOf(a.kind) - rankOf(b.kind) || compareNames(a.id, b.id),
    );
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

/** All that are not here come last: what containers need is there before them. */
const FIRST: readonly (readonly Step['kind'][])[] = [
  ['pull-image', 'build-image'],
  ['stop-container', 'remove-container'],
  ['remove-network'],
  ['create-network', 'repair-network', 'remove-volume'],
  ['create-volume'],
];

const RANKS = new Map(FIRST.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)));

function rankOf(kind: Step['kind']): number {
  return RANKS.get(kind) ?? FIRST.length;
}

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
