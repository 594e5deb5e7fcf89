import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  addressRange,
  chooseAddress,
  chooseSubnet,
  isAssignable,
  parsePools,
} from '../../../src/engine/networks/address-pool.ts';
import {
  cidrOf,
  containsCidr,
  formatCidr,
  overlaps,
  parseCidr,
  toAddress,
  toNumber,
} from '../../../src/engine/networks/cidr.ts';

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(toAddress);
const subnet = fc.tuple(address, fc.integer({ min: 20, max: 30 })).map(([text, length]) => cidrOf(text, length));

describe('IPv4 prefixes', () => {
  test('survive being written and read', () => {
    fc.assert(fc.property(subnet, (cidr) => assert.deepEqual(parseCidr(formatCidr(cidr)), cidr)));
  });
  test('an address is the number that it was made of', () => {
    fc.assert(fc.property(address, (text) => assert.equal(toAddress(toNumber(text)), text)));
  });
  test('any text is a prefix or undefined, never an exception', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseCidr(text)));
  });
  for (const text of ['10.0.0.1/24', '10.0.0.0/33', '10.0.0/24', '10.0.0.0', '::/0', '10.0.0.0/-1', '010.0.0.0/8']) {
    test(`"${text}" is none`, () => assert.equal(parseCidr(text), undefined));
  }
});

describe('addresses of a network', () => {
  test('are in its subnet, free, and neither its first nor its last', () => {
    fc.assert(
      fc.property(subnet, fc.array(fc.nat(20)), fc.option(fc.nat(20), { nil: undefined }), (cidr, taken, last) => {
        const used = new Set(taken.map((offset) => toAddress(cidr.base + offset)));
        const previous = last === undefined ? undefined : toAddress(cidr.base + last);
        const chosen = chooseAddress(addressRange(cidr), used, previous);
        if (chosen === undefined) return;
        assert.ok(isAssignable(cidr, chosen) && !used.has(chosen));
      }),
    );
  });
  test('are all handed out before one is handed out twice', () => {
    fc.assert(
      fc.property(
        subnet.filter((cidr) => cidr.prefixLength >= 26),
        (cidr) => {
          const range = addressRange(cidr);
          const seen = new Set<string>();
          let previous: string | undefined;
          for (let count = range.first; count <= range.last; count++) {
            previous = chooseAddress(range, new Set(), previous);
            seen.add(previous ?? '');
          }
          assert.equal(seen.size, range.last - range.first + 1);
        },
      ),
    );
  });
  test('run out instead of being shared', () => {
    const range = addressRange({ base: toNumber('10.0.0.0'), prefixLength: 30 });
    assert.equal(chooseAddress(range, new Set(['10.0.0.1', '10.0.0.2'])), undefined);
  });
  test('keep to the range that was asked for', () => {
    const [whole, part] = [parseCidr('10.0.0.0/24'), parseCidr('10.0.0.128/29')];
    assert.ok(whole && part);
    assert.equal(chooseAddress(addressRange(whole, part), new Set()), '10.0.0.128');
  });
});

describe('subnets of the pools', () => {
  test('meet nothing that is in use and lie in a pool', () => {
    const pools = parsePools(['10.89.0.0/20', '172.30.0.0/22']);
    fc.assert(
      fc.property(fc.array(subnet, { maxLength: 30 }), (used) => {
        const chosen = chooseSubnet(pools, used);
        assert.ok(pools.some((pool) => containsCidr(pool, chosen)));
        assert.ok(!used.some((other) => overlaps(other, chosen)));
      }),
    );
  });
  test('run out with an error that says so', () => {
    const pools = parsePools(['10.89.0.0/24']);
    assert.throws(() => chooseSubnet(pools, pools), { code: 'no-free-subnet' });
  });
  test('a pool that is no prefix is refused', () => {
    assert.throws(() => parsePools(['10.89.0.1/16']), { code: 'invalid-subnet' });
  });
});
