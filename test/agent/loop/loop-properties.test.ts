// Whatever is pushed, broken, asked for and restarted in whatever order: properties P13 to P18, P23 and P24 of the loop.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FakeRepository, LoopBench } from './loop-bench.ts';
import { type Command, loopCommands, newModel } from './loop-commands.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RUNS = 50;
/** A fault shows in some histories only; the first one is enough. */
const UNTIL_NOTICED = { numRuns: 40 * RUNS, endOnFailure: true };

/** With nobody in its way any more. */
async function calm(bench: LoopBench): Promise<void> {
  bench.repository.isDown = false;
  bench.machine.isHaunted = false;
  bench.agent.resume('shop');
  await bench.clock.advance(11 * MINUTE);
}

async function withHistory(history: Iterable<Command>, { check, fault }: Property): Promise<void> {
  await using bench = new LoopBench();
  fault?.(bench);
  await bench.add('shop');
  const model = newModel();
  await fc.asyncModelRun(() => ({ model, real: bench }), history);
  await check(bench);
}

type Check = (bench: LoopBench) => Promise<void>;
type Property = { readonly check: Check; readonly fault?: (bench: LoopBench) => void };

const property = (parts: Property, runs: fc.Parameters<unknown> = { numRuns: RUNS }) =>
  fc.assert(
    fc.asyncProperty(loopCommands, (history) => withHistory(history, parts)),
    runs,
  );

const endsWell: Check = async (bench) => {
  await calm(bench);
  bench.repository.push('good');
  await bench.clock.advance(2 * MINUTE);
  assert.equal(bench.machine.running.get('shop'), 'good');
  assert.equal(bench.condition('Ready'), 'true Succeeded');
  assert.equal(bench.condition('Stalled'), 'false NotStalled');
  const since = bench.machine.applied.findIndex((line) => line.startsWith('shop good '));
  assert.ok(since >= 0);
  assert.ok(
    bench.machine.applied.slice(since).every((line) => line.startsWith('shop good ')),
    'P14: an older one began after it',
  );
};

const endsAsBefore: Check = async (bench) => {
  await calm(bench);
  bench.repository.push('good');
  await bench.clock.advance(2 * MINUTE);
  bench.repository.push('bad', { fate: 'unhealthy' });
  const isTried = (): boolean => bench.machine.applied.includes('shop bad release');
  for (let second = 0; second < 120 && !isTried(); second++) await bench.clock.advance(1_000);
  // At once, and not because the next round repairs it.
  assert.equal(bench.machine.running.get('shop'), 'good', "P16: 'bad' was left there");
  await bench.clock.advance(2 * MINUTE);
  assert.equal(bench.machine.running.get('shop'), 'good');
  assert.equal(bench.condition('Stalled'), 'true Quarantined');
  const { asked } = bench.repository;
  const before = { writes: bench.database.writes, applied: bench.machine.applied.length };
  await bench.clock.advance(2 * HOUR);
  const looks = bench.repository.asked - asked;
  assert.ok(looks >= 100 && looks <= 150, `P24: ${looks} looks in two hours`);
  const since = bench.machine.applied.slice(before.applied);
  assert.ok(
    since.every((line) => line === 'shop good repair'),
    `P15: ${since.join(', ')}`,
  );
  assert.equal(bench.database.writes, before.writes, 'a round that finds nothing new writes');
  bench.repository.push('better');
  await bench.clock.advance(2 * MINUTE);
  assert.equal(bench.machine.running.get('shop'), 'better');
};

test('after whatever has happened, a good commit is what runs within two intervals, and all is well (P13, P14)', () =>
  property({ check: endsWell }));

test('after whatever has happened, a bad commit leaves what ran well, is tried once, and nothing spins (P15, P16, P24)', () =>
  property({ check: endsAsBefore }));

test('whatever happens to one deployment, another is only looked at (P17)', () =>
  fc.assert(
    fc.asyncProperty(loopCommands, async (history) => {
      await using bench = new LoopBench();
      bench.others.set('db', new FakeRepository());
      await bench.add('shop');
      await bench.add('db');
      const before = bench.agent.get('db');
      const model = newModel();
      await fc.asyncModelRun(() => ({ model, real: bench }), history);
      await bench.clock.advance(11 * MINUTE);
      const { record, status } = bench.agent.get('db');
      assert.deepEqual([record, status], [before.record, before.status]);
      const lines = bench.machine.applied.filter((line) => line.startsWith('db '));
      assert.ok(
        lines.slice(1).every((line) => line === 'db c0 repair'),
        lines.join(', '),
      );
    }),
    { numRuns: 40 },
  ));

describe('the properties notice', () => {
  /** One that breaks the promise which `word` names. */
  const noticed = (word: RegExp, parts: Property) =>
    assert.rejects(property(parts, UNTIL_NOTICED), (error: Error) => {
      assert.match(String(error.cause), word);
      return true;
    });

  test('a loop that forgets what it holds', () =>
    noticed(/P15/, {
      check: endsAsBefore,
      fault: ({ statuses }) => {
        const save = statuses.save.bind(statuses);
        statuses.save = (name, status) => save(name, { ...status, held: [] });
      },
    }));

  test('a loop that looks without pause', () =>
    noticed(/P24/, {
      check: endsAsBefore,
      fault: ({ clock }) => {
        const { after } = clock;
        Object.assign(clock, { after: (ms: number, work: () => void) => after(Math.min(ms, 20_000), work) });
      },
    }));

  test('a rollback that leaves the bad one running', () =>
    noticed(/P16|'bad'/, {
      check: endsAsBefore,
      fault: ({ machine }) => {
        const apply = machine.apply.bind(machine);
        machine.apply = async (round, context) => {
          const outcome = await apply(round, context);
          if (outcome.unhealthy) machine.running.set('shop', round.stack.directory);
          return outcome;
        };
      },
    }));

  test('a suspension that is forgotten', () =>
    noticed(/P18/, {
      check: endsWell,
      fault: (bench) => {
        bench.agent.suspend = (name) => bench.agent.get(name);
      },
    }));
});
