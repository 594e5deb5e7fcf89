// SECURITY.md row 2: paths that a declaration names, and folders that patterns find, stay in the repository.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findFolders } from '../../../src/agent/declaration/children/find-folders.ts';
import { SERVICE } from '../declaration/declaration-bench.ts';
import { assertRefused, child, stacks, startFleet } from './fleet.ts';

describe('a declaration in a repository', () => {
  const attacks: Readonly<Record<string, string>> = {
    'whose path climbs out of its release': 'path: ../../other/releases\n',
    'whose path is one of the host': 'path: /etc\n',
    'whose path is hidden behind a folder': 'path: a/b/../../../c\n',
    'whose path is the repository of git itself': 'path: .git/modules\n',
    'whose stack file lies outside': 'files: [compose.yaml, ../../../../etc/dockr/secrets.yaml]\n',
    'whose overlay for one environment lies outside': 'environments: { live: { files: [/etc/passwd] } }\n',
    'that discovers stacks of other deployments': 'discover: ["../*/releases/**"]\n',
  };
  for (const [attack, more] of Object.entries(attacks)) {
    test(attack, async () => {
      await using bench = await startFleet('deployments', { 'deployments/a.yaml': child('fleet-a') });
      await assertRefused(bench, { 'deployments/a.yaml': child('fleet-a', more) }, 'invalid-path');
    });
  }
});

test('a link to a folder of the host is not a folder of the repository', async () => {
  await using bench = await startFleet('stacks', stacks('a'));
  const outside = join(bench.directory, 'outside');
  mkdirSync(join(outside, 'evil'), { recursive: true });
  bench.write('compose.yaml', SERVICE);
  const release = join(bench.directory, 'linked');
  mkdirSync(join(release, 'stacks'), { recursive: true });
  symlinkSync(outside, join(release, 'stacks/link'));
  symlinkSync('..', join(release, 'stacks/loop'));
  assert.deepEqual(await findFolders(release, 'stacks/**'), ['stacks']);
  assert.deepEqual(await findFolders(release, '**/evil'), []);
});
