// What came of the last look at each stack. Desired state and plan are pure: where all that they are made from was read anew
// and is what it was, they are what they were. Where nothing had to be done or written down then, and nothing was written since,
// nothing has to be now.
import { Remembered } from '../core/remembered.ts';
import type { DesiredInputs, DesiredState } from '../reconcile/desired.ts';
import type { Plan, PlanPolicy } from '../reconcile/plan.ts';
import type { Snapshot } from '../reconcile/snapshot.ts';
import type { Stack } from '../stack/model.ts';
import { bindInputs } from './bind-inputs.ts';
import type { EnginePort as Engine } from './engine-port.ts';

type Wanted = { readonly stack: Stack; readonly inputs: DesiredInputs };
type Seen = { readonly desired: DesiredState; readonly observed: Snapshot; readonly policy: PlanPolicy };

/** How a stack is applied: whatever of it makes a difference, as plain JSON. */
export type Asked = { readonly stack: Stack; readonly how: object };

/** All that a history is written from, beside the stack: of another one all is forgotten. */
type Written = {
  readonly plan: Plan;
  readonly how: object;
  /** Of files beside the stack file. */
  readonly bound: Readonly<Record<string, string>>;
  /** To the whole database, so far. */
  readonly writes: number;
};

/** `End`: what is told of how an apply ended. */
export class PlanMemory<End> {
  readonly #engine: Pick<Engine, 'database' | 'stacks'>;
  readonly #desired = new Remembered<Wanted, DesiredState>();
  readonly #plans = new Remembered<Seen, Plan>();
  readonly #ends = new Remembered<Written, End>();

  constructor(engine: Pick<Engine, 'database' | 'stacks'>) {
    this.#engine = engine;
  }

  /** Of a stack that holds values of secrets nothing is kept. */
  desired(wanted: Wanted, make: () => DesiredState): DesiredState {
    const { name } = wanted.stack;
    const known = this.#desired.find(name, wanted);
    if (known) return known;
    this.#forget(name);
    this.#forgetGone();
    const made = make();
    if (!holdsValues(wanted.stack)) this.#desired.keep(name, wanted, made);
    return made;
  }

  plan(seen: Seen, make: () => Plan): Plan {
    const { stack } = seen.desired;
    const known = this.#plans.find(stack, seen);
    if (known) return known;
    const made = make();
    if (this.#desired.has(stack)) this.#plans.keep(stack, seen, made);
    return made;
  }

  /** How the last apply ended, where this one would do and write nothing either. */
  findEnd(plan: Plan, asked: Asked): End | undefined {
    return this.#ends.has(plan.stack) ? this.#ends.find(plan.stack, this.#written(plan, asked)) : undefined;
  }

  /** Of an apply that did and wrote nothing. `writesBefore`: to the database, when the plan was made. */
  keepEnd(
    end: End,
    { plan, writesBefore, ...asked }: Asked & { readonly plan: Plan; readonly writesBefore: number },
  ): void {
    if (plan.steps.length > 0 || this.#engine.database.writes !== writesBefore || !this.#plans.has(plan.stack)) return;
    this.#ends.keep(plan.stack, this.#written(plan, asked), end);
  }

  #written(plan: Plan, { stack, how }: Asked): Written {
    return { plan, how, bound: bindInputs(stack), writes: this.#engine.database.writes };
  }

  #forget(stack: string): void {
    for (const each of [this.#desired, this.#plans, this.#ends]) each.forget(stack);
  }

  #forgetGone(): void {
    for (const name of this.#desired.names()) if (!this.#engine.stacks.find(name)) this.#forget(name);
  }
}

function holdsValues({ services, secrets, configs }: Stack): boolean {
  return (
    Object.values(secrets).some(({ origin }) => origin.kind === 'value' || origin.kind === 'content') ||
    Object.values(configs).some(({ origin }) => origin.kind === 'value') ||
    Object.values(services).some(({ secretEnvironment = {} }) => Object.keys(secretEnvironment).length > 0)
  );
}
