import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openFile } from '../../src/secrets/open-file.ts';
import { ageEncrypt, makeAgeKey } from '../support/age.ts';
import { type SopsInput, type SopsOptions, sopsEncrypt } from '../support/sops-encrypt.ts';

const key = makeAgeKey();
const other = makeAgeKey();
const recipients = [key.recipient];

async function open(text: string | Uint8Array, shown = 'a.enc', identities = [key.identity]): Promise<string> {
  const opened = await openFile(Buffer.from(text), { shown, identities });
  return opened ? Buffer.from(opened.bytes).toString() : 'plain';
}

const encrypt = (tree: { readonly [key: string]: SopsInput }, more: Partial<SopsOptions> = {}): string =>
  sopsEncrypt(tree, { recipients, format: 'yaml', ...more });

const tree = {
  password: 'hunter2, and more',
  port: 5432,
  ratio: 0.5,
  on: true,
  off: false,
  nothing: null,
  empty: '',
  lines: 'one\ntwo\n',
  list: ['a', 'b', { deep: 'c' }],
  note_unencrypted: 'seen by all',
  count_unencrypted: 12,
};

describe('a file of SOPS', () => {
  test('in JSON is opened, its order and types kept', async () => {
    const text = await open(encrypt(tree, { format: 'json' }), 'a.json');
    assert.deepEqual(JSON.parse(text), tree);
  });

  test('in YAML is opened, its order and types kept', async () => {
    const text = await open(encrypt(tree));
    assert.match(text, /^password: hunter2, and more\nport: 5432\nratio: 0\.5\n"on": true\n"off": false\n/m);
    assert.match(text, /^lines: \|\n {2}one\n {2}two\n/m);
    assert.match(text, /- deep: c\n/);
    assert.doesNotMatch(text, /sops|ENC\[/);
  });

  test('in dotenv is opened', async () => {
    const text = await open(encrypt({ A: 'x=y', B: 'two\nlines' }, { format: 'dotenv' }));
    assert.equal(text, 'A=x=y\nB=two\\nlines\n');
  });

  test('of any other content is opened to just that content', async () => {
    const text = encrypt({ data: '-----BEGIN KEY-----\nx\n' }, { format: 'json' });
    assert.equal(await open(text, 'tls.key'), '-----BEGIN KEY-----\nx\n');
    assert.deepEqual(JSON.parse(await open(text, 'data.json')), { data: '-----BEGIN KEY-----\nx\n' });
  });

  test('in JSON may have keys that look like numbers, in any order', async () => {
    const rule = { encrypted_regex: '^none$' };
    const text = encrypt({ b: 'first', a: 'second' }, { rule, isEncrypted: () => false, format: 'json' });
    const numbered = text.replace('"a"', '"10"');
    assert.equal(await open(numbered, 'a.json'), '{\n\t"b": "first",\n\t"10": "second"\n}\n');
  });

  const inside = (path: readonly string[]): boolean => path.includes('secret') || path.includes('Secret');
  const rules: readonly (readonly [Readonly<Record<string, string>>, (path: readonly string[]) => boolean])[] = [
    [{ encrypted_regex: '^(secret)$' }, (path) => path.includes('secret')],
    [{ encrypted_regex: '(?i)^secret$' }, inside],
    [{ unencrypted_regex: '^(?i)SECRET$' }, (path) => !inside(path)],
    [{ encrypted_suffix: 'cret' }, inside],
    [{ unencrypted_suffix: '_plain' }, (path) => !path.some((each) => each.endsWith('_plain'))],
  ];
  for (const [rule, isEncrypted] of rules)
    test(`is opened by its rule ${JSON.stringify(rule)}`, async () => {
      const mixed = { secret: { a: 'x', b: ['y'] }, Secret: 'z', open_plain: 'w', other: { secret: 'v' }, port: 80 };
      for (const macOnlyEncrypted of [false, true]) {
        const text = encrypt(mixed, { rule, isEncrypted, macOnlyEncrypted, format: 'json' });
        assert.deepEqual(JSON.parse(await open(text, 'a.json')), mixed);
      }
    });

  test('is opened by the second of its recipients', async () => {
    const text = encrypt({ a: 'x' }, { recipients: [other.recipient, key.recipient] });
    assert.equal(await open(text), 'a: x\n');
  });

  test('for which there is no key names its recipients by their short forms', async () => {
    const text = encrypt({ a: 'x' });
    const short = `${key.recipient.slice(0, 12)}…${key.recipient.slice(-4)}`;
    await assert.rejects(open(text, 'a.enc', [other.identity]), {
      code: 'no-key-fits',
      message: `none of the 1 keys here opens "a.enc", which is for ${short}`,
    });
  });

  describe('is refused', () => {
    const text = encrypt({ first: 'one', second: 'two', list: ['a', 'b'], seen_unencrypted: 'yes' });
    const [one = '', two = ''] = [...text.matchAll(/^(?:first|second): (ENC\[.*\])$/gm)].map(([, value]) => value);
    const items = [...text.matchAll(/^ +- (ENC\[.*\])$/gm)].map(([, value = '']) => value);
    const attacks: Readonly<Record<string, string>> = {
      'with a value flipped': text.replace(
        one,
        one.replace(/data:(.)/, (_, c) => `data:${c === 'A' ? 'B' : 'A'}`),
      ),
      'with two values exchanged': text.replace(one, '#').replace(two, one).replace('#', two),
      'with two items exchanged': text
        .replace(items[0] ?? '', '#')
        .replace(items[1] ?? '', items[0] ?? '')
        .replace('#', items[1] ?? ''),
      'with a value taken away': text.replace(/^second: .*\n/m, ''),
      'with an open value changed': text.replace('"yes"', '"no"'),
      'with an open value added': `more_unencrypted: x\n${text}`,
      'with the time of another change': text.replace('2026-01-02', '2026-01-03'),
      'with another rule': text.replace('unencrypted_suffix: "_unencrypted"', 'unencrypted_suffix: "first"'),
      'with a value emptied': text.replace(one, '""'),
    };
    for (const [how, attack] of Object.entries(attacks))
      test(how, () =>
        assert.rejects(open(attack), ({ code, message }: { code: string; message: string }) => {
          assert.match(code, /^secret-(?:tampered|malformed)$/);
          assert.doesNotMatch(message, /one|two/);
          return true;
        }),
      );

    const malformed: Readonly<Record<string, string>> = {
      'with a value in the open': text.replace(one, 'in the open'),
      'without a MAC': text.replace(/mac: .*/, 'mac: ""'),
      'without recipients': text.replace(/ {4}age:\n[\s\S]*?(?= {4}lastmodified)/, ''),
      'with a wrong time': text.replace('2026-01-02T03:04:05Z', 'yesterday'),
      'with an alias': `a_unencrypted: &a x\nb_unencrypted: *a\n${text}`,
      'with a key twice': `${text.replace(/^/, 'first: x\n')}`,
      'with two rules': text.replace('unencrypted_suffix', 'encrypted_regex: "x"\n    unencrypted_suffix'),
      'that is cut short': text.slice(0, text.indexOf('END AGE')),
    };
    for (const [how, attack] of Object.entries(malformed))
      test(how, () =>
        assert.rejects(open(attack), ({ code }: { code: string }) => /^secret-(?:malformed|tampered)$/.test(code)),
      );

    const unsupported: Readonly<Record<string, SopsOptions['metadata']>> = {
      'key groups': { key_groups: [{ age: [] }], shamir_threshold: 2 },
      pgp: { age: [], pgp: [{ fp: 'X' }] },
      encrypted_comment_regex: { encrypted_comment_regex: 'sops:enc' },
    };
    for (const [what, metadata] of Object.entries(unsupported))
      test(`by name, with ${what}`, () =>
        assert.rejects(open(encrypt({ a: 'x' }, { format: 'json', metadata: metadata ?? {} }), 'a.json'), {
          code: 'secret-not-supported',
          message: new RegExp(what),
        }));

    test('with more than it may have, soon and with a reason', async () => {
      const line = (count: number, value: string): string =>
        Array.from({ length: count }, (_, at) => `k${at}: ${value}\n`).join('');
      const large: readonly (readonly [string, string])[] = [
        [`${'['.repeat(200_000)}\n${text}`, 'a.yaml'],
        [`${line(60_000, 'x')}${text}`, 'a.yaml'],
        [`${line(100_000, 'xxxxxxxx')}${text}`, 'a.yaml'],
        [`{"a": ${'['.repeat(5000)}${']'.repeat(5000)}, "sops": {"mac": "x"}}`, 'a.json'],
        [
          JSON.stringify({
            ...Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, 1])),
            sops: { mac: 'x' },
          }),
          'a.json',
        ],
      ];
      for (const [attack, shown] of large) {
        const started = performance.now();
        await assert.rejects(open(attack, shown), ({ code }: { code: string }) =>
          /^secret-(?:malformed|too-large)$/.test(code),
        );
        assert.ok(performance.now() - started < 5000, shown);
      }
    });

    test('with a pattern that would take for ever', async () => {
      const rule = { encrypted_regex: '^(a+)+$' };
      const attack = encrypt({ [`${'a'.repeat(60)}!`]: 'x' }, { rule, isEncrypted: () => true });
      const started = performance.now();
      await assert.rejects(open(attack), { code: 'secret-not-supported' });
      assert.ok(performance.now() - started < 2000);
    });
  });
});

describe('a file of age', () => {
  for (const armor of [false, true])
    test(armor ? 'in armor is opened' : 'is opened, whatever bytes it has', async () => {
      const bytes = Buffer.from([0, 255, 1, 10, 13]);
      const opened = await openFile(ageEncrypt(bytes, recipients, { armor }), {
        shown: 'a',
        identities: [other.identity, key.identity],
      });
      assert.deepEqual(Buffer.from(opened?.bytes ?? []), bytes);
    });

  test('for which there is no key says for what kind of key it is', () =>
    assert.rejects(open(ageEncrypt('x', [key.recipient, key.recipient]), 'a', [other.identity]), {
      code: 'no-key-fits',
      message: 'none of the 1 keys here opens "a", which is for 2 keys of type X25519',
    }));

  test('is refused when it was changed or cut short', async () => {
    const bytes = ageEncrypt('x'.repeat(1000), recipients);
    const changed = Buffer.from(bytes);
    changed[changed.length - 20] = (changed[changed.length - 20] ?? 0) ^ 1;
    await assert.rejects(open(changed), { code: 'secret-tampered' });
    await assert.rejects(open(bytes.subarray(0, -10)), { code: 'secret-tampered' });
    await assert.rejects(open('age-encryption.org/v1\nnothing'), { code: 'secret-malformed' });
    await assert.rejects(open('-----BEGIN AGE ENCRYPTED FILE-----\n!\n'), { code: 'secret-malformed' });
  });

  test('with more recipients than a person has is refused before any is tried', async () => {
    const stanzas = '-> X25519 AAAA\nAAAA\n'.repeat(5000);
    await assert.rejects(open(`age-encryption.org/v1\n${stanzas}--- AAAA\n`), { code: 'secret-malformed' });
  });
});

test('a file that is not encrypted is told apart, also when it speaks of SOPS', async () => {
  const plain = [
    '',
    'password',
    'sops: yes\n',
    '{"sops": {"a": 1}}',
    '{"a": {"sops": {"mac": "x"}}}',
    'age-encryption',
  ];
  for (const text of plain) assert.equal(await open(text), 'plain');
});

test('a private key is never printed', () => {
  const secret = /AGE-SECRET-KEY-1\w+/.exec(key.text)?.[0] ?? '?';
  const printed = [JSON.stringify(key.identity), String(key.identity), Object.values(key.identity).join()];
  for (const text of printed) assert.ok(!text.includes(secret));
});
