// Carries out the changes of a watched tree in a container.
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ContainerError, errorCode, toWireError } from '../../../core/errors.ts';
import type { SyncChange, SyncEntry, SyncFailure } from '../../../core/sync-change.ts';
import { changeMode, changeModifiedTime, changeOwner } from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import {
  dropPassing,
  makeFolder,
  moveInto,
  openPassing,
  ownerAt,
  type Place,
  putLink,
  removeEntry,
  type SyncTarget,
} from './sync-target.ts';

/** Where the bytes of files come from: a tree of this machine, or what was sent along, by path. */
export type SyncSource =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'sent'; readonly contents: ReadonlyMap<string, Uint8Array> };

/** After so long others get their turn. */
const SLICE_MS = 8;

/** In the order given; what cannot be done is told and does not keep the rest from being done. */
export async function applyChanges(
  target: SyncTarget,
  changes: readonly SyncChange[],
  source: SyncSource,
): Promise<readonly SyncFailure[]> {
  const failures: SyncFailure[] = [];
  let began = performance.now();
  for (const change of changes) {
    try {
      applyChange(target, change, source);
    } catch (error) {
      failures.push({ path: change.path, error: toWireError(describeFailure(error, change.path)) });
    }
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
  return failures;
}

/** The kernel's errors are what a machine or container does to somebody, no fault of dockr: a full disk, a read-only root. */
function describeFailure(error: unknown, path: string): unknown {
  const code = errorCode(error) ?? '';
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  const message = `cannot bring "${path}" into the container: ${error instanceof Error ? error.message : code}`;
  return new ContainerError('sync-failed', { message, cause: error });
}

function applyChange(target: SyncTarget, { path, entry }: SyncChange, source: SyncSource): void {
  checkPath(path);
  if (!entry) {
    const place = path === '' ? undefined : target.existingPlace(path);
    if (place) removeEntry(place);
    return;
  }
  // The target itself may be a folder of the image, with a mode of its own.
  if (path === '' && entry.kind === 'folder') target.makeTarget();
  else putEntry(target.place(path), path, entry, source);
}

function putEntry(place: Place, path: string, entry: SyncEntry, source: SyncSource): void {
  if (entry.kind === 'folder') makeFolder(place, entry.mode);
  else if (entry.kind === 'link') putLink(place, entry.to);
  else putFile(place, { path, mode: entry.mode, source });
}

type Putting = { readonly path: string; readonly mode: number; readonly source: SyncSource };

/** Whoever reads the file has the old content or the new one. The time of the last change comes along, as with tar. */
function putFile(place: Place, { path, mode, source }: Putting): void {
  const owner = ownerAt(place);
  const passing = openPassing(place);
  try {
    try {
      if (source.kind === 'sent') writeSent(passing.fd, source.contents.get(path));
      else copyFile(join(source.path, path), passing.fd);
      changeOwner(passing.fd, owner);
      changeMode(passing.fd, mode);
    } finally {
      closeDescriptor(passing.fd);
    }
  } catch (error) {
    dropPassing(place, passing.name);
    throw error;
  }
  moveInto(place, passing.name);
}

function writeSent(fd: number, bytes: Uint8Array | undefined): void {
  if (!bytes) throw new ContainerError('sync-content-missing', { message: 'the content of the file was not sent' });
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

const CHUNK = Buffer.allocUnsafeSlow(1 << 20);

/** A pipe in the place of the file must not hold the process up, and a link leads elsewhere. */
function copyFile(from: string, to: number): void {
  const fd = openSync(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!stats.isFile()) throw new ContainerError('sync-not-a-file', { message: `"${from}" is no longer a file` });
    for (let count = readSync(fd, CHUNK); count > 0; count = readSync(fd, CHUNK)) {
      for (let at = 0; at < count; ) at += writeSync(to, CHUNK, at, count - at);
    }
    changeModifiedTime(to, stats.mtimeNs);
  } finally {
    closeSync(fd);
  }
}

function checkPath(path: string): void {
  if (path === '') return;
  const parts = path.split('/');
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new ContainerError('sync-bad-path', { message: `"${path}" is not a path beneath the target` });
}
