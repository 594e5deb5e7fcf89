import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeCause, describeCauses, describeFields } from '../../src/reconcile/describe-causes.ts';
import type { Cause } from '../../src/reconcile/plan.ts';
import { isSensitive } from '../../src/reconcile/sensitive.ts';

const TEXTS: readonly (readonly [Cause, string])[] = [
  [{ kind: 'changed', field: 'environment.LEVEL', from: 'debug', to: 'info' }, 'environment.LEVEL "debug" -> "info"'],
  [{ kind: 'changed', field: 'user', from: null, to: 'app' }, 'user set to "app"'],
  [{ kind: 'changed', field: 'user', from: 'app', to: null }, 'user unset'],
  [{ kind: 'changed', field: 'mounts[/data]', from: null, to: { kind: 'tmpfs' } }, 'mounts[/data] added'],
  [{ kind: 'changed', field: 'mounts[/data]', from: { kind: 'tmpfs' }, to: null }, 'mounts[/data] removed'],
  [{ kind: 'changed', field: 'imageId', from: 'a', to: 'b' }, 'image changed'],
  [{ kind: 'content-changed', field: 'files[/run/secrets/key]' }, 'files[/run/secrets/key] content changed'],
  [{ kind: 'dependency', on: 'db' }, 'db changes'],
];

for (const [cause, text] of TEXTS) {
  test(`a cause reads: ${text}`, () => assert.equal(describeCause(cause), text));
}

test('long values are cut', () => {
  const text = describeCause({ kind: 'changed', field: 'command', from: ['a'], to: ['x'.repeat(1000)] });
  assert.ok(text.length < 80 && text.endsWith('...'), text);
});

test('no cause can move the cursor, break the line, or turn the text around', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (field, value) => {
      const text = describeCauses([
        { kind: 'changed', field, from: value, to: [value] },
        { kind: 'drift', text: value },
      ]);
      assert.doesNotMatch(text, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }),
    { numRuns: 500 },
  );
});

const SECRETS: readonly (readonly [string, unknown])[] = [
  ['environment.DB_PASSWORD', 'x'],
  ['environment.DBPASS', 'x'],
  ['environment.API_KEY', 'x'],
  ['environment.GITHUB_TOKEN', 'x'],
  ['environment.MYSQL_PWD', 'x'],
  ['labels.traefik.http.middlewares.a.basicauth.users', 'a:b'],
  ['environment.DATABASE_URL', 'postgres://app:hunter2@db/app'],
  ['environment.REDIS_URL', 'redis://:hunter2@cache'],
  ['command', ['serve', '--token', 'x']],
  ['command', ['sh', '-c', 'PASSWORD=x run']],
  ['environment.KEY', '-----BEGIN PRIVATE KEY-----'],
];
for (const [field, value] of SECRETS) {
  test(`${field} of ${JSON.stringify(value)} is not told`, () => assert.ok(isSensitive(field, value)));
}

const HARMLESS: readonly (readonly [string, unknown])[] = [
  ['environment.LEVEL', 'debug'],
  ['environment.KEYBOARD', 'us'],
  ['environment.URL', 'https://example.org/a:b@c'],
  ['environment.COMPASS_URL', 'https://example.org'],
  ['environment.AUTHOR', 'me'],
  ['stopGraceMs', 10],
];
for (const [field, value] of HARMLESS) {
  test(`${field} of ${JSON.stringify(value)} is told`, () => assert.equal(isSensitive(field, value), false));
}

test('a value is cut to so much that a line can hold it', () => {
  const textOf = (length: number): string =>
    describeCause({ kind: 'changed', field: 'user', from: null, to: 'x'.repeat(length) });
  assert.equal(textOf(46), `user set to "${'x'.repeat(46)}"`);
  assert.equal(textOf(47), `user set to "${'x'.repeat(44)}...`);
});

test('characters that a terminal obeys are shown by their numbers', () => {
  assert.equal(describeCause({ kind: 'drift', text: 'a\u001b[2J\u202eb' }), 'a\\u001b[2J\\u202eb');
});

test('more than three reasons are counted, and each is told once', () => {
  const because = ['a', 'b', 'a', 'c', 'd', 'e'].map((text): Cause => ({ kind: 'state', text }));
  assert.equal(describeCauses(because), 'a, b, c and 2 more');
  assert.equal(describeCauses(because.slice(0, 4)), 'a, b, c');
});

test('only causes that have a field are told by their fields', () => {
  const because: readonly Cause[] = [
    { kind: 'changed', field: 'options.type', from: null, to: 'nfs' },
    { kind: 'orphan' },
    { kind: 'content-changed', field: 'labels.key' },
  ];
  assert.equal(describeFields(because), 'options.type, labels.key');
});

test('a secret is found in the parts of a value, and only there', () => {
  assert.ok(isSensitive('files[0]', { name: 'x', password: 'y' }));
  assert.ok(isSensitive('healthcheck', { test: ['CMD', 'check', '--api-key', 'x'] }));
  assert.equal(isSensitive('healthcheck', { test: ['CMD', 'check'], retries: 3 }), false);
  assert.equal(isSensitive('command', ['password']), false);
  assert.equal(isSensitive('command', ['-v', 'x']), false);
  assert.ok(isSensitive('user', 'app', 'token=abc'));
  assert.equal(isSensitive('user', null, undefined, 5, true), false);
});
