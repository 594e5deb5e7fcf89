import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GivenUpAddresses } from '../../../src/overlay/host/given-up-addresses.ts';

const network = { id: 'n', name: 'shop', vni: 4097, subnets: ['10.93.0.0/24'], options: {} };
const claim = { network, container: 'web', address: '10.93.0.5' };
const another = async () => '10.93.0.6';

describe('addresses that are not given back yet', () => {
  test('are their containers own again without a question', async () => {
    const givenUp = new GivenUpAddresses();
    givenUp.add(claim);
    assert.equal(await givenUp.take({ ...claim, address: null }, another), '10.93.0.5');
    assert.equal(await givenUp.take({ ...claim, address: null }, another), '10.93.0.6', 'only once');
    await givenUp.release(() => Promise.reject(new Error('it is in use')));
  });

  test('are not what a container gets that wants another one, or that is another one', async () => {
    const givenUp = new GivenUpAddresses();
    givenUp.add(claim);
    assert.equal(await givenUp.take({ ...claim, address: '10.93.0.6' }, another), '10.93.0.6');
    assert.equal(await givenUp.take({ network, container: 'other', address: null }, another), '10.93.0.6');
    assert.deepEqual(givenUp.list(), [claim]);
  });

  test('stay while the store does not take them, and are taken by nobody while it does', async () => {
    const givenUp = new GivenUpAddresses();
    givenUp.add(claim);
    await assert.rejects(givenUp.release(() => Promise.reject(new Error('away'))));
    assert.deepEqual(givenUp.list(), [claim]);
    const { promise: answer, resolve } = Promise.withResolvers<void>();
    const released = givenUp.release(() => answer);
    const taken = givenUp.take({ ...claim, address: null }, another);
    resolve();
    await released;
    assert.equal(await taken, '10.93.0.6');
  });
});
