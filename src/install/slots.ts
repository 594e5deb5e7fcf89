// The two places for a release, and which of them is current.
import { closeSync, fsyncSync, lstatSync, openSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, SystemError } from '../core/errors.ts';
import { tryLock } from '../os/file-lock.ts';
import type { InstallPlaces } from './places.ts';

export type Slot = 'a' | 'b';

/** Null where none is installed. Throws for a link that leads elsewhere. */
export function currentSlot({ programs }: InstallPlaces): Slot | null {
  const path = join(programs, 'current');
  try {
    const target = readlinkSync(path);
    if (target === 'a' || target === 'b') return target;
    throw new SystemError('install-not-ours', {
      message: `"${path}" leads to "${target}", expected "a" or "b"`,
      hint: `remove "${path}", and install again`,
    });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

export function otherSlot(slot: Slot | null): Slot {
  return slot === 'a' ? 'b' : 'a';
}

/** Makes a release the one that runs from the next start on. A kill or a power cut leaves either the old or the new one. */
export function switchTo({ programs }: InstallPlaces, slot: Slot): void {
  const fresh = join(programs, '.current-next');
  rmSync(fresh, { force: true });
  symlinkSync(slot, fresh);
  renameSync(fresh, join(programs, 'current'));
  syncDirectory(programs);
}

/** Puts a complete release into its place. What was there is gone for a moment, so it must not be the current one. */
export function placeRelease({ programs }: InstallPlaces, { from, slot }: { from: string; slot: Slot }): void {
  const target = join(programs, slot);
  rmSync(target, { recursive: true, force: true });
  renameSync(from, target);
  syncDirectory(programs);
}

/** Throws `install-busy` where somebody else installs or upgrades. The result lets go. */
export function lockPrograms({ programs }: InstallPlaces): () => void {
  const unlock = tryLock(join(programs, '.lock'));
  if (unlock) return unlock;
  throw new SystemError('install-busy', { message: `another process installs or upgrades in "${programs}"` });
}

export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
