// This very checkout as a release: packed, signed, taken and unpacked, and then run without anything else of the checkout.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { packRelease } from '../../scripts/pack-release.ts';
import { readReleaseKeys } from '../../src/install/release-keys.ts';
import { isSameRelease } from '../../src/install/release-tree.ts';
import { takeArchive } from '../../src/install/take-archive.ts';
import { unpackArchive } from '../../src/install/unpack-archive.ts';
import { TestDockr } from '../support/dockr.ts';
import { createTestRoot } from '../support/test-root.ts';

const repository = resolve(import.meta.dirname, '../..');
const skip = process.getuid?.() !== 0 ? 'a daemon needs root' : false;

test('a release that was packed runs from wherever it is unpacked', { skip }, async () => {
  await using root = await createTestRoot();
  await using dockr = new TestDockr(root);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = join(root.workDirectory, 'private.pem');
  const keys = root.makeDirectory('keys');
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(keys, 'ours.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const archive = packRelease({ release: repository, folder: root.makeDirectory('packed'), key });
  const copy = join(root.workDirectory, 'copy');
  const platform = `linux-${process.arch}`;
  const { version } = await takeArchive({ archive, copy, keys: readReleaseKeys(keys), platform });
  const release = join(root.makeDirectory('somewhere'), 'else');
  await unpackArchive(copy, release);
  assert.ok(isSameRelease(release, repository));
  appendFileSync(join(release, 'dist/daemon.js'), ' ');
  assert.ok(!isSameRelease(release, repository));

  const program = join(release, 'bin/dockr');
  mkdirSync(join(root.workDirectory, 'cwd'));
  const run = (...words: string[]): string =>
    execFileSync(program, words, { env: dockr.environment, cwd: join(root.workDirectory, 'cwd'), encoding: 'utf8' });
  assert.equal(run('version', '--short').trim(), version);
  run('daemon', 'start');
  assert.equal((JSON.parse(run('version', '--json')) as { daemon: { version: string } }).daemon.version, version);
  run('doctor');
  run('daemon', 'stop');
  assert.ok(!existsSync(join(release, 'src')));
});
