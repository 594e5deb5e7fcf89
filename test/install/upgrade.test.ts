import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { UPGRADE_FAILPOINTS } from '../../src/core/failpoint.ts';
import { compareVersions } from '../../src/install/release-statement.ts';
import { upgrade } from '../../src/install/upgrade.ts';
import { InstallRig } from './install-rig.ts';

const DRIVER = fileURLToPath(new URL('upgrade-driver.ts', import.meta.url));

function rigWith(version: string): InstallRig {
  const rig = new InstallRig();
  rig.installed(version);
  rig.trust();
  return rig;
}

test('a new release takes the place beside the old one, and is current', async () => {
  using rig = rigWith('1.0.0');
  const archive = rig.archive('1.1.0');
  assert.deepEqual(await upgrade({ archive, allowDowngrade: false }, rig.upgradeParts()), {
    from: '1.0.0',
    to: '1.1.0',
    changed: true,
  });
  assert.deepEqual([rig.slot, rig.runningVersion(), rig.programs], ['b', '1.1.0', ['a', 'b', 'current']]);
  assert.deepEqual([rig.told, rig.restored], [['restart'], 0]);
});

test('the one after that takes the first place again', async () => {
  using rig = rigWith('1.0.0');
  for (const version of ['1.1.0', '1.2.0', '1.2.0'])
    await upgrade({ archive: rig.archive(version), allowDowngrade: false }, rig.upgradeParts());
  assert.deepEqual([rig.slot, rig.runningVersion()], ['b', '1.2.0']);
});

test('one that does not do well is taken back, with the database of before', async () => {
  using rig = rigWith('1.0.0');
  rig.sick.add('1.1.0');
  const archive = rig.archive('1.1.0');
  await assert.rejects(upgrade({ archive, allowDowngrade: false }, rig.upgradeParts()), {
    code: 'upgrade-switched-back',
    message: '1.1.0 did not do well, and 1.0.0 runs again: 1.1.0 is not well',
  });
  assert.deepEqual([rig.slot, rig.runningVersion()], ['a', '1.0.0']);
  assert.deepEqual([rig.told, rig.restored], [['restart', 'stop', 'start'], 1]);
});

test('both not doing well is told as what it is', async () => {
  using rig = rigWith('1.0.0');
  for (const version of ['1.0.0', '1.1.0']) rig.sick.add(version);
  const archive = rig.archive('1.1.0');
  await assert.rejects(upgrade({ archive, allowDowngrade: false }, rig.upgradeParts()), { code: 'upgrade-failed' });
});

test('one whose program does not run here is never current', async () => {
  using rig = rigWith('1.0.0');
  for (const program of ['#!/not/there\n', '#!/bin/sh\nexit 1\n', '#!/bin/sh\necho 1.0.9\n']) {
    const archive = rig.archive('1.1.0', rig.release('1.1.0', program));
    await assert.rejects(upgrade({ archive, allowDowngrade: false }, rig.upgradeParts()), {
      code: 'release-not-usable',
    });
  }
  assert.deepEqual([rig.slot, rig.told], ['a', []]);
});

test('two at once are one after the other', async () => {
  using rig = rigWith('1.0.0');
  const archive = rig.archive('1.1.0');
  const both = await Promise.allSettled(
    [1, 2].map(() => upgrade({ archive, allowDowngrade: false }, rig.upgradeParts())),
  );
  const codes = both.map((one) => (one.status === 'rejected' ? one.reason.code : 'done'));
  assert.deepEqual(codes, ['done', 'install-busy']);
});

test('without an installation there is nothing to upgrade', async () => {
  using rig = new InstallRig();
  const archive = rig.archive('1.1.0');
  await assert.rejects(upgrade({ archive, allowDowngrade: false }, rig.upgradeParts()), { code: 'not-installed' });
});

for (const failpoint of UPGRADE_FAILPOINTS) {
  test(`killed at ${failpoint}, one of both is whole, and the next upgrade ends well`, async () => {
    using rig = rigWith('1.0.0');
    const archive = rig.archive('1.1.0');
    const sick = failpoint === 'upgrade:back' ? ['1.1.0'] : [];
    const words = [DRIVER, rig.directory, archive, ...sick];
    const { signal } = spawnSync(process.execPath, words, {
      env: { ...process.env, DOCKR_FAILPOINT: `${failpoint}=kill` },
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.equal(signal, 'SIGKILL');
    assert.ok(['1.0.0', '1.1.0'].includes(rig.runningVersion()));
    await upgrade({ archive, allowDowngrade: false }, rig.upgradeParts());
    assert.deepEqual([rig.runningVersion(), rig.programs], ['1.1.0', ['a', 'b', 'current']]);
  });
}

test('versions are in the order of semver', () => {
  const sorted = [
    '0.9.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.0.10',
    '1.10.0',
  ];
  assert.deepEqual(sorted.toReversed().toSorted(compareVersions), sorted);
  assert.equal(compareVersions('1.2.3', '1.2.3'), 0);
});

test('what an upgrade that was killed has left is removed by the next one', async () => {
  using rig = rigWith('1.0.0');
  mkdirSync(join(rig.places.programs, '.next-abc'));
  writeFileSync(join(rig.places.programs, '.next-abc/archive'), 'half');
  await upgrade({ archive: rig.archive('1.1.0'), allowDowngrade: false }, rig.upgradeParts());
  assert.deepEqual(rig.programs, ['a', 'b', 'current']);
});
