import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { ipVersion } from '../../src/core/ip-version.ts';

test('the version of an address is that which Node gives', () => {
  const nearly = fc.stringMatching(/^[0-9a-f:.%[\] ]{0,20}$/);
  const quads = fc.array(fc.oneof(fc.nat(300).map(String), fc.constantFrom('00', '01', '', '-1')), { maxLength: 5 });
  const texts = fc.oneof(
    fc.ipV4(),
    fc.ipV4Extended(),
    fc.ipV6(),
    nearly,
    quads.map((parts) => parts.join('.')),
    fc.string(),
  );
  fc.assert(
    fc.property(texts, (text) => assert.equal(ipVersion(text), isIP(text))),
    { numRuns: 2000 },
  );
  for (const text of ['1.2.3.4\n', ' 1.2.3.4', '::ffff:1.2.3.4', 'fe80::1%eth0', '127.1', '0x7f.0.0.1'])
    assert.equal(ipVersion(text), isIP(text));
});
