import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  assignableAddress,
  canonicalSubnet,
  chooseSubnet,
  formatSubnet,
  freeAddresses,
  overlap,
  parseSubnet,
  type Subnet,
} from '../../../src/overlay/store/subnet.ts';

function subnet(text: string): Subnet {
  const parsed = parseSubnet(text);
  assert.ok(parsed, text);
  return parsed;
}

test('subnets have one form, and what is none is none', () => {
  const table = {
    '10.0.0.0/8': '10.0.0.0/8',
    '0.0.0.0/0': '0.0.0.0/0',
    'fd00:0:0::/48': 'fd00::/48',
    'FD00:0:0:1:0:0:0:0/64': 'fd00:0:0:1::/64',
    '::/0': '::/0',
    '2001:db8::ffff:1/128': '2001:db8::ffff:1/128',
  };
  for (const [text, form] of Object.entries(table)) assert.equal(canonicalSubnet(text), form);
  const wrong = [
    '',
    '10.0.0.0',
    '10.0.0.1/8',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    'fd00::1/64',
    'fd00::/129',
    'x/8',
    '1.2.3/8',
  ];
  for (const text of [...wrong, '10.0.0.0/-1', '10.0.0.0/ 8', 'fe80::%lo/64'])
    assert.equal(canonicalSubnet(text), undefined, text);
});

test('an address has one form, and must be one that a container may have', () => {
  assert.equal(assignableAddress(subnet('fd00::/64'), 'FD00:0::00ff'), 'fd00::ff');
  assert.equal(assignableAddress(subnet('10.0.0.0/24'), '10.0.0.254'), '10.0.0.254');
  for (const wrong of ['10.0.0.0', '10.0.0.1', '10.0.0.255', '10.0.1.2', 'fd00::ff', '010.0.0.2'])
    assert.equal(assignableAddress(subnet('10.0.0.0/24'), wrong), undefined, wrong);
  assert.equal(assignableAddress(subnet('10.0.0.0/30'), '10.0.0.2'), '10.0.0.2');
  assert.equal(assignableAddress(subnet('10.0.0.0/31'), '10.0.0.0'), undefined);
});

test('free addresses come round and round, each once, those after the previous first', () => {
  const search = { used: new Set(['10.0.0.3']), start: 0, limit: 10 };
  assert.deepEqual(freeAddresses(subnet('10.0.0.0/29'), search), ['10.0.0.2', '10.0.0.4', '10.0.0.5', '10.0.0.6']);
  assert.deepEqual(freeAddresses(subnet('10.0.0.0/29'), { ...search, previous: '10.0.0.5', limit: 2 }), [
    '10.0.0.6',
    '10.0.0.2',
  ]);
  assert.deepEqual(freeAddresses(subnet('10.0.0.0/31'), search), []);
  assert.deepEqual(freeAddresses(subnet('fd00::/64'), { ...search, limit: 2, start: 4_000_000_000 }), [
    'fd00::ee6b:2802',
    'fd00::ee6b:2803',
  ]);
});

test('a chosen subnet is in the pools, has the length, and overlaps with none in use; there is one if any is left', () => {
  const pools = [subnet('10.0.0.0/28')];
  const anySubnet = fc
    .record({ base: fc.integer({ min: 0, max: 15 }), prefixLength: fc.integer({ min: 27, max: 32 }) })
    .map(({ base, prefixLength }): Subnet => {
      const size = 2 ** (32 - prefixLength);
      return { family: 4, prefixLength, base: 0x0a000000n + BigInt(Math.floor(base / size) * size) };
    });
  fc.assert(
    fc.property(fc.array(anySubnet, { maxLength: 6 }), (used) => {
      const chosen = chooseSubnet(pools, { used, prefixLength: 30 });
      const all = ['10.0.0.0/30', '10.0.0.4/30', '10.0.0.8/30', '10.0.0.12/30'];
      const free = all.filter((text) => !used.some((other) => overlap(subnet(text), other)));
      assert.equal(chosen && formatSubnet(chosen), free[0]);
    }),
  );
});
