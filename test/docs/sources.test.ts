import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { parseDeclaration } from '../../src/agent/declaration/parse-declarations.ts';
import { createSources } from '../../src/agent/sources/create-sources.ts';
import { REMOTE_LIMITS } from '../../src/agent/sources/git-remote.ts';
import { ARTIFACT_LIMITS } from '../../src/agent/sources/oci-artifact.ts';
import { TREE_LIMITS } from '../../src/agent/sources/release-tree.ts';

const text = readFileSync(resolve(import.meta.dirname, '../../docs/sources.md'), 'utf8');

test('every declaration of docs/sources.md can be followed', () => {
  const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
  assert.ok(examples.length >= 5);
  const registry = () => {
    throw new Error('no registry is asked');
  };
  for (const yaml of examples)
    createSources({ environment: {}, registry }).check(parseDeclaration('shop.yaml', Buffer.from(yaml)).declaration);
});

test('the limits of docs/sources.md are those that hold', () => {
  const MiB = 1024 ** 2;
  const limits: Readonly<Record<string, string>> = {
    'files, and folders, of a release': `${TREE_LIMITS.files.toLocaleString('en')} each`,
    'bytes of its files': `${TREE_LIMITS.bytes / MiB} MiB`,
    'one fetch, packed': `${REMOTE_LIMITS.packBytes / MiB / 1024} GiB`,
    'memory of git': `${REMOTE_LIMITS.memoryBytes / MiB / 1024} GiB`,
    'list of references': `${REMOTE_LIMITS.listBytes / MiB} MiB`,
    'time to ask, to fetch': `${REMOTE_LIMITS.askMs / 1000} s, ${REMOTE_LIMITS.fetchMs / 60_000} min`,
    'archive of an artifact': `${ARTIFACT_LIMITS.archiveBytes / MiB} MiB`,
  };
  const rows = new Map(
    [...text.matchAll(/^\| (.+?) +\| (.+?) +\|/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  for (const [name, value] of Object.entries(limits)) assert.equal(rows.get(name), value, name);
  assert.equal(TREE_LIMITS.files, TREE_LIMITS.folders);
  assert.deepEqual([ARTIFACT_LIMITS.askMs, ARTIFACT_LIMITS.fetchMs], [REMOTE_LIMITS.askMs, REMOTE_LIMITS.fetchMs]);
});
