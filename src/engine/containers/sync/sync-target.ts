// A folder or file as a container sees it, into which files are put from outside. The folder is held open and every path is
// resolved beneath it without following a link, so that nothing the container does meanwhile leads anywhere else.
import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, readdirSync, renameSync, type Stats } from 'node:fs';
import { posix } from 'node:path';
import { ContainerError, errorCode } from '../../../core/errors.ts';
import {
  changeOwnerAt,
  makeDirectoryAt,
  makeSymlinkAt,
  type NativePath,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_PATH,
  O_WRONLY,
  openAt,
  openBeneath,
  removeAt,
} from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';

const MADE_MODE = 0o755;
/** What the names of files begin with that are not whole yet. */
export const PASSING = '.dockr-sync-';

/** A place in an open folder. */
export type Owner = { readonly uid: number; readonly gid: number };

export type Place = { readonly folderFd: number; readonly name: string };

export class SyncTarget implements Disposable {
  readonly #rootFd: number;
  readonly #target: string;
  readonly #passing: string;
  #made = 0;
  #folderFd: number | undefined;
  #parent: { readonly path: string; readonly fd: number } | undefined;

  /**
   * `rootFd` is the container's root, and stays its owner's; `target` is an absolute path in it. Nobody else makes names that
   * begin with `passing`.
   */
  constructor(rootFd: number, target: string, passing = `${PASSING}${randomBytes(6).toString('hex')}-`) {
    this.#rootFd = rootFd;
    this.#target = posix.normalize(target);
    this.#passing = passing;
  }

  /** A new name for what is not whole yet. */
  passingName(): string {
    return `${this.#passing}${this.#made++}`;
  }

  /** The place of a path; folders above it are made, and what else is in their way goes. Valid until the next call. */
  place(path: string): Place {
    if (path === '') return this.#placeOfTarget();
    const slash = path.lastIndexOf('/');
    return { folderFd: this.#folder(slash === -1 ? '' : path.slice(0, slash)), name: path.slice(slash + 1) };
  }

  /** Like `place`, but undefined where a folder above it is not there: then neither is anything in it. */
  existingPlace(path: string): Place | undefined {
    try {
      const slash = path.lastIndexOf('/');
      const folder = openBeneath(this.#targetFolder(), path.slice(0, Math.max(slash, 0)) || '.', FOLDER);
      this.#keep(`${path}\0existing`, folder);
      return { folderFd: folder, name: path.slice(slash + 1) };
    } catch (error) {
      if (isNotThere(error)) return undefined;
      throw error;
    }
  }

  /** The place of a path as it is: nothing is made, the target neither. Undefined where a folder above it is not there. */
  findPlace(path: string): Place | undefined {
    try {
      if (path === '') {
        const fd = openBeneath(this.#rootFd, posix.dirname(this.#target), { ...FOLDER, containment: 'in-root' });
        this.#keep('\0target', fd);
        return { folderFd: fd, name: posix.basename(this.#target) };
      }
      this.#folderFd ??= openBeneath(this.#rootFd, this.#target, { ...FOLDER, containment: 'in-root' });
      return this.existingPlace(path);
    } catch (error) {
      if (isNotThere(error)) return undefined;
      throw error;
    }
  }

  /** Makes the target a folder, if it is none. */
  makeTarget(): void {
    this.#targetFolder();
  }

  [Symbol.dispose](): void {
    this.#keep('', undefined);
    if (this.#folderFd !== undefined) closeDescriptor(this.#folderFd);
    this.#folderFd = undefined;
  }

  /** The target's own links are followed, beneath the root of the container: an image may have put it elsewhere. */
  #targetFolder(): number {
    this.#folderFd ??= openMaking(this.#rootFd, this.#target);
    return this.#folderFd;
  }

  #placeOfTarget(): Place {
    const fd = openMaking(this.#rootFd, posix.dirname(this.#target));
    this.#keep('\0target', fd);
    return { folderFd: fd, name: posix.basename(this.#target) };
  }

  #folder(path: string): number {
    if (path === '') return this.#targetFolder();
    if (this.#parent?.path === path) return this.#parent.fd;
    const fd = this.#openFolder(path);
    this.#keep(path, fd);
    return fd;
  }

  #openFolder(path: string): number {
    try {
      return openBeneath(this.#targetFolder(), path, FOLDER);
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
    const place = this.place(path);
    makeFolder(place, MADE_MODE);
    return openAt(place.folderFd, place.name, { flags: O_PATH | O_DIRECTORY });
  }

  #keep(path: string, fd: number | undefined): void {
    if (this.#parent && this.#parent.fd !== fd) closeDescriptor(this.#parent.fd);
    this.#parent = fd === undefined ? undefined : { path, fd };
  }
}

function isNotThere(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '');
}

const FOLDER = { flags: O_PATH | O_DIRECTORY, containment: 'beneath' } as const;

/** Opens a folder of the container's root, following its links as the container would; what is missing is made. */
function openMaking(rootFd: number, path: string): number {
  const options = { flags: O_PATH | O_DIRECTORY, containment: 'in-root' } as const;
  try {
    return openBeneath(rootFd, path, options);
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR')
      throw new ContainerError('sync-target-not-folder', { message: `"${path}" in the container is not a folder` });
    if (errorCode(error) !== 'ENOENT' || path === '/') throw error;
  }
  const above = openMaking(rootFd, posix.dirname(path));
  try {
    makeFolder({ folderFd: above, name: posix.basename(path) }, MADE_MODE);
  } finally {
    closeDescriptor(above);
  }
  return openBeneath(rootFd, path, options);
}

/** Makes a folder, or gives the one that is there the mode; anything else there goes. New ones belong to whom the one above does. */
export function makeFolder(place: Place, mode: number): void {
  const found = statAt(place);
  if (!found?.isDirectory()) {
    const owner = ownerOf(place.folderFd);
    if (found) removeTree(place.folderFd, place.name);
    makeDirectoryAt(place.folderFd, place.name, mode);
    changeOwnerAt(place.folderFd, place.name, owner);
  }
  // By its descriptor: a link that takes its place meanwhile would be followed.
  const fd = openAt(place.folderFd, place.name, { flags: O_PATH | O_DIRECTORY });
  try {
    chmodSync(`/proc/self/fd/${fd}`, mode);
  } finally {
    closeDescriptor(fd);
  }
}

/** Puts a link there, at once in the place of what was there, by way of a name that nothing has. */
export function putLink(place: Place, to: string, passing: string): void {
  makeSymlinkAt(to, place.folderFd, passing);
  changeOwnerAt(place.folderFd, passing, ownerAt(place));
  moveInto(place, passing);
}

/** Opens a new file beside the place, for `moveInto` once it is written. */
export function openPassing({ folderFd }: Place, name: string, mode: number): number {
  return openAt(folderFd, name, { flags: O_CREAT | O_EXCL | O_WRONLY, mode });
}

/** Moves what was made beside the place into it; removes it where that fails. */
export function moveInto(place: Place, passing: string): void {
  try {
    try {
      renameSync(pathOf({ ...place, name: passing }), pathOf(place));
    } catch (error) {
      if (!['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
      removeTree(place.folderFd, place.name);
      renameSync(pathOf({ ...place, name: passing }), pathOf(place));
    }
  } catch (error) {
    dropPassing(place, passing);
    throw error;
  }
}

export function dropPassing(place: Place, passing: string): void {
  removeEntry({ ...place, name: passing });
}

/**
 * Removes a file, a link or an empty folder. What the container has of its own stays: a folder with something in it, or a
 * place where something is mounted.
 */
export function removeEntry({ folderFd, name }: Place): void {
  removeName(folderFd, name);
}

function removeName(folderFd: number, name: NativePath): 'gone' | 'full' | 'mounted' {
  try {
    removeAt(folderFd, name);
    return 'gone';
  } catch (error) {
    switch (errorCode(error)) {
      case 'ENOENT':
        return 'gone';
      case 'ENOTEMPTY':
      case 'EEXIST':
        return 'full';
      case 'EBUSY':
        return 'mounted';
      default:
        throw error;
    }
  }
}

/** Whom new things belong to: the owner of what was there, else that of the folder. */
export function ownerAt(place: Place): Owner {
  const found = statAt(place);
  return found ? { uid: found.uid, gid: found.gid } : ownerOf(place.folderFd);
}

function ownerOf(folderFd: number): Owner {
  const { uid, gid } = lstatSync(`/proc/self/fd/${folderFd}/.`);
  return { uid, gid };
}

/** What is at a place; a link is not followed. */
export function statAt(place: Place): Stats | undefined {
  return lstatSync(pathOf(place), { throwIfNoEntry: false });
}

/** A folder with all that is in it. Each is opened without following links: one may take its place at any time. */
function removeTree(folderFd: number, name: NativePath): void {
  if (removeName(folderFd, name) !== 'full') return;
  const fd = openAt(folderFd, name, { flags: O_DIRECTORY });
  try {
    // As bytes: a container may name its files as it likes.
    for (const each of readdirSync(`/proc/self/fd/${fd}`, { encoding: 'buffer' }))
      removeTree(fd, Buffer.concat([each, Buffer.of(0)]));
  } finally {
    closeDescriptor(fd);
  }
  removeName(folderFd, name);
}

/** A path that leads there as long as the place is valid. */
export function pathOf({ folderFd, name }: Place): string {
  return `/proc/self/fd/${folderFd}/${name}`;
}
