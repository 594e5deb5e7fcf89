// What the loader makes of encrypted files: their text stays apart, and nothing of it is told.
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: that is what stands in the files
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OpenSecret } from '../../src/stack/stack-reader.ts';
import { memoryReader, tryLoad } from './load-case.ts';

const SEALED = 'age-encryption.org/v1\nsealed\n';
const service = (more: string): string => `services:\n  web:\n    image: busybox\n${more}`;

async function load(
  files: Readonly<Record<string, string>>,
  opened?: string,
  format: 'any' | 'yaml' | 'dotenv' = 'any',
) {
  const openSecret: OpenSecret | undefined =
    opened === undefined ? undefined : async () => ({ bytes: Buffer.from(opened), format });
  const paths = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/work/${name}`, text]));
  const options = { files: [], cwd: '/work', environment: { OUTER: 'outer' }, ...memoryReader(paths), openSecret };
  const result = await tryLoad(options);
  if ('errors' in result) throw result.errors[0];
  return result.loaded;
}

describe('an encrypted env file', () => {
  const web = service('    env_file: [a.env, secret.env, b.env]\n    environment:\n      OWN: mine\n');
  const files = {
    'compose.yaml': web,
    'a.env': 'A=1\nB=plain\n',
    'b.env': 'C=${TOKEN-none}\nD=later\n',
    'secret.env': SEALED,
  };

  test('gives variables that stay apart from the others', async () => {
    const { stack } = await load(files, 'TOKEN=hunter2\nB=secret\nD=lost\nOWN=lost\n');
    assert.deepEqual(stack.services['web']?.environment, { A: '1', C: 'none', D: 'later', OWN: 'mine' });
    assert.deepEqual(stack.services['web']?.secretEnvironment, { B: 'secret', TOKEN: 'hunter2' });
  });

  test('is taken as it is: a dollar sign is one', async () => {
    const text = 'A1=p$OUTER${X}\nA2="q\\$x $$"\nA3=\'r$\'\nOUTER\n';
    const { stack, warnings } = await load(files, text);
    assert.deepEqual(stack.services['web']?.secretEnvironment, { A1: 'p$OUTER${X}', A2: 'q$x $$', A3: 'r$' });
    assert.doesNotMatch(JSON.stringify(warnings), /OUTER|"X"/);
  });

  test('that is wrong is told by its line, without a word of it', () =>
    assert.rejects(load(files, 'A=1\nmy hunter2=x\n'), (error: Error & { code: string; at?: unknown }) => {
      assert.equal(error.code, 'bad-env-file');
      assert.match(error.message, /line 2/);
      assert.doesNotMatch(JSON.stringify(error) + error.message, /hunter2/);
      return true;
    }));

  test('of another format than lines is refused', () =>
    assert.rejects(load(files, 'A: hunter2\n', 'yaml'), { code: 'secret-not-dotenv' }));

  test('is left alone where nobody opens it', async () => {
    const { stack } = await load(files);
    assert.equal(stack.services['web']?.secretEnvironment, undefined);
    assert.deepEqual(Object.keys(stack.services['web']?.environment ?? {}), ['A', 'B', 'C', 'D', 'OWN']);
  });
});

describe('an encrypted file is refused', () => {
  const attacks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'as a stack file': { 'compose.yaml': SEALED },
    'as the variables of the stack file': { 'compose.yaml': service(''), '.env': SEALED },
    'as an include': { 'compose.yaml': `include: [other.yaml]\n${service('')}`, 'other.yaml': SEALED },
    'as what a service extends': {
      'compose.yaml': 'services:\n  web:\n    extends: {file: other.yaml, service: web}\n',
      'other.yaml': SEALED,
    },
    'as the variables of an include': {
      'compose.yaml': `include:\n  - path: other.yaml\n    env_file: x.env\n${service('')}`,
      'other.yaml': 'services: {}\n',
      'x.env': SEALED,
    },
    'as labels': { 'compose.yaml': service('    label_file: x.env\n'), 'x.env': SEALED },
    'as labels, though it is an env file, too': {
      'compose.yaml': service('    label_file: x.env\n    env_file: x.env\n'),
      'x.env': SEALED,
    },
  };
  for (const [how, files] of Object.entries(attacks))
    test(how, () => assert.rejects(load(files, 'HUNTER=2\n'), { code: 'encrypted-file' }));
});

describe('a provider of a secret', () => {
  const secrets = (text: string): string => `${service('    secrets: [pin]\n')}secrets:\n  pin: ${text}\n`;

  test('is named in the stack file', async () => {
    const { stack } = await load({ 'compose.yaml': secrets('{x-dockr: {exec: shop-pin}}') });
    assert.deepEqual(stack.secrets['pin']?.origin, { kind: 'provider', provider: 'shop-pin' });
  });

  for (const name of ['"../pin"', '"pin; rm -rf /"', '[/bin/sh, -c, id]', '{command: id}', 'Pin', '"-x"'])
    test(`cannot be ${name}`, () => assert.rejects(load({ 'compose.yaml': secrets(`{x-dockr: {exec: ${name}}}`) })));

  test('excludes a file', () =>
    assert.rejects(load({ 'compose.yaml': secrets('{file: ./x, x-dockr: {exec: pin}}'), x: '' }), {
      code: 'exclusive-keys',
    }));
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: that is what stands in the files
