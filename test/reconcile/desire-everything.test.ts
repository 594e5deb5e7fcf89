// The desired state of a stack that has about everything, beside desire-everything.json. DOCKR_UPDATE=1 writes what came out:
// read the difference before keeping it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type DesiredInputs, desiredState } from '../../src/reconcile/desire.ts';
import { digestOfDesired } from '../../src/reconcile/digest-desired.ts';
import type { Stack } from '../../src/stack/model.ts';

const EXPECTED = join(import.meta.dirname, 'desire-everything.json');
const MODEL = join(import.meta.dirname, '../stack/ok/everything.json');
const { stack } = JSON.parse(readFileSync(MODEL, 'utf8')) as { readonly stack: Stack };

const INPUTS: DesiredInputs = {
  fileDigests: { 'secret:token': 'hmac:1', 'secret:key': 'hmac:2', 'config:site': 'sha256:3' },
  buildInputs: { web: 'sha256:4', db: 'sha256:5' },
  build: 'when-changed',
  pull: 'as-declared',
  scale: {},
};

test('everything of a stack file gets to where it belongs', () => {
  const actual = `${JSON.stringify(desiredState(stack, INPUTS), null, 2)}\n`;
  if (process.env['DOCKR_UPDATE']) writeFileSync(EXPECTED, actual);
  assert.deepEqual(JSON.parse(actual), JSON.parse(readFileSync(EXPECTED, 'utf8')));
});

test('what was asked for beside the file counts', () => {
  const asked = desiredState(stack, { ...INPUTS, scale: { db: 2 }, build: 'always', pull: 'always' });
  assert.equal(asked.containers.filter(({ spec }) => spec.service === 'db').length, 2);
  const hows = asked.images.map(({ how }) =>
    how.kind === 'build' ? `build ${how.force}` : how.kind === 'pull' ? how.policy : '',
  );
  assert.deepEqual([...new Set(hows)].sort(), ['always', 'build true']);
  const never = desiredState(stack, { ...INPUTS, build: 'never', pull: 'never' });
  assert.deepEqual([...new Set(never.images.map(({ how }) => how.kind === 'pull' && how.policy))], ['never']);
  const pinned = desiredState(stack, { ...INPUTS, pinned: { postgres: 'sha256:9' } });
  assert.deepEqual(pinned.images.find(({ reference }) => reference === 'postgres')?.how, {
    kind: 'pinned',
    imageId: 'sha256:9',
  });
});

test('the digest follows what ends up on the machine, and nothing else', () => {
  const digest = (inputs: DesiredInputs, model = stack) => digestOfDesired(desiredState(model, inputs));
  const usual = digest(INPUTS);
  assert.equal(digest({ ...INPUTS, build: 'always', pull: 'always' }), usual);
  assert.notEqual(digest({ ...INPUTS, buildInputs: { ...INPUTS.buildInputs, web: 'sha256:6' } }), usual);
  assert.notEqual(digest({ ...INPUTS, fileDigests: { ...INPUTS.fileDigests, 'secret:token': 'hmac:7' } }), usual);
  assert.notEqual(digest({ ...INPUTS, scale: { db: 2 } }), usual);
});
