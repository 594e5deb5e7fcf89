import assert from 'node:assert/strict';
import { existsSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { applyInstallStep, type InstallParts, prepareInstall, prepareUninstall } from '../../src/install/install.ts';
import { InstallRig } from './install-rig.ts';

async function install(parts: InstallParts): Promise<readonly string[]> {
  const steps = await prepareInstall(parts);
  for (const { kind } of steps) await applyInstallStep(kind, parts);
  return steps.map(({ kind, because }) => `${kind}: ${because}`);
}

const ALL = [
  'copy-release: not installed',
  'link-program: not found',
  'create-group: not found',
  'write-unit: not found',
  'enable-service: not enabled',
  'start-service: not running',
];

test('an installation is a copy, a link, a group, a unit and a service that runs', async () => {
  using rig = new InstallRig();
  const parts = rig.installParts(rig.release('1.0.0'));
  assert.deepEqual(await install(parts), ALL);
  assert.deepEqual(rig.programs, ['a', 'current']);
  assert.equal(readFileSync(rig.places.link, 'utf8'), '#!/bin/sh\necho 1.0.0\n');
  assert.equal(readFileSync(rig.places.unit, 'utf8'), '[Service]\n');
  assert.equal(statSync(rig.places.unit).mode & 0o777, 0o644);
  assert.deepEqual([rig.told, rig.groups], [['reload', 'enable', 'start'], ['dockr']]);
});

test('a second time does nothing', async () => {
  using rig = new InstallRig();
  const parts = rig.installParts(rig.release('1.0.0'));
  await install(parts);
  rig.told.length = 0;
  assert.deepEqual(await install(parts), []);
  assert.deepEqual(rig.told, []);
});

test('looking at what would be done changes nothing', async () => {
  using rig = new InstallRig();
  await prepareInstall(rig.installParts(rig.release('1.0.0')));
  assert.deepEqual([rig.programs, rig.told, existsSync(rig.places.link)], [[], [], false]);
});

for (const [index, { kind }] of ALL.map((line) => ({ kind: line.split(':')[0] })).entries()) {
  test(`one that was cut short after ${kind} is finished by the next one`, async () => {
    using rig = new InstallRig();
    const parts = rig.installParts(rig.release('1.0.0'));
    for (const step of (await prepareInstall(parts)).slice(0, index + 1)) await applyInstallStep(step.kind, parts);
    assert.deepEqual(await install(parts), ALL.slice(index + 1));
    assert.deepEqual(await prepareInstall(parts), []);
  });
}

test('a unit that somebody changed is kept beside the new one, and the service restarted', async () => {
  using rig = new InstallRig();
  const parts = rig.installParts(rig.release('1.0.0'));
  await install(parts);
  writeFileSync(rig.places.unit, '[Service]\nNice=5\n');
  assert.deepEqual(await install(parts), ['write-unit: differs', 'restart-service: it runs as it was before']);
  assert.equal(readFileSync(`${rig.places.unit}.before`, 'utf8'), '[Service]\nNice=5\n');
});

test('a link to a checkout is replaced, a program of somebody else is not', async () => {
  using rig = new InstallRig();
  const parts = rig.installParts(rig.release('1.0.0'));
  symlinkSync('/somewhere/bin/dockr', rig.places.link);
  assert.ok((await install(parts)).includes('link-program: leads elsewhere'));
  rmSync(rig.places.link);
  writeFileSync(rig.places.link, 'mine');
  await assert.rejects(prepareInstall(parts), { code: 'program-in-the-way' });
});

test('another release is left to an upgrade', async () => {
  using rig = new InstallRig();
  await install(rig.installParts(rig.release('1.0.0')));
  await assert.rejects(prepareInstall(rig.installParts(rig.release('1.1.0'))), { code: 'other-release-installed' });
  assert.equal(rig.runningVersion(), '1.0.0');
});

test('a folder that was not built is no release', async () => {
  using rig = new InstallRig();
  const release = rig.release('1.0.0');
  rmSync(join(release, 'dist'), { recursive: true });
  await assert.rejects(prepareInstall(rig.installParts(release)), { code: 'release-incomplete' });
});

test('a key is only trusted if it is one', async () => {
  using rig = new InstallRig();
  const key = join(rig.directory, 'release.pem');
  writeFileSync(key, 'no key');
  const parts = rig.installParts(rig.release('1.0.0'), key);
  await assert.rejects(install(parts), { code: 'release-key-invalid' });
  writeFileSync(key, rig.keys.publicKey.export({ type: 'spki', format: 'pem' }));
  await install(parts);
  assert.ok(existsSync(join(rig.places.keys, 'release.pem')));
  assert.deepEqual(await prepareInstall(parts), []);
});

test('taking it off leaves what is not its own', async () => {
  using rig = new InstallRig();
  const parts = rig.installParts(rig.release('1.0.0'));
  await install(parts);
  rmSync(rig.places.link);
  symlinkSync('/somewhere/bin/dockr', rig.places.link);
  const steps = await prepareUninstall(parts);
  for (const { kind } of steps) await applyInstallStep(kind, parts);
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    ['disable-service', 'remove-unit', 'remove-programs'],
  );
  assert.equal(readlinkSync(rig.places.link), '/somewhere/bin/dockr');
  assert.deepEqual([rig.programs, existsSync(rig.places.unit), rig.state.isActive], [[], false, false]);
  assert.deepEqual(await prepareUninstall(parts), []);
});
