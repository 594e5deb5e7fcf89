import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DnsZone } from '../../../src/engine/networks/dns/dns-zone.ts';
import { areWeighted, placesOf, ShareTurns } from '../../../src/engine/networks/traffic/weights.ts';

test('a thousand places are given out, each once, and to one with a share as many as that', () => {
  const shares = fc.array(fc.option(fc.integer({ min: 1, max: 200 })), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(shares, (given) => {
      fc.pre(given.includes(null));
      const places = placesOf(given);
      let next = 0;
      for (const [index, [first, last]] of places.entries()) {
        assert.equal(first, next);
        const share = given[index] ?? null;
        if (share !== null) assert.equal(last - first + 1, share);
        next = last + 1;
      }
      assert.equal(next, 1000);
      const equals = places.filter((_, index) => given[index] === null).map(([first, last]) => last - first);
      assert.ok(Math.max(...equals) - Math.min(...equals) <= 1, 'the others have the rest evenly');
    }),
  );
});

test('shares mean nothing where all have one, or nobody', () => {
  assert.deepEqual([[100, null], [null, null], [100], []].map(areWeighted), [true, false, false, false]);
});

test('one with a share has its turn as often as that', () => {
  const turns = new ShareTurns();
  const members = [
    { id: 'a', share: null },
    { id: 'b', share: 100 },
  ];
  const taken = Array.from({ length: 1000 }, () => turns.take(members, (member) => member)?.id);
  assert.equal(taken.filter((id) => id === 'b').length, 100);
  assert.equal(taken.filter((id) => id === undefined).length, 900);
});

test('a name is answered with the one that has a share as often as that, and else without it', () => {
  const zone = new DnsZone({ rankOf: () => 0, shareOf: (id) => (id === 'b' ? 250 : null) });
  for (const id of ['asker', 'a', 'b', 'c']) {
    const names = id === 'asker' ? [] : ['web'];
    zone.setEndpoints(id, [{ containerId: id, network: 'n', ipv4: id, containerName: `name-${id}`, names }]);
    zone.setReachable(id, true);
  }
  const lookups = Array.from({ length: 100 }, () => zone.lookup('asker', 'web', true));
  const answers = lookups.map((lookup) => (lookup.kind === 'known' ? [...lookup.addresses].sort().join() : ''));
  assert.equal(answers.filter((text) => text === 'b').length, 25);
  assert.equal(answers.filter((text) => text === 'a,c').length, 75);
  assert.deepEqual(zone.lookup('asker', 'name-b'), { kind: 'known', addresses: ['b'] });
});
