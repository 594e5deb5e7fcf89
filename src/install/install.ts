// Puts this very release on the machine as a service, and takes it off again. Nothing is opened: no port, no rule, and nobody is
// put into the group.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode, SystemError } from '../core/errors.ts';
import { hasGroup } from './groups.ts';
import { currentProgram, GROUP, type InstallPlaces } from './places.ts';
import {
  type InstallObservation,
  type InstallStep,
  type InstallStepKind,
  planInstall,
  planUninstall,
} from './plan-install.ts';
import { readReleaseKey } from './release-keys.ts';
import { checkComplete, copyRelease, isSameRelease } from './release-tree.ts';
import type { ServiceControl } from './service-control.ts';
import { currentSlot, isThere, lockPrograms, placeRelease, switchTo } from './slots.ts';

export type InstallParts = {
  readonly places: InstallPlaces;
  readonly service: ServiceControl;
  /** The folder of the release that is to be installed. */
  readonly release: string;
  /** A file with a public key whose releases are to be taken. */
  readonly key: string | null;
  readonly createGroup: (name: string) => Promise<void>;
};

/** What is to be done; nothing is changed. Throws where another release is installed, or a program is in the way. */
export async function prepareInstall(parts: InstallParts): Promise<readonly InstallStep[]> {
  const { places, release } = parts;
  const seen = await observe(parts);
  checkComplete(release);
  if (seen.slot !== null && !isSameRelease(join(places.programs, seen.slot), release)) {
    throw new SystemError('other-release-installed', {
      message: `another release is installed in "${places.programs}"`,
      hint: 'replace it by "dockr upgrade --from FILE", or take it off by "dockr install --uninstall" first',
    });
  }
  if (seen.link === 'file') throw inTheWay(places.link);
  return planInstall(seen);
}

/** Likewise for taking it off. */
export async function prepareUninstall({ places, service }: InstallParts): Promise<readonly InstallStep[]> {
  const [isEnabled, isActive] = [await service.isEnabled(), await service.isActive()];
  const hasPrograms = isThere(places.programs);
  const linkTarget = currentProgram(places);
  return planUninstall({
    link: readLink(places.link),
    linkTarget,
    unit: readUnit(places),
    isEnabled,
    isActive,
    hasPrograms,
  });
}

/** One step. Each can be done again after it was cut short. */
export function applyInstallStep(kind: InstallStepKind, parts: InstallParts): Promise<void> {
  return APPLY[kind](parts);
}

/** `create group dockr`, as it is shown. */
export function describeInstallStep(kind: InstallStepKind, { places }: Pick<InstallParts, 'places'>): string {
  return DESCRIBE[kind](places);
}

const APPLY: Readonly<Record<InstallStepKind, (parts: InstallParts) => Promise<void>>> = {
  'copy-release': async ({ places, release }) => copyIntoPlace(places, release),
  'trust-key': async ({ places, key }) => trustKey(places, key),
  'link-program': async ({ places }) => linkProgram(places),
  'create-group': ({ createGroup }) => createGroup(GROUP),
  'write-unit': async ({ places, release, service }) => {
    writeUnit(places, unitOf(release));
    await service.reload();
  },
  'enable-service': ({ service }) => service.enable(),
  'start-service': ({ service }) => service.start(),
  'restart-service': ({ service }) => service.restart(),
  'disable-service': ({ service }) => service.disable(),
  'remove-unit': async ({ places, service }) => {
    rmSync(places.unit, { force: true });
    await service.reload();
  },
  'remove-link': async ({ places }) => rmSync(places.link, { force: true }),
  'remove-programs': async ({ places }) => rmSync(places.programs, { recursive: true, force: true }),
};

const DESCRIBE: Readonly<Record<InstallStepKind, (places: InstallPlaces) => string>> = {
  'copy-release': ({ programs }) => `copy this release to ${programs}`,
  'trust-key': ({ keys }) => `trust the key of releases in ${keys}`,
  'link-program': (places) => `link ${places.link} to ${currentProgram(places)}`,
  'create-group': () => `create group ${GROUP}`,
  'write-unit': ({ unit }) => `write unit ${unit}`,
  'enable-service': () => 'enable the service',
  'start-service': () => 'start the service',
  'restart-service': () => 'restart the service',
  'disable-service': () => 'stop and disable the service',
  'remove-unit': ({ unit }) => `remove unit ${unit}`,
  'remove-link': ({ link }) => `remove ${link}`,
  'remove-programs': ({ programs }) => `remove ${programs}`,
};

async function observe({ places, service, release, key }: InstallParts): Promise<InstallObservation> {
  return {
    slot: currentSlot(places),
    link: readLink(places.link),
    linkTarget: currentProgram(places),
    hasGroup: hasGroup(GROUP, places.groups),
    unit: readUnit(places),
    wantedUnit: unitOf(release),
    isEnabled: await service.isEnabled(),
    isActive: await service.isActive(),
    key: key === null ? null : { isThere: existsSync(keyPath(places, key)) },
  };
}

function copyIntoPlace(places: InstallPlaces, release: string): void {
  mkdirSync(places.programs, { recursive: true, mode: 0o755 });
  const unlock = lockPrograms(places);
  try {
    const next = mkdtempSync(join(places.programs, '.next-'));
    copyRelease(release, join(next, 'dockr'));
    placeRelease(places, { from: join(next, 'dockr'), slot: 'a' });
    switchTo(places, 'a');
    rmSync(next, { recursive: true, force: true });
  } finally {
    unlock();
  }
}

function trustKey(places: InstallPlaces, key: string | null): void {
  if (key === null) return;
  readReleaseKey(key);
  mkdirSync(places.keys, { recursive: true, mode: 0o755 });
  copyFileSync(key, keyPath(places, key));
}

function keyPath({ keys }: InstallPlaces, key: string): string {
  return join(keys, `${basename(key).replace(/\.pem$/, '')}.pem`);
}

function linkProgram(places: InstallPlaces): void {
  mkdirSync(dirname(places.link), { recursive: true });
  const fresh = `${places.link}.next`;
  rmSync(fresh, { force: true });
  symlinkSync(currentProgram(places), fresh);
  renameSync(fresh, places.link);
}

/** One that somebody has changed is kept beside it. */
function writeUnit({ unit }: InstallPlaces, text: string): void {
  if (existsSync(unit)) copyFileSync(unit, `${unit}.before`);
  writeFileSync(`${unit}.next`, text, { mode: 0o644, flush: true });
  renameSync(`${unit}.next`, unit);
}

function unitOf(release: string): string {
  return readFileSync(join(release, 'scripts/dockr.service'), 'utf8');
}

function readUnit({ unit }: InstallPlaces): string | null {
  return existsSync(unit) ? readFileSync(unit, 'utf8') : null;
}

function readLink(path: string): InstallObservation['link'] {
  if (!isThere(path)) return null;
  try {
    return { target: readlinkSync(path) };
  } catch (error) {
    // It is no link.
    if (errorCode(error) === 'EINVAL') return 'file';
    throw error;
  }
}

function inTheWay(path: string): SystemError {
  return new SystemError('program-in-the-way', {
    message: `"${path}" is there and not a link: it is not replaced`,
    hint: `move "${path}" away`,
  });
}
