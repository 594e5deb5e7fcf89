// What a declaration says about the loop of its deployment, with what counts where it says nothing.
import type { BudgetDeclaration, DependencyDeclaration, WindowDeclaration } from '../../core/declaration.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';

/** How often something is tried, and how long the pauses are. */
export type Budget = {
  readonly delayMs: number;
  readonly longestMs: number;
  /** What a pause is multiplied with after each try. */
  readonly factor: number;
  /** null for any number. */
  readonly attempts: number | null;
};

export type LoopSettings = {
  /** Grows with every change of the declaration. */
  readonly generation: number;
  readonly intervalMs: number;
  /** To find and load a commit, to carry out its steps, and to get healthy: so long each. */
  readonly timeoutMs: number;
  /** What the repository no longer has is removed. */
  readonly prune: boolean;
  /** Also if that is everything, or most of it. */
  readonly allowEmpty: boolean;
  readonly dependsOn: readonly DependencyDeclaration[];
  /** None: new commits go at any time. */
  readonly windows: readonly WindowDeclaration[];
  /** Of a commit that failed; what has nothing to do with it is tried for ever. */
  readonly retry: Budget;
  /** Of drift that keeps coming back; null: it is not repaired. */
  readonly selfHeal: Budget | null;
};

const USUAL_TIMEOUT_MS = 600_000;
export const USUAL_RETRY: Budget = { delayMs: 5_000, longestMs: 300_000, factor: 2, attempts: 8 };
export const USUAL_SELF_HEAL: Budget = { delayMs: 5_000, longestMs: 1_800_000, factor: 3, attempts: 10 };

export function loopSettings({
  declaration,
  generation,
}: Pick<DeploymentRecord, 'declaration' | 'generation'>): LoopSettings {
  const { intervalMs, timeoutMs, prune, allowEmpty, dependsOn, windows, retry, selfHeal } = declaration;
  return {
    ...{ generation, intervalMs, prune, allowEmpty, dependsOn, windows },
    timeoutMs: timeoutMs ?? USUAL_TIMEOUT_MS,
    retry: budgetOf(retry, USUAL_RETRY),
    selfHeal: selfHeal?.enabled === false ? null : budgetOf(selfHeal, USUAL_SELF_HEAL),
  };
}

function budgetOf(declared: BudgetDeclaration | null, usual: Budget): Budget {
  if (declared === null) return usual;
  const { delayMs, longestMs, attempts } = declared;
  return { ...usual, delayMs, longestMs, attempts };
}
