import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseNetwork, type WantedNetwork } from '../../../src/overlay/store/choose-network.ts';

const POOLS = ['10.93.0.0/16', 'fd93:d0c::/48'];
const wanted = (changes: Partial<WantedNetwork> = {}): WantedNetwork => ({
  name: 'shop',
  options: { ipv6: 'true' },
  pools: POOLS,
  avoid: [],
  ...changes,
});
const subnetsOf = (changes: Partial<WantedNetwork>) =>
  chooseNetwork(wanted(changes), { networks: [], id: 'id' }).subnets;

test('a subnet of each family is chosen, those that are named are kept, and IPv4 comes first', () => {
  assert.deepEqual(subnetsOf({}), ['10.93.0.0/24', 'fd93:d0c::/64']);
  assert.deepEqual(subnetsOf({ subnets: ['fd00:1::/64'] }), ['10.93.0.0/24', 'fd00:1::/64']);
  assert.deepEqual(subnetsOf({ subnets: ['10.1.0.0/16'] }), ['10.1.0.0/16', 'fd93:d0c::/64']);
  assert.deepEqual(subnetsOf({ subnets: ['fd00:1::/64', '10.1.0.0/16'] }), ['10.1.0.0/16', 'fd00:1::/64']);
});

test('an IPv6 subnet that has fewer addresses than that of IPv4 is refused', () => {
  assert.throws(() => subnetsOf({ subnets: ['10.1.0.0/16', 'fd00:1::/120'] }), { code: 'invalid-subnet' });
  assert.deepEqual(subnetsOf({ subnets: ['10.1.0.0/24', 'fd00:1::/120'] }), ['10.1.0.0/24', 'fd00:1::/120']);
});
