import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NetworkError } from '../../../src/core/errors.ts';
import { StoreWaits } from '../../../src/overlay/host/store-waits.ts';
import { StoreError } from '../../../src/overlay/store/store-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function openWaits(clock: FakeClock) {
  const told: string[] = [];
  const { signal } = new AbortController();
  return { told, waits: new StoreWaits({ clock, patienceMs: 5000, signal, onWaiting: (what) => told.push(what) }) };
}

const AWAY = new StoreError('store-unreachable', { message: 'nobody answered' });

describe('changes that wait for the store', () => {
  test('are tried again, shown meanwhile, and go through when it is back', async () => {
    const clock = new FakeClock();
    const { waits, told } = openWaits(clock);
    let isAway = true;
    const change = waits.run('take an address', async () => {
      if (isAway) throw AWAY;
      return 'taken';
    });
    await clock.advance(2000);
    assert.deepEqual(waits.list(), ['take an address']);
    assert.deepEqual(told, ['take an address'], 'told once');
    isAway = false;
    await clock.advance(2000);
    assert.equal(await change, 'taken');
    assert.deepEqual(waits.list(), []);
  });

  test('fail in the end with what was attempted', async () => {
    const clock = new FakeClock();
    const { waits } = openWaits(clock);
    const change = waits.run('take an address', async () => {
      throw AWAY;
    });
    change.catch(() => undefined);
    await clock.advance(4000);
    assert.equal(waits.list().length, 1);
    await clock.advance(4000);
    await assert.rejects(change, { code: 'store-unreachable', message: /take an address: .*5 s .*nobody answered/ });
    assert.deepEqual(waits.list(), []);
  });

  test('do not wait for what no waiting mends', async () => {
    const { waits, told } = openWaits(new FakeClock());
    const taken = new NetworkError('address-in-use', { message: 'somebody has it' });
    await assert.rejects(
      waits.run('take an address', () => Promise.reject(taken)),
      { code: 'address-in-use' },
    );
    assert.deepEqual(told, []);
  });
});
