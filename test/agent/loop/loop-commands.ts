// What may happen to a deployment, in any order, and what must hold at every moment of it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { settled } from '../../support/fake-clock.ts';
import { type Fate, type LoopBench, UNCARING } from './loop-bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What has been done to the loop, as far as it decides what may happen. */
export type Model = {
  pushed: number;
  isSuspended: boolean;
  /** Of the declaration. */
  generation: number;
};

export type Command = fc.AsyncCommand<Model, LoopBench>;

const FATES: readonly Fate[] = [
  'good',
  'good',
  'slow',
  'unhealthy',
  'breaks',
  'registry-down',
  'invalid',
  'refused',
  'empty',
];

/** What must hold at every moment. */
function checkAlways(model: Model, bench: LoopBench): void {
  assert.ok(bench.machine.mostAtWork <= 1, 'P23: two rounds at work on one stack');
  const { applied } = bench.machine;
  for (const [commit, { fate }] of bench.repository.commits) {
    const tries = applied.filter((line) => line.startsWith(`shop ${commit} release`)).length;
    if (fate === 'unhealthy' && bench.machine.good('shop') !== undefined)
      assert.ok(tries <= model.generation, `P15: ${commit} was tried ${tries} times by itself`);
    if (fate === 'breaks') assert.ok(tries <= 8 * model.generation, `P13: ${commit} was tried ${tries} times`);
    if (fate === 'refused' || fate === 'invalid' || fate === 'empty')
      assert.ok(!applied.some((line) => line.startsWith(`shop ${commit} `)), `${commit} must not be carried out`);
  }
  const running = bench.machine.running.get('shop');
  const record = bench.shop.record;
  if (running !== undefined && record.applied && !bench.shop.isBusy)
    assert.equal(running, record.applied.commit, 'P16: what runs is what is told to run');
}

const after = async (model: Model, bench: LoopBench): Promise<void> => {
  await settled();
  checkAlways(model, bench);
};

class Push implements Command {
  readonly fate: Fate;
  constructor(fate: Fate) {
    this.fate = fate;
  }
  check = () => true;
  async run(model: Model, bench: LoopBench): Promise<void> {
    model.pushed++;
    bench.repository.push(`c${model.pushed}`, { fate: this.fate });
    await after(model, bench);
  }
  toString = () => `push(${this.fate})`;
}

/** Back to one that was pushed before. */
class Rewind implements Command {
  readonly to: number;
  constructor(to: number) {
    this.to = to;
  }
  check = () => true;
  async run(model: Model, bench: LoopBench): Promise<void> {
    bench.repository.head = `c${this.to % (model.pushed + 1)}`;
    await after(model, bench);
  }
  toString = () => `rewind(${this.to})`;
}

class Advance implements Command {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = () => true;
  async run(model: Model, bench: LoopBench): Promise<void> {
    const worked = () => bench.machine.applied.filter((line) => line.startsWith('shop ')).length;
    const before = worked();
    const wasBusy = bench.shop.isBusy;
    await bench.clock.advance(this.ms);
    if (model.isSuspended && !wasBusy) assert.equal(worked(), before, 'P18: a suspended deployment was worked on');
    await after(model, bench);
  }
  toString = () => `advance(${this.ms})`;
}

class Do implements Command {
  readonly name: string;
  readonly work: (model: Model, bench: LoopBench) => Promise<unknown> | undefined;
  constructor(name: string, work: Do['work']) {
    this.name = name;
    this.work = work;
  }
  check = () => true;
  async run(model: Model, bench: LoopBench): Promise<void> {
    await this.work(model, bench);
    await after(model, bench);
  }
  toString = () => this.name;
}

export const loopCommands = fc.commands(
  [
    fc.constantFrom(...FATES).map((fate) => new Push(fate)),
    fc.nat({ max: 10 }).map((to) => new Rewind(to)),
    fc.constantFrom(100, 3_000, 10_000, MINUTE, 10 * MINUTE, 3 * HOUR).map((ms) => new Advance(ms)),
    fc.constant(new Do('hint', (_model, bench) => void bench.agent.hint('shop', 'webhook'))),
    fc.constant(new Do('drift', (_model, bench) => void bench.machine.drifted.add('shop'))),
    fc.constant(
      new Do('repository down', (_model, { repository }) => {
        repository.isDown = !repository.isDown;
      }),
    ),
    fc.constant(
      new Do('ask', (_model, bench) => {
        // It may be called off by a restart.
        bench.agent.sync('shop', UNCARING).catch(() => {});
      }),
    ),
    fc.constant(
      new Do('suspend', (model, bench) => {
        model.isSuspended = true;
        bench.agent.suspend('shop');
      }),
    ),
    fc.constant(
      new Do('resume', (model, bench) => {
        model.isSuspended = false;
        bench.agent.resume('shop');
      }),
    ),
    fc.constant(
      new Do('redeclare', async (model, bench) => {
        model.generation++;
        await bench.redeclare('shop', { variables: { LEVEL: String(model.generation) } });
      }),
    ),
    fc.constant(new Do('restart', (_model, bench) => bench.restart())),
  ],
  { maxCommands: 25 },
);

export const newModel = (): Model => ({ pushed: 0, isSuspended: false, generation: 1 });
