import { test } from 'node:test';
import { runKillLoop } from './kill-loop.ts';

// The long run is in test/long; this one finds what breaks at once.
test('a daemon killed in the middle of up or down loses nothing', { timeout: 120_000 }, async (context) => {
  await runKillLoop({ rounds: 3, seed: Date.now() % 1_000_000, onRound: (line) => context.diagnostic(line) });
});
