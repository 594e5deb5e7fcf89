// Writes beneath the root of an image. Whatever links lie there, no path leads out: every directory is opened by the kernel
// with that root as its root, and the last part of a path is never followed.
import { readlinkSync } from 'node:fs';
import { BuildError, errorCode } from '../../../core/errors.ts';
import {
  changeMode,
  changeModeAt,
  changeOwner,
  changeOwnerAt,
  makeDirectoryAt,
  O_DIRECTORY,
  O_PATH,
  O_RDONLY,
  openAt,
  openBeneath,
  openDirectory,
  removeAt,
} from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';

export type Owner = { readonly uid: number; readonly gid: number };

/** What is at a place of the root. */
export type Present = 'nothing' | 'directory' | 'other';

const PARENT_MODE = 0o755;

/** The root of an image, held open. Paths are absolute and normal. */
export class RootfsWriter implements Disposable {
  readonly #rootFd: number;
  readonly #root: string;
  #open: { readonly path: string; readonly fd: number } | undefined;

  constructor(root: string) {
    this.#root = root;
    this.#rootFd = openDirectory(root);
  }

  /** Links followed. */
  present(path: string): Present {
    return this.#probe(path, O_PATH | O_DIRECTORY) ? 'directory' : this.#probe(path, O_PATH) ? 'other' : 'nothing';
  }

  /** The path that `path` leads to when links are followed; itself if there is nothing yet. */
  follow(path: string): string {
    const fd = this.#tryOpen(path, O_PATH);
    if (fd === undefined) return path;
    try {
      const found = readlinkSync(`/proc/self/fd/${fd}`);
      return found === this.#root ? '/' : found.slice(this.#root === '/' ? 0 : this.#root.length);
    } finally {
      closeDescriptor(fd);
    }
  }

  /** Makes a directory and those above it where they are missing; those that are there stay as they are. */
  ensureDirectory(path: string, owner: Owner, mode = PARENT_MODE): void {
    const parts = path.split('/').filter(Boolean);
    for (let length = 1; length <= parts.length; length++) {
      const part = `/${parts.slice(0, length).join('/')}`;
      if (this.#probe(part, O_PATH | O_DIRECTORY)) continue;
      this.#makeDirectory(part, owner, mode);
    }
  }

  /** A descriptor of a directory that is there, valid until the next call. */
  directory(path: string): number {
    if (path === '/') return this.#rootFd;
    if (this.#open?.path === path) return this.#open.fd;
    this.#forget();
    const fd = openBeneath(this.#rootFd, path, { flags: O_PATH | O_DIRECTORY, containment: 'in-root' });
    this.#open = { path, fd };
    return fd;
  }

  /** Makes an entry; one of the same name that is no directory gives way, unless `isSame` says that it is what is wanted. */
  replacing(
    path: string,
    make: (parentFd: number, name: string) => void,
    isSame?: (parentFd: number, name: string) => boolean,
  ): boolean {
    const [parent, name] = splitPath(path);
    const fd = this.directory(parent);
    try {
      make(fd, name);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      if (isDirectoryAt(fd, name)) throw fileOverDirectory(path);
      if (isSame?.(fd, name)) return false;
      removeAt(fd, name);
      make(fd, name);
    }
    return true;
  }

  /** Makes a directory, or tells that it was there; anything else there is an error. */
  makeDirectory(path: string, mode: number, owner: Owner): boolean {
    const [parent, name] = splitPath(path);
    const parentFd = this.directory(parent);
    try {
      makeDirectoryAt(parentFd, name, 0o700);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      if (this.#probe(path, O_PATH | O_DIRECTORY)) return false;
      throw directoryOverFile(path);
    }
    const fd = openAt(parentFd, name, { flags: O_RDONLY | O_DIRECTORY });
    try {
      changeOwner(fd, owner);
      changeMode(fd, mode);
    } finally {
      closeDescriptor(fd);
    }
    return true;
  }

  [Symbol.dispose](): void {
    this.#forget();
    closeDescriptor(this.#rootFd);
  }

  #makeDirectory(path: string, owner: Owner, mode: number): void {
    const [parent, name] = splitPath(path);
    const fd = this.directory(parent);
    try {
      makeDirectoryAt(fd, name, mode);
    } catch (error) {
      throw errorCode(error) === 'EEXIST' ? directoryOverFile(path) : error;
    }
    changeOwnerAt(fd, name, owner);
    changeModeAt(fd, name, mode);
  }

  #probe(path: string, flags: number): boolean {
    const fd = this.#tryOpen(path, flags);
    if (fd === undefined) return false;
    closeDescriptor(fd);
    return true;
  }

  #tryOpen(path: string, flags: number): number | undefined {
    try {
      return openBeneath(this.#rootFd, path, { flags, containment: 'in-root' });
    } catch (error) {
      if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) return undefined;
      throw error;
    }
  }

  #forget(): void {
    if (this.#open) closeDescriptor(this.#open.fd);
    this.#open = undefined;
  }
}

/** The directory and the name of an absolute path. */
export function splitPath(path: string): readonly [string, string] {
  const at = path.lastIndexOf('/');
  return [at <= 0 ? '/' : path.slice(0, at), path.slice(at + 1)];
}

function isDirectoryAt(fd: number, name: string): boolean {
  try {
    closeDescriptor(openAt(fd, name, { flags: O_PATH | O_DIRECTORY }));
    return true;
  } catch {
    return false;
  }
}

function fileOverDirectory(path: string): BuildError {
  return new BuildError('file-over-directory', { message: `cannot put a file at "${path}", where a directory is` });
}

function directoryOverFile(path: string): BuildError {
  return new BuildError('directory-over-file', {
    message: `cannot make the directory "${path}", where something else is`,
  });
}
