import assert from 'node:assert/strict';
import { hkdfSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { deriveAssociation } from '../../../src/overlay/encryption/derive-association.ts';
import type { Generation, Holder } from '../../../src/overlay/store/records.ts';

const GENERATION: Generation = { id: 'aa', secret: Buffer.alloc(32, 7).toString('base64') };
const ONE = holder('one', '192.0.2.1', '01');
const TWO = holder('two', '192.0.2.2', '02');

function holder(node: string, address: string, salt: string): Holder {
  return { node, address, salt, holds: ['aa'], sends: 'aa' };
}

describe('a key from one host to another', () => {
  const there = deriveAssociation(GENERATION, ONE, TWO);

  test('is HKDF of what both know, so that all versions of dockr derive the same', () => {
    const info = 'dockr overlay esp 1\0aa\x00192.0.2.1\x0001\x00192.0.2.2\x0002';
    const expected = Buffer.from(hkdfSync('sha256', Buffer.alloc(32, 7), '', info, 40));
    assert.equal(there.key.toString('hex'), expected.subarray(0, 36).toString('hex'));
    assert.equal(there.spi, expected.readUInt32BE(36));
    assert.deepEqual([there.from, there.to], ['192.0.2.1', '192.0.2.2']);
  });

  test('does not depend on what hosts hold and send', () => {
    assert.deepEqual(deriveAssociation(GENERATION, { ...ONE, holds: [] }, { ...TWO, sends: 'bb' }), there);
  });

  for (const [what, other] of [
    ['the other direction', deriveAssociation(GENERATION, TWO, ONE)],
    ['another generation', deriveAssociation({ ...GENERATION, id: 'bb' }, ONE, TWO)],
    ['another secret', deriveAssociation({ id: 'aa', secret: Buffer.alloc(32, 8).toString('base64') }, ONE, TWO)],
    ['a sender that has forgotten', deriveAssociation(GENERATION, { ...ONE, salt: '03' }, TWO)],
    ['a receiver that has forgotten', deriveAssociation(GENERATION, ONE, { ...TWO, salt: '03' })],
    ['another host', deriveAssociation(GENERATION, ONE, { ...TWO, address: '192.0.2.3' })],
  ] as const) {
    test(`is another one for ${what}`, () => {
      assert.notDeepEqual(other.key, there.key);
      assert.notEqual(other.spi, there.spi);
    });
  }
});
