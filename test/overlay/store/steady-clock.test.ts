import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUptime, STEADY_CLOCK } from '../../../src/overlay/store/steady-clock.ts';

test('the steady clock goes as fast as others, whatever day it is', async () => {
  const [steady, other] = [STEADY_CLOCK.now(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 200));
  const difference = STEADY_CLOCK.now() - steady - (performance.now() - other);
  assert.ok(Math.abs(difference) <= 30, `${difference} ms`);
});

test('an uptime that is no number is refused', () => {
  assert.equal(parseUptime('12.34 5.00\n'), 12_340);
  assert.throws(() => parseUptime('soon'), TypeError);
});
