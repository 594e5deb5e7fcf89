// What history, metrics and the audit log say of how a commit ended: failed, refused or rolled back, and once.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { RoundImages } from '../../../src/agent/images/round-images.ts';
import type { AuditLog } from '../../../src/audit/audit-log.ts';
import { noteRound } from '../../../src/daemon/audit/note-rounds.ts';
import { LoopBench, UNCARING } from './loop-bench.ts';

let bench: LoopBench;
/** `c1 failed not-ready`, as the audit log has them. */
let noted: string[];
beforeEach(async () => {
  bench = new LoopBench();
  noted = [];
  const log: Pick<AuditLog, 'append' | 'flush'> = {
    append: (entry) => {
      if (entry.event !== 'noted' || entry.actor.kind !== 'deployment') return null;
      const { outcome, actor } = entry;
      noted.push([actor.commit, outcome.result, 'reason' in outcome ? outcome.reason : ''].join(' ').trim());
      return null;
    },
    flush: async () => true,
  };
  bench.onRound = (report) => noteRound(log as AuditLog, report);
  await bench.add('shop');
  noted.length = 0;
  bench.results.length = 0;
});
afterEach(() => bench[Symbol.asyncDispose]());

/** `c1 rolled-back not-ready push`, without the first one. */
const history = (): readonly string[] =>
  bench.history
    .list('shop')
    .slice(1)
    .map(({ commit, outcome, error, cause, times }) =>
      [commit, outcome, error, cause, ...(times > 1 ? [`${times} times`] : [])].filter(Boolean).join(' '),
    );

const rounds = async (count: number): Promise<void> => {
  for (let round = 0; round < count; round++) await bench.clock.advance(60_000);
};

test('one that is not healthy was rolled back, and the rounds after it add nothing', async () => {
  bench.repository.push('c1', { fate: 'unhealthy' });
  await rounds(5);
  assert.deepEqual(history(), ['c1 rolled-back not-ready push']);
  assert.deepEqual(noted, ['c1 failed not-ready']);
  assert.deepEqual([...new Set(bench.results)], ['c1 failed']);
});

test('one that this host does not want was refused, and never failed', async () => {
  bench.repository.push('c1', { fate: 'refused' });
  await rounds(5);
  assert.deepEqual(history(), ['c1 refused commit-unsigned push']);
  assert.deepEqual(noted, ['c1 refused commit-unsigned']);
  assert.deepEqual([...new Set(bench.results)], ['c1 refused']);
});

test('one that cannot be what was meant has failed, though it is not tried again either', async () => {
  bench.repository.push('c1', { fate: 'invalid' });
  await rounds(5);
  assert.deepEqual(history(), ['c1 failed unknown-key push']);
  assert.deepEqual(noted, ['c1 failed unknown-key']);
  assert.deepEqual([...new Set(bench.results)], ['c1 failed']);
});

test('after a restart of the daemon nothing of that is told again, nor told otherwise', async () => {
  const fates = {
    unhealthy: 'c1 rolled-back not-ready',
    refused: 'c2 refused commit-unsigned',
    invalid: 'c3 failed unknown-key',
  };
  for (const [index, [fate, last]] of Object.entries(fates).entries()) {
    bench.repository.push(`c${index + 1}`, { fate: fate as keyof typeof fates });
    await rounds(2);
    const before = [history(), [...noted]];
    await bench.restart();
    await rounds(3);
    assert.deepEqual([history(), noted], before);
    assert.equal(history().at(-1), `${last} push`);
  }
});

test('one that was rolled back by a daemon which did not live to say so was rolled back, once', async () => {
  bench.repository.push('c1', { fate: 'cut-short' });
  await rounds(1);
  bench.repository.push('c1', { fate: 'quarantined' });
  await bench.restart();
  await rounds(3);
  assert.deepEqual(history(), ['c1 rolled-back revision-quarantined push']);
  assert.deepEqual(noted, ['c1 failed revision-quarantined']);
  assert.equal(bench.condition('Applied'), 'false RolledBack');
  await bench.restart();
  await rounds(2);
  assert.equal(history().length, 1);
});

test('one whose release a daemon did not live to end is applied by the next', async () => {
  bench.repository.push('c1', { fate: 'cut-short' });
  await rounds(1);
  bench.repository.push('c1');
  await bench.restart();
  await rounds(2);
  assert.deepEqual(history(), ['c1 applied push']);
  bench.repository.push('c2', { fate: 'quarantined' });
  await rounds(2);
  assert.equal(history().at(-1), 'c2 failed revision-quarantined push');
});

test('one that was never begun, and is what failed before, has failed, once', async () => {
  bench.repository.push('c1', { fate: 'quarantined' });
  await bench.restart();
  await rounds(3);
  assert.deepEqual(history(), ['c1 failed revision-quarantined push']);
  assert.deepEqual(noted, ['c1 failed revision-quarantined']);
});

test('a person who goes back has applied a commit, and that which failed before stays what it was', async () => {
  bench.repository.push('c1');
  await rounds(1);
  bench.repository.push('c2', { fate: 'unhealthy' });
  await rounds(1);
  await bench.agent.rollback('shop', { commit: null, emit: () => {} });
  await rounds(2);
  assert.deepEqual(history(), ['c1 applied push', 'c2 rolled-back not-ready push', 'c0 applied rollback']);
  bench.agent.resume('shop');
  await rounds(2);
  assert.equal(bench.machine.running.get('shop'), 'c0');
});

test('a person who goes back to what is no good any more has it rolled back, and refused where it is not trusted', async () => {
  bench.repository.push('c1');
  await rounds(1);
  bench.repository.commits.set('c0', { fate: 'unhealthy', services: ['web'] });
  await bench.agent.rollback('shop', { commit: 'c0', emit: () => {} });
  bench.repository.commits.set('c0', { fate: 'refused', services: ['web'] });
  await bench.agent.rollback('shop', { commit: 'c0', emit: () => {} });
  assert.deepEqual(history().slice(0, 3), [
    'c1 applied push',
    'c0 rolled-back not-ready rollback',
    'c0 refused commit-unsigned rollback',
  ]);
  await rounds(1);
  assert.deepEqual([bench.machine.running.get('shop'), bench.shop.record.pinned], ['c1', null]);
});

test('a commit that another one takes the place of has not been applied', async () => {
  bench.repository.push('c1', { fate: 'slow' });
  await bench.clock.advance(60_000);
  bench.repository.push('c2');
  bench.agent.hint('shop', 'webhook');
  await rounds(2);
  assert.equal(bench.machine.running.get('shop'), 'c2');
  assert.deepEqual(history(), ['c2 applied push']);
  assert.deepEqual(bench.results.slice(0, 2), ['c1 unchanged', 'c2 applied']);
  assert.ok(!noted.includes('c1 done'), noted.join());
});

test('going back to the commit that runs repairs nothing where nothing differed', async () => {
  bench.repository.push('c1', { fate: 'invalid' });
  await rounds(1);
  bench.repository.head = 'c0';
  await rounds(2);
  assert.equal(bench.shop.record.error, null);
  assert.deepEqual(history(), ['c1 failed unknown-key push']);
  assert.equal(noted.at(-1), 'c0 unchanged');
});

test('newer images that were tried and taken back are in the history, and have changed nothing', async () => {
  let left = 1;
  const ends: string[] = [];
  const images: Pick<RoundImages, 'pin' | 'findTrial' | 'describe' | 'forget'> = {
    pin: async (stack) => stack,
    findTrial: async (stack) =>
      left-- > 0 ? { stack: { ...stack, directory: 'newer' }, settle: ({ kind }) => void ends.push(kind) } : null,
    describe: () => ({ pins: [], updates: [] }),
    forget: () => {},
  };
  bench.repository.commits.set('newer', { fate: 'unhealthy', services: ['web'] });
  bench.images = images as RoundImages;
  await bench.restart();
  await rounds(3);
  assert.deepEqual(ends, ['bad']);
  assert.ok(bench.machine.applied.includes('shop newer release'));
  assert.equal(bench.machine.running.get('shop'), 'c0');
  assert.deepEqual(
    [history(), noted, [...new Set(bench.results)]],
    [['c0 rolled-back not-ready images'], [], ['c0 unchanged']],
  );
});

test('a rollback that failed itself is no rollback', async () => {
  const { apply } = bench.machine;
  bench.machine.apply = async (round, context) => {
    const outcome = await apply.call(bench.machine, round, context);
    return outcome.rolledBack ? { ...outcome, rolledBack: { failed: true } } : outcome;
  };
  bench.repository.push('c1', { fate: 'unhealthy' });
  await bench.agent.sync('shop', UNCARING);
  assert.deepEqual(history(), ['c1 failed not-ready sync']);
});
