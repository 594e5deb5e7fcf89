import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideRestart, type EndedRun } from '../../../src/engine/containers/restart-policy.ts';

const ended = (more: Partial<EndedRun>): EndedRun => ({
  policy: { policy: 'always', maxRetries: 0 },
  exitCode: 1,
  ranMs: 50,
  stoppedByUser: false,
  restarts: 0,
  streak: 0,
  ...more,
});

/** The delays of so many ends in a row, each decided with what the one before left. */
function delays(count: number, more: (index: number) => Partial<EndedRun>): (number | 'stays')[] {
  const seen: (number | 'stays')[] = [];
  let restarts = 0;
  let streak = 0;
  for (let index = 0; index < count; index++) {
    const decision = decideRestart(ended({ restarts, streak, ...more(index) }));
    seen.push(decision.restart ? decision.delayMs : 'stays');
    if (decision.restart) ({ restarts, streak } = decision);
  }
  return seen;
}

test('the delay doubles up to a minute, and begins again after a run of ten seconds', () => {
  assert.deepEqual(
    delays(4, () => ({})),
    [100, 200, 400, 800],
  );
  assert.deepEqual(
    delays(4, (index) => ({ ranMs: index === 2 ? 10_000 : 9999 })),
    [100, 200, 100, 200],
  );
  assert.equal(delays(20, () => ({})).at(-1), 60_000);
});

test('on-failure counts every restart, those after long runs, too', () => {
  const policy = { policy: 'on-failure', maxRetries: 2 } as const;
  assert.deepEqual(
    delays(3, () => ({ policy })),
    [100, 200, 'stays'],
  );
  assert.deepEqual(
    delays(3, () => ({ policy, ranMs: 20_000 })),
    [100, 100, 'stays'],
  );
  assert.deepEqual(
    delays(1, () => ({ policy, exitCode: 0 })),
    ['stays'],
  );
});

test('what the user stopped stays so under every policy', () => {
  for (const policy of ['always', 'unless-stopped', 'on-failure'] as const)
    assert.deepEqual(
      delays(1, () => ({ policy: { policy, maxRetries: 0 }, stoppedByUser: true })),
      ['stays'],
    );
});
