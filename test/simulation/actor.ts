import type { Plan } from '../../src/reconcile/plan.ts';

/** Who does something: a person with a command, or the daemon unasked. */
export type Actor =
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly since: number;
      /** Aborted when the person gives up. */
      readonly signal: AbortSignal;
      /** The person has agreed to lose what volumes hold. */
      readonly mayLoseData: boolean;
      /** The one that it carries out, as it was told. */
      readonly plan: () => Plan | undefined;
    }
  | { readonly kind: 'take-over' }
  | { readonly kind: 'repair' }
  | { readonly kind: 'promotion' }
  | { readonly kind: 'boot' };
