// A plan that was kept is carried out as it was seen, or not at all.
import { StackError } from '../core/errors.ts';
import { stepTitle } from '../reconcile/format-plan.ts';
import type { Plan } from '../reconcile/plan.ts';

const MAX_DIFFERENCES = 10;

/** Throws `plan-outdated` with what differs, if the plan as things are now is not the expected one. */
export function checkExpected(plan: Plan, expected: Plan): void {
  if (plan.id === expected.id && plan.stack === expected.stack) return;
  const differences = [
    ...onlyIn(expected, plan).map((title) => `no longer: ${title}`),
    ...onlyIn(plan, expected).map((title) => `now: ${title}`),
  ];
  const shown = differences.slice(0, MAX_DIFFERENCES);
  if (differences.length > shown.length) shown.push(`and ${differences.length - shown.length} more`);
  throw new StackError('plan-outdated', {
    message: `the plan for stack "${expected.stack}" is out of date: files or the machine have changed since it was made`,
    hint: 'make a new one with "dockr plan -o FILE"',
    output: shown.length > 0 ? shown : ['the steps are the same, but details of them differ'],
  });
}

function onlyIn(one: Plan, other: Plan): string[] {
  const ids = new Set(other.steps.map(({ id }) => id));
  return one.steps.filter(({ id }) => !ids.has(id)).map(stepTitle);
}
