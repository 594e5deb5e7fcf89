import assert from 'node:assert/strict';
import { isIP, isIPv6 } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressBytes, addressText, canonicalAddress } from '../../src/os/ip-address.ts';

test('every address is the same after its bytes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const bytes = addressBytes(address);
      assert.equal(bytes.length, isIPv6(address) ? 16 : 4);
      const text = addressText(bytes) ?? '';
      assert.ok(isIP(text));
      assert.deepEqual(addressBytes(text), bytes);
      assert.equal(canonicalAddress(address), text);
    }),
  );
});

for (const [given, canonical] of [
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['::FFFF:192.0.2.1', '::ffff:192.0.2.1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['192.0.2.1', '192.0.2.1'],
] as const) {
  test(`${given} is ${canonical}`, () => assert.equal(canonicalAddress(given), canonical));
}

for (const text of ['', 'host', '192.0.2', '192.0.2.256', '2001:db8::g', 'fe80::1%eth0', '1.2.3.4:5'])
  test(`"${text}" is refused`, () => {
    assert.throws(() => addressBytes(text), { code: 'invalid-ip-address' });
  });
