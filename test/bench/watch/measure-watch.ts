// The rounds of `npm run bench -- --watch`. Both sides watch at the same time, and take turns.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from '../measure.ts';
import { memoryOf, processorTimeOf } from './process-tree.ts';
import { Watching, type WatchSide } from './watch-side.ts';
import { WatchStack } from './watch-stack.ts';

const SAVES = 200;
const WARM_UP = 5;
const ROUNDS_OF_MANY = 5;
/** At least one of the looks through all of it, which come every three minutes or so for a tree of this size. */
const IDLE_MS = 400_000;
/** So that a save never meets what follows the one before. */
const PAUSE_MS = 150;

export type WatchBench = {
  readonly image: string;
  readonly directory: string;
  readonly sides: readonly WatchSide[];
  readonly say: (line: string) => void;
};

type Watched = WatchSide & { readonly stack: WatchStack; readonly watching: Watching };

export async function measureWatch(bench: WatchBench): Promise<readonly Row[]> {
  await using cleanUp = new AsyncDisposableStack();
  const watched: Watched[] = [];
  for (const each of bench.sides) watched.push(await begin(each, bench, cleanUp));
  bench.say(`${SAVES} saves`);
  for (let save = 0; save < WARM_UP; save++) for (const { stack } of watched) await stack.save();
  const saves = await inTurn(watched, SAVES, ({ stack }) => stack.save());
  bench.say(`${ROUNDS_OF_MANY} times 5,000 files`);
  const writing: Record<string, number[]> = Object.fromEntries(watched.map(({ side }) => [side.name, []]));
  const many = await inTurn(watched, ROUNDS_OF_MANY, async ({ side, stack }) => {
    const { writingMs, ms } = await stack.saveMany();
    writing[side.name]?.push(writingMs);
    return ms;
  });
  bench.say(`nothing, for ${IDLE_MS / 1000} s`);
  const idle = await measureIdle(watched);
  return [
    { name: 'save until visible', unit: 'ms', samples: saves, goal: 80, goal95: 200, goalShare: 0.2 },
    { name: '5,000 files, after the last save', unit: 'ms', samples: many, goal: 2000 },
    { name: 'their saving, by who saves', unit: 'ms', samples: writing },
    { name: 'CPU of watch, 50,000 files', unit: '%', samples: idle, goal: 1 },
    { name: 'PSS of watch, 50,000 files', unit: 'MB', samples: memoriesOf(watched), goal: 150 },
    await daemonRow(watched),
  ];
}

async function begin(each: WatchSide, bench: WatchBench, cleanUp: AsyncDisposableStack): Promise<Watched> {
  const stack = new WatchStack(bench.directory, {
    name: `bench-watch-${each.side.name.replace(/\W/g, '-')}`,
    image: bench.image,
  });
  const started = { name: stack.name, file: stack.file, size: 1 };
  await each.side.up(started);
  cleanUp.defer(async () => void (await each.side.down(started)));
  return { ...each, stack, watching: cleanUp.use(await Watching.start(each, stack.file)) };
}

async function inTurn(
  watched: readonly Watched[],
  times: number,
  work: (each: Watched) => Promise<number>,
): Promise<Row['samples']> {
  const samples: Record<string, number[]> = Object.fromEntries(watched.map(({ side }) => [side.name, []]));
  for (let time = 0; time < times; time++) {
    for (const each of time % 2 === 0 ? watched : watched.toReversed()) {
      const sample = await work(each).catch((cause: unknown) => {
        throw new Error(`${each.side.name} did not bring it, and said:\n${each.watching.said.slice(-2000)}`, { cause });
      });
      samples[each.side.name]?.push(sample);
      await sleep(PAUSE_MS + 40 * Math.random());
    }
  }
  return samples;
}

/** In percent of one core. */
async function measureIdle(watched: readonly Watched[]): Promise<Row['samples']> {
  const times = () => watched.map(({ watching }) => processorTimeOf(watching.pid));
  // What follows the last burst is not rest.
  await sleep(5000);
  const [before, began] = [times(), performance.now()];
  await sleep(IDLE_MS);
  const [after, ms] = [times(), performance.now() - began];
  return Object.fromEntries(
    watched.map(({ side }, index) => [side.name, [(100 * ((after[index] ?? 0) - (before[index] ?? 0))) / ms]]),
  );
}

function memoriesOf(watched: readonly Watched[]): Row['samples'] {
  return Object.fromEntries(watched.map(({ side, watching }) => [side.name, [memoryOf(watching.pid)]]));
}

async function daemonRow(watched: readonly Watched[]): Promise<Row> {
  const memories = await Promise.all(watched.map(async ({ side }) => [side.name, await side.memory()] as const));
  return {
    name: 'PSS of the daemon meanwhile',
    unit: 'MB',
    samples: Object.fromEntries(memories.map(([name, { total }]) => [name, [total]])),
    parts: Object.fromEntries(memories.map(([name, { parts }]) => [name, parts])),
  };
}
