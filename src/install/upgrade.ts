// Another release in place of the one that runs. It is unpacked beside it, tried, made current by one rename, and looked at; if it
// does not do well, the one before it is current again. Containers have no part in it: they run on without a daemon.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SystemError, toWireError } from '../core/errors.ts';
import { failpoint } from '../core/failpoint.ts';
import type { InstallPlaces } from './places.ts';
import { readReleaseKeys } from './release-keys.ts';
import { compareVersions, type ReleaseStatement } from './release-statement.ts';
import { versionOf } from './release-tree.ts';
import type { ServiceControl } from './service-control.ts';
import { currentSlot, lockPrograms, otherSlot, placeRelease, type Slot, switchTo } from './slots.ts';
import { takeArchive } from './take-archive.ts';
import { tryProgram } from './try-program.ts';
import { unpackArchive } from './unpack-archive.ts';

export type UpgradeParts = {
  readonly places: InstallPlaces;
  readonly service: ServiceControl;
  /** `linux-x64` */
  readonly platform: string;
  /** Resolves when a daemon of this version serves, with all that ran before; throws with what is wrong after a while. */
  readonly checkHealth: (version: string) => Promise<void>;
  /** Brings the database back to what an older program can read, while no daemon runs. */
  readonly restoreDatabase: () => void;
  readonly onStep: (text: string) => void;
};

export type UpgradeRequest = { readonly archive: string; readonly allowDowngrade: boolean };
export type Upgraded = { readonly from: string; readonly to: string; readonly changed: boolean };

/** Throws `upgrade-switched-back` where the new release did not do well. */
export async function upgrade(request: UpgradeRequest, parts: UpgradeParts): Promise<Upgraded> {
  const { places } = parts;
  const slot = currentSlot(places);
  if (slot === null) {
    throw new SystemError('not-installed', {
      message: `no release is installed in "${places.programs}"`,
      hint: 'install one first: dockr install',
    });
  }
  const unlock = lockPrograms(places);
  const next = prepareFolder(places);
  try {
    return await upgradeFrom(slot, { ...request, next }, parts);
  } finally {
    rmSync(next, { recursive: true, force: true });
    unlock();
  }
}

type Work = UpgradeRequest & { readonly next: string };

async function upgradeFrom(
  slot: Slot,
  { archive, allowDowngrade, next }: Work,
  parts: UpgradeParts,
): Promise<Upgraded> {
  const { places, platform, onStep } = parts;
  const from = versionOf(join(places.programs, slot));
  const copy = join(next, 'archive');
  const keys = readReleaseKeys(places.keys);
  onStep('check the signature');
  const statement = await takeArchive({ archive, copy, keys, platform });
  const { version: to } = statement;
  checkOrder(from, statement, allowDowngrade);
  onStep(`unpack ${to}`);
  await unpackArchive(copy, join(next, 'dockr'));
  failpoint('upgrade:place');
  const target = otherSlot(slot);
  placeRelease(places, { from: join(next, 'dockr'), slot: target });
  await tryProgram(join(places.programs, target), to);
  failpoint('upgrade:switch');
  onStep(`switch from ${from} to ${to}`);
  switchTo(places, target);
  failpoint('upgrade:restart');
  try {
    await parts.service.restart();
    onStep(`wait until ${to} serves`);
    await parts.checkHealth(to);
    return { from, to, changed: true };
  } catch (cause) {
    await switchBack({ slot, from, to, cause }, parts);
    throw switchedBack({ from, to, cause });
  }
}

/** Each of these steps leaves a release and a database that go together, in case that it is the last one. */
async function switchBack(
  { slot, from, to, cause }: Failure & { readonly slot: Slot },
  parts: UpgradeParts,
): Promise<void> {
  parts.onStep(`switch back to ${from}`);
  try {
    await parts.service.stop();
    parts.restoreDatabase();
    failpoint('upgrade:back');
    switchTo(parts.places, slot);
    await parts.service.start();
    await parts.checkHealth(from);
  } catch (error) {
    throw new SystemError('upgrade-failed', {
      message: `${to} did not do well (${reasonOf(cause)}), and neither does ${from} again: ${reasonOf(error)}`,
      hint: 'systemctl status dockr; journalctl -u dockr. Containers run on in any case',
      cause: error,
    });
  }
}

type Failure = { readonly from: string; readonly to: string; readonly cause: unknown };

function switchedBack({ from, to, cause }: Failure): SystemError {
  return new SystemError('upgrade-switched-back', {
    message: `${to} did not do well, and ${from} runs again: ${reasonOf(cause)}`,
    hint: 'journalctl -u dockr tells what the new one said',
    cause,
  });
}

/** What was signed once stays signed: an old release with known faults must not come back unnoticed. */
function checkOrder(from: string, { version }: ReleaseStatement, allowDowngrade: boolean): void {
  if (allowDowngrade || compareVersions(version, from) >= 0) return;
  throw new SystemError('release-older', {
    message: `the release is ${version}, which is older than ${from}`,
    hint: 'use --allow-downgrade if that is meant',
  });
}

/** What an earlier upgrade that was killed has left goes first. */
function prepareFolder({ programs }: InstallPlaces): string {
  for (const name of readdirSync(programs))
    if (name.startsWith('.next-')) rmSync(join(programs, name), { recursive: true, force: true });
  return mkdtempSync(join(programs, '.next-'));
}

function reasonOf(error: unknown): string {
  return toWireError(error).message;
}
