import { test } from 'node:test';
import { runKillLoop } from '../faults/kill-loop.ts';

test('a daemon killed thirty times at random moments of up and down loses nothing', async (context) => {
  const seed = Number(process.env['DOCKR_SEED'] ?? Date.now() % 1_000_000);
  context.diagnostic(`DOCKR_SEED=${seed}`);
  await runKillLoop({ rounds: 30, seed, onRound: (line) => context.diagnostic(line) });
});
