// Writes a layer's entries into a directory, in overlay form: whiteouts as character devices 0:0, opaque directories by attribute.
import { writeSync } from 'node:fs';
import { DockrError, errorCode, ImageError, SystemError } from '../../../core/errors.ts';
import { badLayer } from '../../../oci/tar-header.ts';
import { printable, type TarEntry, type TarHandler } from '../../../oci/tar-reader.ts';
import {
  changeMode,
  changeModeAt,
  changeOwner,
  changeOwnerAt,
  changeTimes,
  changeTimesAt,
  makeLinkAt,
  makeNodeAt,
  makeSymlinkAt,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_PATH,
  O_RDONLY,
  O_WRONLY,
  openAt,
  openBeneath,
  S_IFBLK,
  S_IFCHR,
  S_IFIFO,
  setAttribute,
  setFileAttribute,
} from '../../../os/files.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import { encodePath, type LayerPath, parseLayerName, parseLayerPath } from './layer-path.ts';
import { LayerRoot } from './layer-root.ts';

/** What one layer may grow to: a gzip bomb makes a thousand bytes of one. */
export type UnpackLimits = { readonly maximumBytes: number; readonly maximumEntries: number };

export const UNPACK_LIMITS: UnpackLimits = { maximumBytes: 128 * 2 ** 30, maximumEntries: 5_000_000 };

/** Earliest and latest time that ext4 and xfs keep. */
const EARLIEST_NS = -(2n ** 31n) * 1_000_000_000n;
const LATEST_NS = 15_032_385_535n * 1_000_000_000n;

export class LayerUnpacker implements TarHandler, Disposable {
  readonly #root: LayerRoot;
  readonly #limits: UnpackLimits;
  /** Set last: every entry made in a directory changes its time. */
  readonly #directoryTimes = new Map<string, bigint>();
  #file: { readonly fd: number; readonly entry: TarEntry } | undefined;
  #entries = 0;
  #bytes = 0;

  constructor(directory: string, limits: UnpackLimits = UNPACK_LIMITS) {
    this.#root = new LayerRoot(directory);
    this.#limits = limits;
  }

  /** Bytes of all files so far. */
  get bytes(): number {
    return this.#bytes;
  }

  startEntry(entry: TarEntry): void {
    this.#count(entry);
    try {
      this.#apply(entry);
    } catch (error) {
      throw explain(error, entry.name);
    }
  }

  writeContent(piece: Buffer): void {
    if (!this.#file) return;
    try {
      for (let offset = 0; offset < piece.length; ) offset += writeSync(this.#file.fd, piece, offset);
    } catch (error) {
      throw explain(error, this.#file.entry.name);
    }
  }

  endEntry(): void {
    const file = this.#file;
    if (!file) return;
    this.#file = undefined;
    try {
      finishFile(file.fd, file.entry);
    } catch (error) {
      throw explain(error, file.entry.name);
    } finally {
      closeDescriptor(file.fd);
    }
  }

  /** To be called after the last entry. */
  finish(): void {
    for (const [path, timeNs] of this.#directoryTimes) this.#setDirectoryTime(path, timeNs);
    this.#directoryTimes.clear();
  }

  [Symbol.dispose](): void {
    if (this.#file) closeDescriptor(this.#file.fd);
    this.#file = undefined;
    this.#root[Symbol.dispose]();
  }

  #count(entry: TarEntry): void {
    this.#entries++;
    this.#bytes += entry.size;
    if (this.#entries > this.#limits.maximumEntries) throw tooLarge(`more than ${this.#limits.maximumEntries} entries`);
    if (this.#bytes > this.#limits.maximumBytes) throw tooLarge(`more than ${this.#limits.maximumBytes} bytes`);
  }

  #apply(entry: TarEntry): void {
    const name = parseLayerName(entry.name);
    switch (name.kind) {
      case 'reserved':
        return;
      case 'opaque':
        this.#root.makeOpaque(name.path);
        return;
      case 'whiteout':
        this.#root.makeWhiteout(name);
        return;
      case 'entry':
        this.#create(entry, name);
        return;
    }
  }

  #create(entry: TarEntry, location: LayerPath): void {
    if (entry.kind === 'directory') {
      this.#createDirectory(entry, location);
      return;
    }
    if (location.path === '') throw badLayer(`its root is a ${entry.kind}, not a directory`);
    switch (entry.kind) {
      case 'file':
        this.#createFile(entry, location);
        return;
      case 'hard-link':
        this.#createHardLink(entry, location);
        return;
      case 'symlink':
        this.#root.replacing(location, (parentFd, name) => makeSymlinkAt(encodePath(entry.linkName), parentFd, name));
        break;
      default:
        this.#root.replacing(location, (parentFd, name) => makeNodeAt(parentFd, name, nodeOf(entry)));
    }
    this.#finishNode(entry, location);
  }

  #createDirectory(entry: TarEntry, location: LayerPath): void {
    if (location.path !== '') this.#root.ensureDirectory(location, 0o700);
    const parentFd = this.#root.parent(location.parent);
    const fd =
      location.path === ''
        ? this.#root.fd
        : openAt(parentFd, encodePath(location.name), { flags: O_RDONLY | O_DIRECTORY });
    try {
      changeOwner(fd, entry);
      changeMode(fd, entry.mode);
      setAttributes(entry, (name, value) => setFileAttribute(fd, encodePath(name), value));
    } finally {
      if (fd !== this.#root.fd) closeDescriptor(fd);
    }
    this.#directoryTimes.set(location.path, entry.mtimeNs);
  }

  #createFile(entry: TarEntry, location: LayerPath): void {
    this.#root.replacing(location, (parentFd, name) => {
      this.#file = { fd: openAt(parentFd, name, { flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600 }), entry };
    });
  }

  /** The target must be in this layer: a link to a lower layer's file cannot be stored. */
  #createHardLink(entry: TarEntry, location: LayerPath): void {
    const target = parseLayerPath(entry.linkName);
    if (target.path === location.path) return;
    const targetParent = openBeneath(this.#root.fd, encodePath(target.parent || '.'), {
      flags: O_PATH | O_DIRECTORY,
      containment: 'in-root',
    });
    try {
      const from = { directoryFd: targetParent, name: encodePath(target.name) };
      this.#root.replacing(location, (directoryFd, name) => makeLinkAt(from, { directoryFd, name }));
    } finally {
      closeDescriptor(targetParent);
    }
  }

  /** Owner, then mode (a change of owner clears setuid), then attributes, then time. */
  #finishNode(entry: TarEntry, location: LayerPath): void {
    const parentFd = this.#root.parent(location.parent);
    const name = encodePath(location.name);
    changeOwnerAt(parentFd, name, entry);
    if (entry.kind !== 'symlink') changeModeAt(parentFd, name, entry.mode);
    const path = encodePath(`/proc/self/fd/${parentFd}/${location.name}`);
    setAttributes(entry, (attribute, value) => setAttribute(path, attribute, value));
    changeTimesAt(parentFd, name, clampTime(entry.mtimeNs));
  }

  /** A directory that a later entry has replaced has no time to set. */
  #setDirectoryTime(path: string, timeNs: bigint): void {
    try {
      const fd = openBeneath(this.#root.fd, encodePath(path || '.'), {
        flags: O_RDONLY | O_DIRECTORY,
        containment: 'in-root',
      });
      try {
        changeTimes(fd, clampTime(timeNs));
      } finally {
        closeDescriptor(fd);
      }
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) throw explain(error, path);
    }
  }
}

function finishFile(fd: number, entry: TarEntry): void {
  changeOwner(fd, entry);
  changeMode(fd, entry.mode);
  setAttributes(entry, (name, value) => setFileAttribute(fd, encodePath(name), value));
  changeTimes(fd, clampTime(entry.mtimeNs));
}

function nodeOf(entry: TarEntry): { readonly mode: number; readonly major: number; readonly minor: number } {
  const type = entry.kind === 'character-device' ? S_IFCHR : entry.kind === 'block-device' ? S_IFBLK : S_IFIFO;
  return { mode: type | 0o600, major: entry.deviceMajor, minor: entry.deviceMinor };
}

/** An archive must not speak to overlayfs: its attributes would redirect directories to other layers' places. */
function setAttributes(entry: TarEntry, set: (name: string, value: Buffer) => void): void {
  for (const [name, value] of entry.attributes) {
    if (name.startsWith('trusted.overlay.') || name.startsWith('user.overlay.')) continue;
    try {
      set(name, value);
    } catch (error) {
      if (!isUnsupportedAttribute(error, name)) throw error;
    }
  }
}

/** The file system does not keep such attributes, or not on this kind of file: no reason to refuse the image. */
function isUnsupportedAttribute(error: unknown, name: string): boolean {
  const code = errorCode(error);
  if (code === 'EOPNOTSUPP' || code === 'ENOTSUP') return true;
  return code === 'EPERM' && name.startsWith('user.');
}

function clampTime(timeNs: bigint): bigint {
  if (timeNs < EARLIEST_NS) return EARLIEST_NS;
  return timeNs > LATEST_NS ? LATEST_NS : timeNs;
}

function tooLarge(what: string): ImageError {
  return new ImageError('layer-too-large', { message: `refusing a layer of ${what}` });
}

function explain(error: unknown, name: string): unknown {
  if (error instanceof DockrError && !(error instanceof SystemError)) return error;
  const code = errorCode(error);
  const message = `cannot unpack "${printable(name)}": ${error instanceof Error ? error.message : String(error)}`;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SystemError('disk-full', {
      message,
      hint: 'free space on the disk that holds the state directory',
      cause: error,
    });
  if (code === undefined) return error;
  const isArchivesFault = [
    'ENOENT',
    'ENOTDIR',
    'ELOOP',
    'ENAMETOOLONG',
    'EXDEV',
    'EISDIR',
    'EMLINK',
    'EEXIST',
  ].includes(code);
  return isArchivesFault ? badLayer(message, error) : new SystemError(code, { message, cause: error });
}
