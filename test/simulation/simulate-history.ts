// Runs one history from its beginning to a world at rest, and a little further: what must hold then is checked at the end.
import { checkAtRest, checkFinal } from './check-end.ts';
import { Coverage } from './coverage.ts';
import { describeHistory, drawHistory, type History } from './history.ts';
import { World } from './world.ts';

export type Verdict = {
  readonly history: History;
  readonly violations: readonly string[];
  /** What happened, in lines. */
  readonly log: readonly string[];
};

/** What is done and looked at when the history is over. */
export type Ending = (world: World, history: History) => Promise<void>;

/** Draws the history of a seed and runs it. */
export function simulateSeed(seed: number, coverage = new Coverage(), ending: Ending = checkFinal): Promise<Verdict> {
  return simulateHistory(drawHistory(seed), coverage, ending);
}

export async function simulateHistory(
  history: History,
  coverage = new Coverage(),
  ending: Ending = checkFinal,
): Promise<Verdict> {
  const world = new World(history.seed, coverage);
  const { time, disk } = world.machine;
  const restoreClock = time.install();
  try {
    for (const { action, thenMs } of history.happenings) {
      await world.perform(action);
      if (thenMs === null) await world.settle();
      else await time.runUntil(() => false, thenMs);
    }
    await checkAtRest(world);
    await ending(world, history);
  } catch (error) {
    world.referee.object('no bug', error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    // The last daemon ends, too: nothing of this history may go on beside the next.
    world.machine.life.end();
    disk.retire();
    restoreClock();
  }
  return { history, violations: world.referee.violations, log: world.referee.log };
}

/** All that is needed to understand a failure. */
export function describeVerdict({ history, violations, log }: Verdict): string {
  return [
    ...violations,
    '',
    describeHistory(history),
    '',
    `DOCKR_SEED=${history.seed} replays it:`,
    ...log.map((line) => `  ${line}`),
  ].join('\n');
}
