// Windows, dependencies, and what would remove too much.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from '../../support/fake-clock.ts';
import { LoopBench, UNCARING } from './loop-bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Whatever the time is: shut from an hour on, for an hour. */
const shutSoon = (now: number) => {
  const begin = new Date(now + HOUR);
  const schedule = `${begin.getUTCMinutes()} ${begin.getUTCHours()} * * *`;
  return { kind: 'deny', schedule, durationMs: HOUR, timezone: 'UTC' } as const;
};

describe('outside of its window', () => {
  test('a commit waits, is shown with when it goes, and goes then; what runs is repaired meanwhile', async () => {
    await using bench = new LoopBench();
    await bench.add('shop', { windows: [shutSoon(bench.clock.now())] });
    await bench.clock.advance(HOUR + 5 * MINUTE);
    bench.repository.push('c1');
    bench.machine.drifted.add('shop');
    await bench.clock.advance(2 * MINUTE);
    const { waiting } = bench.shop.status;
    assert.deepEqual([waiting?.for, waiting?.commit], ['window', 'c1']);
    assert.equal(bench.condition('Ready'), 'false WindowClosed');
    assert.equal(bench.condition('Reconciling'), 'false WindowClosed');
    assert.equal(bench.machine.drifted.size, 0);
    assert.deepEqual([bench.machine.running.get('shop'), bench.shop.record.error], ['c0', null]);
    const writes = bench.database.writes;
    await bench.clock.advance(30 * MINUTE);
    assert.equal(bench.database.writes, writes);
    const opensAt = waiting?.until ?? 0;
    assert.equal(opensAt % MINUTE, 0);
    await bench.clock.advance(opensAt - bench.clock.now());
    assert.equal(bench.machine.running.get('shop'), 'c1');
    assert.equal(bench.shop.status.waiting, null);
  });

  test('whoever asks does not wait', async () => {
    await using bench = new LoopBench();
    await bench.add('shop', { windows: [shutSoon(bench.clock.now())] });
    await bench.clock.advance(HOUR + 5 * MINUTE);
    bench.repository.push('c1');
    await bench.agent.sync('shop', UNCARING);
    assert.equal(bench.machine.running.get('shop'), 'c1');
  });

  test('one that cannot be evaluated is refused when it is declared', async () => {
    await using bench = new LoopBench();
    const windows = [{ ...shutSoon(0), timezone: 'Mars/Olympus' }];
    await assert.rejects(bench.add('shop', { windows }), { code: 'invalid-window' });
    assert.deepEqual(bench.agent.list(), []);
  });
});

describe('a deployment that depends on another', () => {
  const onDb = (condition: 'applied' | 'healthy') => ({ dependsOn: [{ deployment: 'db', condition }] });

  test('waits until that one is there and applied, and goes at once then', async () => {
    await using bench = new LoopBench();
    await bench.add('shop', onDb('applied'));
    assert.equal(bench.shop.status.waiting?.message, 'there is no deployment "db"');
    assert.equal(bench.condition('Ready'), 'false DependencyNotReady');
    await bench.add('db');
    await settled();
    assert.equal(bench.machine.running.get('shop'), 'c0');
    assert.equal(bench.condition('Ready'), 'true Succeeded');
  });

  test('waits while that one has a commit that fails, and follows when that is mended', async () => {
    await using bench = new LoopBench();
    await bench.add('db');
    await bench.add('shop', onDb('healthy'));
    bench.repository.push('c1', { fate: 'unhealthy' });
    await bench.clock.advance(MINUTE);
    const tries = bench.machine.applied.filter((line) => line === 'shop c1 release');
    assert.ok(tries.length <= 1);
    bench.repository.push('c2');
    await bench.clock.advance(5 * MINUTE);
    assert.deepEqual([bench.machine.running.get('db'), bench.machine.running.get('shop')], ['c2', 'c2']);
  });

  test('waits also when somebody asks', async () => {
    await using bench = new LoopBench();
    await bench.add('shop', onDb('applied'));
    const { applied, waiting } = await bench.agent.sync('shop', UNCARING);
    assert.deepEqual([applied, waiting?.for], [null, 'dependency']);
  });

  test('and that on it is refused, with the way around', async () => {
    await using bench = new LoopBench();
    await bench.add('shop', onDb('applied'));
    await bench.add('db', { dependsOn: [{ deployment: 'cache', condition: 'applied' }] });
    await assert.rejects(bench.add('cache', { dependsOn: [{ deployment: 'shop', condition: 'applied' }] }), {
      code: 'deployment-cycle',
      message: /cache -> shop -> db -> cache/,
    });
  });

  test('and that on it by a later change waits and says so, and neither spins', async () => {
    await using bench = new LoopBench();
    await bench.add('shop', onDb('applied'));
    await bench.add('db');
    await settled();
    await bench.redeclare('db', { dependsOn: [{ deployment: 'shop', condition: 'applied' }] });
    bench.repository.push('c1');
    await bench.clock.advance(5 * MINUTE);
    assert.match(bench.shop.status.waiting?.message ?? '', /shop -> db -> shop/);
    assert.equal(bench.machine.running.get('shop'), 'c0');
    const asked = bench.repository.asked;
    await bench.clock.advance(10 * MINUTE);
    assert.ok(bench.repository.asked - asked <= 22);
  });
});

describe('what the repository no longer has', () => {
  const all = ['a', 'b', 'c', 'd'];

  test('is removed only if the deployment has made it', async () => {
    await using bench = new LoopBench();
    bench.repository.push('c0', { services: all });
    await bench.add('shop');
    bench.repository.push('c1', { services: ['a', 'b', 'c'] });
    await bench.clock.advance(MINUTE);
    assert.deepEqual(bench.machine.rounds.at(-1)?.prunable.services, all);
    assert.deepEqual(bench.shop.status.inventory.services, ['a', 'b', 'c']);
  });

  test('stays known while a commit without it could not be carried out', async () => {
    await using bench = new LoopBench();
    bench.repository.push('c0', { services: all });
    await bench.add('shop');
    bench.repository.push('c1', { services: ['a', 'b', 'e'], fate: 'breaks' });
    await bench.clock.advance(MINUTE);
    assert.deepEqual(bench.shop.status.inventory.services, ['a', 'b', 'c', 'd', 'e']);
  });

  test('stays where that is declared, and goes when it no longer is', async () => {
    await using bench = new LoopBench();
    bench.repository.push('c0', { services: all });
    await bench.add('shop', { prune: false });
    bench.repository.push('c1', { services: ['a'] });
    await bench.clock.advance(MINUTE);
    assert.deepEqual(bench.machine.rounds.at(-1)?.prunable.services, []);
    assert.deepEqual(bench.shop.status.inventory.services, all);
    await bench.redeclare('shop', { prune: true });
    await bench.clock.advance(5_000);
    assert.deepEqual(bench.machine.rounds.at(-1)?.prunable.services, all);
  });

  test('is not removed by a commit without any service', async () => {
    await using bench = new LoopBench();
    await bench.add('shop');
    bench.repository.push('c1', { fate: 'empty' });
    await bench.clock.advance(5 * MINUTE);
    assert.equal(bench.machine.running.get('shop'), 'c0');
    assert.equal(bench.shop.record.error?.error.code, 'empty-desired');
    assert.equal(bench.condition('Stalled'), 'true Invalid');
    await bench.redeclare('shop', { allowEmpty: true });
    await bench.clock.advance(5_000);
    assert.equal(bench.machine.running.get('shop'), 'c1');
  });

  test('is not removed if that is more than half, unless somebody says so', async () => {
    await using bench = new LoopBench();
    bench.repository.push('c0', { services: all });
    await bench.add('shop');
    bench.repository.push('c1', { services: ['a'] });
    await bench.agent.sync('shop', UNCARING);
    assert.equal(bench.shop.record.error?.error.code, 'many-removals');
    assert.equal(bench.machine.running.get('shop'), 'c0');
    await bench.agent.sync('shop', { ...UNCARING, allowRemoval: true });
    assert.equal(bench.machine.running.get('shop'), 'c1');
  });
});
