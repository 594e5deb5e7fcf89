// Whatever is encrypted is opened to the same, and whatever is changed is refused, or makes no difference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DockrError } from '../../src/core/errors.ts';
import { openFile } from '../../src/secrets/open-file.ts';
import { ageEncrypt, makeAgeKey } from '../support/age.ts';
import { type SopsInput, sopsEncrypt } from '../support/sops-encrypt.ts';

const key = makeAgeKey();
const recipients = [key.recipient];

const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/).filter((text) => text !== 'sops');
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((value) => value.normalize());
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
    .filter((value) => !/e/.test(String(value)) && !Object.is(value, -0)),
);
const tree = fc.letrec<{ value: SopsInput }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const root = fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 });

async function open(bytes: string | Uint8Array, shown: string): Promise<string | undefined> {
  const opened = await openFile(Buffer.from(bytes), { shown, identities: [key.identity] });
  return opened && Buffer.from(opened.bytes).toString();
}

test('every tree comes out of SOPS as it was', () =>
  fc.assert(
    fc.asyncProperty(root, async (value) => {
      const opened = await open(sopsEncrypt(value, { recipients, format: 'json' }), 'a.json');
      assert.deepEqual(JSON.parse(opened ?? ''), JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 60 },
  ));

test('every list of variables comes out of SOPS as it was', () =>
  fc.assert(
    fc.asyncProperty(fc.dictionary(name, text, { minKeys: 1 }), async (variables) => {
      const opened = await open(sopsEncrypt(variables, { recipients, format: 'dotenv' }), 'a.env');
      const lines = Object.entries(variables).map(([each, value]) => `${each}=${value.replaceAll('\n', '\\n')}\n`);
      assert.equal(opened, lines.join(''));
    }),
    { numRuns: 30 },
  ));

for (const format of ['json', 'yaml', 'dotenv'] as const)
  test(`a file of SOPS in ${format} with one character changed is refused, or opens to the same`, async () => {
    const value = format === 'dotenv' ? { a: 'one', b: 'two' } : { a: 'one', b: { c: ['two', 'three'], d: 4 } };
    const whole = sopsEncrypt(value, { recipients, format });
    const expected = await open(whole, `a.${format}`);
    await checkChanges(whole, async (changed) => {
      const opened = await open(changed, `a.${format}`);
      // What no longer looks encrypted is not opened, and has nothing in the open.
      if (opened !== undefined) assert.equal(opened, expected, changed);
    });
  });

test('a file of age with one byte changed is refused', async () => {
  const whole = ageEncrypt('hunter2', recipients);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ by;
      await open(changed, 'a').then(
        (opened) => assert.equal(opened, undefined),
        (error: unknown) => assert.ok(error instanceof DockrError, String(error)),
      );
    }),
    { numRuns: 200 },
  );
});

async function checkChanges(whole: string, check: (changed: string) => Promise<void>): Promise<void> {
  const character = fc.constantFrom('', ' ', '\n', '"', 'A', 'b', '0', '=', '[', ':', '#', ',', '\0', 'é');
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), character, async (at, by) => {
      const changed = whole.slice(0, at) + by + whole.slice(at + 1);
      await check(changed).catch((error: unknown) => {
        if (!(error instanceof DockrError)) throw error;
      });
    }),
    { numRuns: 400 },
  );
}
