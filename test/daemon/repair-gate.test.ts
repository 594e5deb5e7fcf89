import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RepairGate } from '../../src/daemon/repair-gate.ts';

test('no repair of a stack begins while somebody is at work on it', async () => {
  const gate = new RepairGate();
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const repaired: string[] = [];
  const repair = (stack: string) => gate.repair(stack, async () => void repaired.push(stack));
  const users = [
    gate.during(new Set(['shop', null]), () => first.promise),
    gate.during(new Set(['shop']), () => second.promise),
  ];
  await repair('shop');
  await repair('blog');
  assert.deepEqual(repaired, ['blog']);
  assert.equal(gate.isClosed(null), true);
  first.resolve();
  await users[0];
  assert.equal(gate.isClosed(null), false);
  await repair('shop');
  assert.deepEqual(repaired, ['blog'], 'the other is still at work');
  second.resolve();
  await users[1];
  await repair('shop');
  assert.deepEqual(repaired, ['blog', 'shop']);
});

test('a repair that goes on is told when somebody begins, also when that work fails', async () => {
  const gate = new RepairGate();
  let ended = false;
  const repair = gate.repair('shop', (signal) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())).then(() => {
      ended = true;
    }),
  );
  await assert.rejects(
    gate.during(new Set(['shop']), () => Promise.reject(new Error('no such container'))),
    /no such container/,
  );
  await repair;
  assert.equal(ended, true);
  assert.equal(gate.isClosed('shop'), false);
});
