// Carries out the changes of a watched tree in a container.
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ContainerError, errorCode, toWireError } from '../../../core/errors.ts';
import type { SyncChange, SyncEntry, SyncFailure } from '../../../core/sync-change.ts';
import { changeMode, changeModifiedTime, changeOwner, findData } from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import {
  dropPassing,
  makeFolder,
  moveInto,
  type Owner,
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

/** `check` throws when nothing more may be done. In the order given; what cannot be done is told and does not keep the rest from being done. */
export async function applyChanges(
  target: SyncTarget,
  changes: readonly SyncChange[],
  source: SyncSource,
  check: () => void = () => {},
): Promise<readonly SyncFailure[]> {
  const failures: SyncFailure[] = [];
  const pause = turns(check);
  for (const change of changes) {
    check();
    try {
      await applyChange(target, change, { source, pause });
    } catch (error) {
      failures.push({ path: change.path, error: toWireError(describeFailure(error, change.path)) });
    }
    await pause();
  }
  return failures;
}

/** Lets others have their turn, whenever the last is long enough ago. */
function turns(check: () => void): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < SLICE_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    check();
    began = performance.now();
  };
}

/** The kernel's errors are what a machine or container does to somebody, no fault of dockr: a full disk, a read-only root. */
function describeFailure(error: unknown, path: string): unknown {
  const code = errorCode(error) ?? '';
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  const message = `cannot bring "${path}" into the container: ${error instanceof Error ? error.message : code}`;
  return new ContainerError('sync-failed', { message, cause: error });
}

type Applying = { readonly source: SyncSource; readonly pause: () => Promise<void> };

async function applyChange(target: SyncTarget, { path, entry }: SyncChange, applying: Applying): Promise<void> {
  checkPath(path);
  if (!entry) {
    const place = path === '' ? undefined : target.existingPlace(path);
    if (place) removeEntry(place);
    return;
  }
  // The target itself may be a folder of the image, with a mode of its own.
  if (path === '' && entry.kind === 'folder') target.makeTarget();
  else await putEntry(target.place(path), { path, entry, passing: target.passingName(), ...applying });
}

type Putting = Applying & {
  readonly path: string;
  /** The name that it has until it is whole. */
  readonly passing: string;
};

async function putEntry(place: Place, { entry, ...putting }: Putting & { readonly entry: SyncEntry }): Promise<void> {
  if (entry.kind === 'folder') makeFolder(place, entry.mode);
  else if (entry.kind === 'link') putLink(place, entry.to, putting.passing);
  else await putFile(place, entry.mode, putting);
}

/** Whoever reads the file has the old content or the new one. The time of the last change comes along, as with tar. */
async function putFile(place: Place, mode: number, { path, passing, source, pause }: Putting): Promise<void> {
  const owner = ownerAt(place);
  const fd = openPassing(place, passing, mode);
  try {
    try {
      if (source.kind === 'sent') writeSent(fd, source.contents.get(path));
      else await copyFile(join(source.path, path), fd, pause);
      setOwnerAndMode(fd, owner, mode);
    } finally {
      closeDescriptor(fd);
    }
  } catch (error) {
    dropPassing(place, passing);
    throw error;
  }
  moveInto(place, passing);
}

/** Each change of an inode is written to the journal of the disk: most files are made as they should be. */
function setOwnerAndMode(fd: number, owner: Owner, mode: number): void {
  const made = fstatSync(fd);
  if (made.uid !== owner.uid || made.gid !== owner.gid) changeOwner(fd, owner);
  if ((made.mode & ~constants.S_IFMT) !== mode) changeMode(fd, mode);
}

function writeSent(fd: number, bytes: Uint8Array | undefined): void {
  if (!bytes) throw new ContainerError('sync-content-missing', { message: 'the content of the file was not sent' });
  writeAll(fd, bytes, 0);
}

const CHUNK = Buffer.allocUnsafeSlow(1 << 20);

/** A pipe in the place of the file must not hold the process up, and a link leads elsewhere. */
async function copyFile(from: string, to: number, pause: () => Promise<void>): Promise<void> {
  const fd = openSync(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!stats.isFile()) throw new ContainerError('sync-not-a-file', { message: `"${from}" is no longer a file` });
    await copyContent(fd, to, { size: Number(stats.size), pause });
    changeModifiedTime(to, stats.mtimeNs);
  } finally {
    closeSync(fd);
  }
}

type Copying = { readonly size: number; readonly pause: () => Promise<void> };

/** No further than it was long: some files grow as fast as they are read. Holes stay holes. */
async function copyContent(from: number, to: number, { size, pause }: Copying): Promise<void> {
  let at = findData(from, 0) ?? size;
  while (at < size) {
    const count = readSync(from, CHUNK, 0, Math.min(CHUNK.length, size - at), at);
    if (count === 0) break;
    // The buffer is everybody's: it is not kept over a pause.
    writeAll(to, CHUNK.subarray(0, count), at);
    at = findData(from, at + count) ?? size;
    await pause();
  }
  ftruncateSync(to, Math.min(at, size));
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, position + at);
}

/** Throws for what is no path beneath a target. */
export function checkPath(path: string): void {
  if (path === '') return;
  const parts = path.split('/');
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new ContainerError('sync-bad-path', { message: `"${path}" is not a path beneath the target` });
}
