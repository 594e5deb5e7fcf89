// SECURITY.md row 22: the program of the agent itself is what somebody wants to replace, by a file that an administrator is made to
// install. Whatever is refused, the release that runs is untouched.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { upgrade } from '../../../src/install/upgrade.ts';
import { InstallRig } from '../../install/install-rig.ts';

async function refused(rig: InstallRig, archive: string, code: string): Promise<void> {
  await assert.rejects(upgrade({ archive, allowDowngrade: false }, rig.upgradeParts()), { code });
  assert.deepEqual([rig.runningVersion(), rig.slot, rig.told], ['1.0.0', 'a', []]);
  assert.deepEqual(rig.programs, ['a', 'current']);
}

function rigWithRelease(): InstallRig {
  const rig = new InstallRig();
  rig.installed('1.0.0');
  rig.trust();
  return rig;
}

test('attack: an archive without a signature', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  rmSync(`${archive}.sig`);
  await refused(rig, archive, 'release-unsigned');
});

test('attack: an archive that the attacker has signed', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  rig.sign(archive, '1.1.0', { keys: generateKeyPairSync('ed25519'), platform: `linux-${process.arch}` });
  await refused(rig, archive, 'release-signer-unknown');
});

test('attack: a signature of the attacker with the id of the trusted key', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  const { key } = JSON.parse(readFileSync(`${archive}.sig`, 'utf8'));
  rig.sign(archive, '1.1.0', { keys: generateKeyPairSync('ed25519'), platform: `linux-${process.arch}` });
  const forged = JSON.parse(readFileSync(`${archive}.sig`, 'utf8'));
  writeFileSync(`${archive}.sig`, JSON.stringify({ ...forged, key }));
  await refused(rig, archive, 'release-signature-mismatch');
});

test('attack: a byte is added to a signed archive', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  appendFileSync(archive, '\0');
  await refused(rig, archive, 'release-changed');
});

test('attack: the version in the signed statement is changed', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  writeFileSync(`${archive}.sig`, readFileSync(`${archive}.sig`, 'utf8').replace('1.1.0', '1.1.1'));
  await refused(rig, archive, 'release-signature-mismatch');
});

test('attack: an old release with known faults, which was signed in its time', async () => {
  using rig = rigWithRelease();
  await refused(rig, rig.archive('0.9.0'), 'release-older');
});

test('attack: a release for another platform', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  rig.sign(archive, '1.1.0', { platform: 'linux-s390x' });
  await refused(rig, archive, 'release-other-platform');
});

test('attack: the file beside the archive is no signature, huge, or a device', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  for (const text of ['', '[]', '{"statement":{"product":"dockr"}}', '{', 'x'.repeat(1_000_000)]) {
    writeFileSync(`${archive}.sig`, text);
    await refused(rig, archive, 'release-signature-invalid');
  }
  rmSync(`${archive}.sig`);
  symlinkSync('/dev/zero', `${archive}.sig`);
  await refused(rig, archive, 'release-signature-invalid');
});

test('attack: keys that others than root could have put there', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  chmodSync(join(rig.places.keys, 'ours.pem'), 0o666);
  await refused(rig, archive, 'release-key-not-safe');
  chmodSync(join(rig.places.keys, 'ours.pem'), 0o644);
  chmodSync(rig.places.keys, 0o777);
  await refused(rig, archive, 'release-key-not-safe');
});

test('attack: no key is trusted, so anything might do', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  rmSync(rig.places.keys, { recursive: true });
  await refused(rig, archive, 'release-keys-missing');
});

// The key has leaked, or its owner is careless: even then nothing outside of the release is written.
for (const { name, make } of [
  {
    name: 'a path that leads out of it',
    make: (folder: string) => ['-P', '--transform=s,^file,dockr/../../escaped,', '-C', folder, 'file'],
  },
  {
    name: 'an absolute path',
    make: (folder: string) => ['-P', `--transform=s,^file,${folder}/escaped,`, '-C', folder, 'file'],
  },
  { name: 'a link that leads out of it', make: (folder: string) => ['-C', folder, 'dockr/link'] },
  {
    name: 'a hard link to a file of the machine',
    make: (folder: string) => ['-P', '-C', folder, 'dockr/one', 'dockr/two'],
  },
  { name: 'a pipe', make: (folder: string) => ['-C', folder, 'dockr/pipe'] },
]) {
  test(`attack: a signed archive with ${name}`, async () => {
    using rig = rigWithRelease();
    const folder = join(rig.directory, 'evil');
    mkdirSync(join(folder, 'dockr'), { recursive: true });
    writeFileSync(join(folder, 'file'), 'x');
    symlinkSync('/etc', join(folder, 'dockr/link'));
    writeFileSync(join(folder, 'dockr/one'), 'x');
    execFileSync('ln', [join(folder, 'dockr/one'), join(folder, 'dockr/two')]);
    execFileSync('mkfifo', [join(folder, 'dockr/pipe')]);
    const archive = join(rig.directory, 'evil.tar.gz');
    execFileSync('tar', ['-czf', archive, ...make(folder)]);
    rig.sign(archive, '1.1.0');
    await refused(rig, archive, 'release-not-readable');
  });
}

test('attack: a signed archive that is replaced while it is looked at is not what is unpacked', async () => {
  using rig = rigWithRelease();
  const archive = rig.archive('1.1.0');
  const evil = join(rig.directory, 'evil.tar.gz');
  writeFileSync(evil, gzipSync('evil'));
  const parts = rig.upgradeParts();
  const onStep = (text: string): void => {
    if (text.startsWith('unpack')) copyFileSync(evil, archive);
  };
  await upgrade({ archive, allowDowngrade: false }, { ...parts, onStep });
  assert.equal(rig.runningVersion(), '1.1.0');
});
