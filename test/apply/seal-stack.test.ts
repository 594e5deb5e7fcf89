import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStack, sealedDigests, sealStack, showSealed } from '../../src/apply/seal-stack.ts';
import type { Stack } from '../../src/stack/model.ts';

const stack: Stack = {
  name: 'shop',
  directory: '/srv/shop',
  files: [],
  services: {},
  networks: {},
  volumes: {},
  secrets: {
    pin: { name: 'shop_pin', origin: { kind: 'content', content: 'hunter2', variable: 'PIN' } },
    key: { name: 'shop_key', origin: { kind: 'file', path: '/srv/shop/key' } },
  },
  configs: { site: { name: 'shop_site', origin: { kind: 'content', content: 'listen 80' } } },
};

function vault() {
  const values = new Map<string, Uint8Array>();
  return {
    values,
    digestOf: (bytes: Uint8Array) => `hmac:${bytes.length}`,
    add: (digest: string, bytes: Uint8Array) => void values.set(digest, bytes),
    find: (digest: string) => values.get(digest),
  };
}

test('a sealed stack has no value of a secret, and opens to what it was', () => {
  const kept = vault();
  const model = sealStack(stack, kept);
  assert.doesNotMatch(model, /hunter2/);
  assert.deepEqual(openStack(model, kept), stack);
  assert.deepEqual(sealedDigests(model), ['hmac:7']);
});

test('a value that is no longer kept is told by the name of its secret', () => {
  const model = sealStack(stack, vault());
  assert.throws(() => openStack(model, vault()), { code: 'secret-value-gone', message: /secret "pin"/ });
});

test('for showing, a label stands in the place of a value', () => {
  const shown = showSealed(sealStack(stack, vault()), (digest) => `(hidden ${digest})`);
  assert.deepEqual(shown.secrets['pin']?.origin, { kind: 'content', content: '(hidden hmac:7)', variable: 'PIN' });
});
