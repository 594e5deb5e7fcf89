import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hideSecrets } from '../../src/reconcile/hide-secrets.ts';

const digestOf = (text: string): string => `hmac:${text.length.toString().padStart(10, '0')}`;

test('what looks like a secret becomes a digest, by its name or by what it is; the rest stays', () => {
  const model = {
    environment: { DB_PASSWORD: 'x', LEVEL: 'info', URL: 'postgres://me:pw@db/app', EMPTY_TOKEN: '' },
    command: ['serve', '--token', 'abc'],
    ports: [80, null],
    secrets: [{ source: 'pin', target: '/run/secrets/pin' }],
  };
  assert.deepEqual(hideSecrets(model, digestOf), {
    environment: { DB_PASSWORD: '(hidden 00000000)', LEVEL: 'info', URL: '(hidden 00000000)', EMPTY_TOKEN: '' },
    command: ['(hidden 00000000)'],
    ports: [80, null],
    secrets: [{ source: 'pin', target: '/run/secrets/pin' }],
  });
});

test('equal secrets look equal, others do not', () => {
  const hidden = (password: string) =>
    hideSecrets({ password }, (text) => `k:${Buffer.from(text).toString('hex').padEnd(8, '0')}`);
  assert.deepEqual(hidden('a'), hidden('a'));
  assert.notDeepEqual(hidden('a'), hidden('b'));
});

test('an empty list hides nothing, and neither does one that is not all text', () => {
  const model = { passwords: [], tokens: [1, 'a'], key: { nested: 'plain' } };
  assert.deepEqual(hideSecrets(model, digestOf), model);
});
