import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bothAddresses, pairedAddress } from '../../src/core/paired-address.ts';

const SUBNETS = ['10.93.4.0/22', 'fd93:d0c:0:7::/64'];

for (const [ipv4, ipv6] of [
  ['10.93.4.1', 'fd93:d0c:0:7::1'],
  ['10.93.4.10', 'fd93:d0c:0:7::a'],
  ['10.93.7.254', 'fd93:d0c:0:7::3fe'],
] as const)
  test(`${ipv6} goes with ${ipv4}`, () => {
    assert.deepEqual(pairedAddress(SUBNETS, ipv4), { address: ipv6, prefixLength: 64 });
    assert.deepEqual(bothAddresses([...SUBNETS].reverse(), ipv4), [ipv4, ipv6]);
  });

test('no address goes with one on a network of one family', () => {
  assert.equal(pairedAddress(['10.93.0.0/24'], '10.93.0.5'), null);
  assert.deepEqual(bothAddresses(['10.93.0.0/24'], '10.93.0.5'), ['10.93.0.5']);
});

test('what is no address has none', () => {
  assert.equal(pairedAddress(SUBNETS, 'web'), null);
});
