// The directory that a layer is unpacked into. Whatever the archive has put there, no path leads out: every parent is opened by
// openat2 with the layer as its root (symlinks of the layer are followed inside it, as containerd and Docker do), and the
// last part of a path is never followed.
import { rmSync } from 'node:fs';
import { errorCode } from '../../../core/errors.ts';
import {
  changeModeAt,
  makeDirectoryAt,
  makeNodeAt,
  O_DIRECTORY,
  O_PATH,
  openAt,
  openBeneath,
  openDirectory,
  removeAt,
  S_IFCHR,
  setAttribute,
} from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import { encodePath, type LayerPath, parseLayerPath } from './layer-path.ts';

const OPAQUE_ATTRIBUTE = 'trusted.overlay.opaque';
const YES = Buffer.from('y');
const IMPLIED_MODE = 0o755;

/** A layer's directory, held open; the parent used last is held open too. */
export class LayerRoot implements Disposable {
  readonly fd: number;
  readonly #whiteouts = new Set<string>();
  #parent: { readonly path: string; readonly fd: number } | undefined;

  constructor(directory: string) {
    this.fd = openDirectory(directory);
  }

  /** A descriptor of the directory at `path`, valid until the next call; missing parents are made. */
  parent(path: string): number {
    if (path === '') return this.fd;
    if (this.#parent?.path === path) return this.#parent.fd;
    this.#forgetParent();
    const fd = this.#openOrMake(path);
    this.#parent = { path, fd };
    return fd;
  }

  /** Makes a directory or keeps the one that is there; anything else there is replaced. */
  ensureDirectory(location: LayerPath, mode: number): void {
    const parentFd = this.parent(location.parent);
    const name = encodePath(location.name);
    if (this.#makeDirectory(parentFd, name, mode)) return;
    if (isDirectory(parentFd, name)) return;
    this.remove(location);
    makeDirectoryAt(this.parent(location.parent), name, mode);
    if (this.#whiteouts.delete(location.path)) this.makeOpaque(location.path);
  }

  /** Hides the lower entry of that name. An entry of this layer itself stays: it hides the lower one already. */
  makeWhiteout(location: LayerPath): void {
    const parentFd = this.parent(location.parent);
    const name = encodePath(location.name);
    try {
      makeNodeAt(parentFd, name, { mode: S_IFCHR, major: 0, minor: 0 });
      this.#whiteouts.add(location.path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      if (isDirectory(parentFd, name)) this.makeOpaque(location.path);
    }
  }

  /** Hides everything that lower layers have in the directory. */
  makeOpaque(path: string): void {
    setAttribute(`/proc/self/fd/${this.parent(path)}/.`, OPAQUE_ATTRIBUTE, YES);
  }

  /** Removes what is at a path, whatever it is. */
  remove(location: LayerPath): void {
    const parentFd = this.parent(location.parent);
    try {
      removeAt(parentFd, encodePath(location.name));
    } catch (error) {
      if (errorCode(error) !== 'ENOTEMPTY') throw error;
      rmSync(Buffer.from(`/proc/self/fd/${parentFd}/${location.name}`, 'latin1'), { recursive: true });
    }
    // What was removed may have been a part of the path to the parent held open.
    if (this.#parent && this.#parent.path !== location.parent) this.#forgetParent();
  }

  /** Runs `make`; where the name is taken, makes room and runs it again: of duplicates the last one wins. */
  replacing(location: LayerPath, make: (parentFd: number, name: Buffer) => void): void {
    const name = encodePath(location.name);
    try {
      make(this.parent(location.parent), name);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      this.remove(location);
      this.#whiteouts.delete(location.path);
      make(this.parent(location.parent), name);
    }
  }

  [Symbol.dispose](): void {
    this.#forgetParent();
    closeDescriptor(this.fd);
  }

  #openOrMake(path: string): number {
    try {
      return openBeneath(this.fd, encodePath(path), { flags: O_PATH | O_DIRECTORY, containment: 'in-root' });
    } catch (error) {
      const code = errorCode(error);
      const isRemoved = code === 'ENOTDIR' && this.#whiteouts.has(path);
      if (code !== 'ENOENT' && !isRemoved) throw error;
    }
    const location = parseLayerPath(path);
    this.ensureDirectory(location, IMPLIED_MODE);
    // Whatever the umask is.
    changeModeAt(this.parent(location.parent), encodePath(location.name), IMPLIED_MODE);
    this.#forgetParent();
    return openBeneath(this.fd, encodePath(path), { flags: O_PATH | O_DIRECTORY, containment: 'in-root' });
  }

  #makeDirectory(parentFd: number, name: Buffer, mode: number): boolean {
    try {
      makeDirectoryAt(parentFd, name, mode);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
  }

  #forgetParent(): void {
    if (this.#parent) closeDescriptor(this.#parent.fd);
    this.#parent = undefined;
  }
}

function isDirectory(parentFd: number, name: Buffer): boolean {
  try {
    closeDescriptor(openAt(parentFd, name, { flags: O_PATH | O_DIRECTORY }));
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR' || errorCode(error) === 'ELOOP') return false;
    throw error;
  }
}
