// What is said about single mistakes: each once, in words, and about the value that is wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryReader, tryLoad } from './load-case.ts';

const FILE = '/work/compose.yaml';

async function load(text: string) {
  return tryLoad({ files: [FILE], cwd: '/work', environment: {}, ...memoryReader({ [FILE]: text }) });
}

/** The errors of a service with one line more, as `line:column code: message`. */
async function errorsOf(line: string): Promise<readonly string[]> {
  const result = await load(`services:\n  web:\n    image: a\n    ${line}\n`);
  const errors = 'errors' in result ? result.errors : [];
  return errors.map(({ at, code, message }) => `${at?.line}:${at?.column} ${code}: ${message}`);
}

const MESSAGES: Readonly<Record<string, string>> = {
  'ulimits: { nofile: many }':
    '4:24 wrong-type: "ulimits.nofile" in service "web" must be a whole number, but is the string "many"',
  'group_add: [[a]]': '4:17 wrong-type: "group_add[0]" in service "web" must be a string or a number, but is a list',
  'cpus: [1]': '4:5 wrong-type: "cpus" in service "web" must be a number, but is a list',
  'extra_hosts: [alone]': '4:19 invalid-host: "extra_hosts[0]" in service "web" is "alone", which has no address',
  'extra_hosts: ["a="]': '4:19 invalid-host: "extra_hosts[0]" in service "web" is "a=", which has no address',
  'oom_score_adj: 5000': '4:20 wrong-value: "oom_score_adj" in service "web" must be 1000 or less, but is 5000',
  'oom_score_adj: -2000': '4:20 wrong-value: "oom_score_adj" in service "web" must be -1000 or more, but is -2000',
  'container_name: x':
    '4:21 wrong-value: "container_name" in service "web" must be two or more letters, digits, ".", "_" or "-", and begin with a letter or digit, but is the string "x"',
};

for (const [line, message] of Object.entries(MESSAGES)) {
  test(`one message is given about "${line}"`, async () => assert.deepEqual(await errorsOf(line), [message]));
}

test('a name of a ulimit is explained like every other name', async () => {
  const [error] = await errorsOf('ulimits: { No-File: 1 }');
  assert.equal(
    error,
    '4:16 invalid-name: name "No-File" in "ulimits" in service "web" may only have lower-case letters',
  );
});

test('an abbreviated commit that looks like a number too large is a text', async () => {
  const result = await load('services: { web: { image: a, environment: { COMMIT: 12e4567 } } }');
  assert.ok(!('errors' in result));
  assert.equal(result.loaded.stack.services['web']?.environment['COMMIT'], '12e4567');
});

test('a large fraction is a text with an exponent, as Compose makes it', async () => {
  const result = await load(
    'services: { web: { image: a, environment: { A: 123456789.25, B: 999999.5, C: 0.00001 } } }',
  );
  assert.ok(!('errors' in result));
  const { A, B, C } = result.loaded.stack.services['web']?.environment ?? {};
  assert.deepEqual([A, B, C], ['1.2345678925e+08', '999999.5', '1e-05']);
});
