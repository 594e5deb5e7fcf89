// The rounds: each side in turn does the same, and the side that goes first changes.
import type { DockrSide } from './dockr-side.ts';
import { type BenchOptions, roundsFor } from './options.ts';
import type { Memory, Side } from './side.ts';
import { type BenchStack, type Program, writeStack } from './stack-file.ts';

/** One row of the result. Milliseconds, megabytes, kilobytes, percent of a core, or how often something was. */
export type Row = {
  readonly name: string;
  readonly unit: 'ms' | 'MB' | 'KB' | '%' | 'times' | 'Mbit/s';
  /** By name of the side; a side may be missing. */
  readonly samples: Readonly<Record<string, readonly number[]>>;
  /** What dockr is to stay within, where that was promised. */
  readonly goal?: number;
  /** The same for the 95th percentile, and for the share of the peer's median. */
  readonly goal95?: number;
  readonly goalShare?: number;
  /** Where more is better: the share of the peer's median that it is to be at least. */
  readonly goalLeastShare?: number;
  /** What the figure is made of, by name of the side. */
  readonly parts?: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

export type Bench = {
  readonly options: BenchOptions;
  readonly image: string;
  readonly directory: string;
  readonly dockr: DockrSide;
  /** dockr first, then the peer if there is one. */
  readonly sides: readonly Side[];
  readonly say: (line: string) => void;
};

type Action = 'up' | 'again' | 'ps' | 'down';

const GOALS_MS: Readonly<Record<string, number>> = {
  'up 1': 150,
  'up 50': 2000,
  'up again 1': 120,
  'up again 10': 120,
  'up again 50': 120,
  'down 50': 1500,
};
const MEMORY_GOAL_MB = 150;
const COLD_ROUNDS = 5;
const DEAF = { size: 10, rounds: 2 };

/** Up, up again with nothing to do, ps, down, and the memory while all is up, for one size. */
export async function measureSize(bench: Bench, size: number): Promise<readonly Row[]> {
  const stack = await stackOf(bench, size, 'ready');
  const rounds = roundsFor(size, bench.options);
  const times = new Samples();
  const memory = new Map<string, Memory[]>();
  bench.say(`${size} services, 1 round to warm up and ${rounds} measured`);
  for (const side of bench.sides) await cycle(side, stack);
  for (let round = 0; round < rounds; round++) {
    for (const side of inTurn(bench.sides, round)) {
      const seen = await cycle(side, stack);
      for (const action of ['up', 'again', 'ps', 'down'] as const) times.add(action, side.name, seen.ms[action]);
      memory.set(side.name, [...(memory.get(side.name) ?? []), seen.memory]);
    }
  }
  return [
    ...(['up', 'again', 'ps', 'down'] as const).map((action) =>
      timeRow(`${titleOf(action)} ${size}`, times.of(action)),
    ),
    memoryRow(size, memory),
  ];
}

/** dockr alone: no daemon runs, the command starts it first. */
export async function measureColdStart(bench: Bench): Promise<Row> {
  const stack = await stackOf(bench, 1, 'ready');
  const times = new Samples();
  bench.say(`1 service without a daemon, ${COLD_ROUNDS} rounds`);
  for (let round = 0; round < COLD_ROUNDS; round++) {
    await bench.dockr.stopDaemon();
    times.add('up', bench.dockr.name, await bench.dockr.up(stack));
    await bench.dockr.down(stack);
  }
  return timeRow('up 1, daemon not started yet', times.of('up'));
}

/** Programs that do not hear SIGTERM: with pid 1 the kernel drops what has no handler, and Compose waits its ten seconds. */
export async function measureDeafPrograms(bench: Bench): Promise<Row> {
  const stack = await stackOf(bench, DEAF.size, 'deaf');
  const times = new Samples();
  bench.say(`${DEAF.size} services that do not hear SIGTERM, ${DEAF.rounds} rounds`);
  for (let round = 0; round < DEAF.rounds; round++) {
    for (const side of inTurn(bench.sides, round)) {
      await side.up(stack);
      times.add('down', side.name, await side.down(stack));
    }
  }
  return timeRow(`down ${DEAF.size}, "sleep infinity" as pid 1`, times.of('down'));
}

type Cycle = { readonly ms: Readonly<Record<Action, number>>; readonly memory: Memory };

async function cycle(side: Side, stack: BenchStack): Promise<Cycle> {
  const up = await side.up(stack);
  const again = await side.up(stack);
  const ps = await side.ps(stack);
  const memory = await side.memory();
  const down = await side.down(stack);
  return { ms: { up, again, ps, down }, memory };
}

class Samples {
  readonly #values = new Map<string, Record<string, number[]>>();

  add(action: Action, side: string, value: number): void {
    const bySide = this.#values.get(action) ?? {};
    bySide[side] = [...(bySide[side] ?? []), value];
    this.#values.set(action, bySide);
  }

  of(action: Action): Row['samples'] {
    return this.#values.get(action) ?? {};
  }
}

function stackOf({ directory, image }: Bench, size: number, program: Program): Promise<BenchStack> {
  return writeStack(directory, { image, size, program });
}

function inTurn(sides: readonly Side[], round: number): readonly Side[] {
  return round % 2 === 0 ? sides : sides.toReversed();
}

function titleOf(action: Action): string {
  return action === 'again' ? 'up again' : action;
}

function timeRow(name: string, samples: Row['samples']): Row {
  const goal = GOALS_MS[name];
  return { name, unit: 'ms', samples, ...(goal === undefined ? {} : { goal }) };
}

function memoryRow(size: number, memory: ReadonlyMap<string, readonly Memory[]>): Row {
  const entries = [...memory];
  return {
    name: `PSS with ${size} up`,
    unit: 'MB',
    samples: Object.fromEntries(entries.map(([side, seen]) => [side, seen.map(({ total }) => total)])),
    parts: Object.fromEntries(entries.map(([side, seen]) => [side, seen.at(-1)?.parts ?? {}])),
    ...(size === 50 ? { goal: MEMORY_GOAL_MB } : {}),
  };
}
