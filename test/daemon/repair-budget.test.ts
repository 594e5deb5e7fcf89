import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RepairBudget } from '../../src/daemon/repair-budget.ts';

const MINUTE = 60_000;

function makeBudget() {
  const clock = { now: 0 };
  return { clock, budget: new RepairBudget(() => clock.now) };
}

test('the same thing is mended at once, and then at most once a minute', () => {
  const { clock, budget } = makeBudget();
  assert.equal(budget.take('a'), true);
  clock.now = MINUTE - 1;
  assert.equal(budget.take('a'), false);
  assert.equal(budget.take('b'), true);
  clock.now = MINUTE;
  assert.equal(budget.take('a'), true);
});

test('what keeps coming back is mended ever more seldom, but not more seldom than every half hour', () => {
  const { clock, budget } = makeBudget();
  const times: number[] = [];
  for (; clock.now < 200 * MINUTE; clock.now += MINUTE / 4) if (budget.take('a')) times.push(clock.now / MINUTE);
  assert.deepEqual(times, [0, 1, 4, 13, 40, 70, 100, 130, 160, 190]);
});

test('after ten quiet minutes it counts as the first time again', () => {
  const { clock, budget } = makeBudget();
  budget.take('a');
  clock.now = 11 * MINUTE;
  assert.equal(budget.take('a'), true);
  clock.now += MINUTE;
  assert.equal(budget.take('a'), true);
});
