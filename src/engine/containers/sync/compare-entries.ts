// Whether a container has what a watched tree consists of, by content and not by times.
import { createHash } from 'node:crypto';
import { constants, readlinkSync, readSync } from 'node:fs';
import type { SyncExpectation } from '../../../core/sync-change.ts';
import { openAt } from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import { checkPath } from './apply-changes.ts';
import { type Place, pathOf, type SyncTarget, statAt } from './sync-target.ts';

const PERMISSIONS = 0o777;
/** After so long others get their turn. */
const SLICE_MS = 8;
const CHUNK = Buffer.allocUnsafeSlow(1 << 20);

/** The paths at which something else is. Nothing is changed. `check` throws when nothing more may be looked at. */
export async function compareEntries(
  target: SyncTarget,
  expected: readonly SyncExpectation[],
  check: () => void = () => {},
): Promise<readonly string[]> {
  const different: string[] = [];
  let began = performance.now();
  for (const expectation of expected) {
    checkPath(expectation.path);
    if (!isThere(target.findPlace(expectation.path), expectation)) different.push(expectation.path);
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    check();
    began = performance.now();
  }
  return different;
}

function isThere(place: Place | undefined, { path, entry, sha256 }: SyncExpectation): boolean {
  const found = place && statAt(place);
  if (!place || !found || !entry) return !entry && !found;
  switch (entry.kind) {
    case 'folder':
      // The target itself may be a folder of the image, with a mode of its own.
      return found.isDirectory() && (path === '' || (found.mode & PERMISSIONS) === entry.mode);
    case 'link':
      return found.isSymbolicLink() && readlinkSync(pathOf(place)) === entry.to;
    case 'file':
      return found.isFile() && (found.mode & PERMISSIONS) === entry.mode && digestOf(place) === sha256;
  }
}

/** Undefined for what is no longer a file: a link is not followed, and a pipe must not hold the process up. */
function digestOf(place: Place): string | undefined {
  let fd: number;
  try {
    fd = openAt(place.folderFd, place.name, { flags: constants.O_RDONLY | constants.O_NONBLOCK });
  } catch {
    return undefined;
  }
  try {
    const hash = createHash('sha256');
    for (let count = readSync(fd, CHUNK); count > 0; count = readSync(fd, CHUNK)) hash.update(CHUNK.subarray(0, count));
    return hash.digest('hex');
  } catch {
    return undefined;
  } finally {
    closeDescriptor(fd);
  }
}
