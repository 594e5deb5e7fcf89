// What is written down of bind-mounted files, and what an edit looks like afterwards.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bindInputs, boundFiles } from '../../src/apply/bind-inputs.ts';
import { makeStack } from '../reconcile/support.ts';

const directory = mkdtempSync(join(tmpdir(), 'dockr-binds-'));
after(() => rmSync(directory, { recursive: true }));
const write = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const inputsOf = (sources: readonly string[], known = {}) => {
  const volumes = sources.map((source) => ({
    kind: 'bind' as const,
    source,
    target: source,
    readOnly: true,
    createSource: true,
  }));
  return bindInputs({ ...makeStack({ services: { web: { volumes } } }), directory }, known);
};

test('regular files of the folder are written down, once each', () => {
  const inside = write('a.conf', 'a');
  mkdirSync(join(directory, 'folder'));
  const large = write('large', Buffer.alloc((1 << 20) + 1));
  const sources = [inside, inside, join(directory, 'folder'), large, join(directory, 'missing'), '/etc/hostname'];
  assert.deepEqual(Object.keys(inputsOf(sources)), [`bind:${inside}`]);
});

test('a file that was only touched is the same, one that was edited is not', () => {
  const path = write('b.conf', 'one');
  const inputs = inputsOf([path]);
  utimesSync(path, 1, 1);
  assert.deepEqual(inputsOf([path], inputs), inputs);
  const [touched] = boundFiles(inputs);
  assert.deepEqual(touched?.actual, touched?.expected);
  writeFileSync(path, 'two');
  const [edited] = boundFiles(inputs);
  assert.equal(edited?.actual?.size, 3);
  assert.notEqual(edited?.actual?.sha256, edited?.expected?.sha256);
  const [accepted] = boundFiles(inputsOf([path], inputs));
  assert.deepEqual(accepted?.actual, accepted?.expected);
});

test('one that is gone, or has become a large one, differs', () => {
  const path = write('c.conf', 'one');
  const inputs = inputsOf([path]);
  writeFileSync(path, Buffer.alloc((1 << 20) + 1));
  assert.equal(boundFiles(inputs)[0]?.actual?.size, (1 << 20) + 1);
  rmSync(path);
  assert.equal(boundFiles(inputs)[0]?.actual, null);
});

test('other inputs are no files', () => assert.deepEqual(boundFiles({ 'scale:web': '1', 'secret:pin': 'x' }), []));
