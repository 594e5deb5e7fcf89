// The shortest history that still shows the same: without whatever can be left out.
import type { History } from './history.ts';
import { simulateHistory, type Verdict } from './simulate-history.ts';

/** Leaves out one happening after the other as long as the same rule is broken. */
export async function minimise(verdict: Verdict): Promise<Verdict> {
  const rule = ruleOf(verdict);
  let best = verdict;
  for (let index = best.history.happenings.length - 1; index >= 0; index--) {
    const happenings = best.history.happenings.filter((_, other) => other !== index);
    const shorter: History = { ...best.history, happenings };
    const found = await simulateHistory(shorter);
    if (ruleOf(found) === rule) best = found;
  }
  return best;
}

function ruleOf({ violations }: Verdict): string | undefined {
  return violations[0]?.split(':')[0];
}
