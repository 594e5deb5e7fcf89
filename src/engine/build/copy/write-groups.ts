// Writes what a COPY has collected into the root of an image, by the rules of its destination.
import { closeSync, constants, copyFileSync, fstatSync, openSync } from 'node:fs';
import { BuildError, errorCode } from '../../../core/errors.ts';
import {
  changeModeAt,
  changeOwnerAt,
  changeTimesAt,
  getAttribute,
  listAttributes,
  makeLinkAt,
  makeNodeAt,
  makeSymlinkAt,
  S_IFBLK,
  S_IFCHR,
  S_IFIFO,
  S_IFREG,
  setAttribute,
} from '../../../os/files.ts';
import { applyChmod } from '../dockerfile/chmod.ts';
import type { CopyEntry, CopyGroup } from './copy-entry.ts';
import { type Owner, RootfsWriter, splitPath } from './rootfs-writer.ts';
import { isSameFile } from './same-file.ts';

export type WriteJob = {
  /** The root of the image, without symbolic links. */
  readonly rootfs: string;
  readonly groups: readonly CopyGroup[];
  /** Absolute and normal. */
  readonly destination: string;
  /** The destination was written with a slash at its end, as `.` or as nothing. */
  readonly isDirectory: boolean;
  /** Of everything that is made; null keeps those of the entries. */
  readonly owner: Owner | null;
  /** The destination is made even if nothing goes there. */
  readonly makesDestination: boolean;
  /** Octal, or changes as chmod(1) has them; null keeps the modes of the entries. */
  readonly chmod: string | null;
};

const ROOT: Owner = { uid: 0, gid: 0 };
const PARENT_MODE = 0o755;

/** Writes all groups. Blocks. Throws `source-changed` when a file is not what it was when it was hashed. */
export function writeGroups(job: WriteJob): void {
  using writer = new RootfsWriter(job.rootfs);
  const isInside = job.isDirectory || writer.present(job.destination) === 'directory';
  const files = job.groups.filter(({ shape }) => shape === 'file').length;
  if (!isInside && files > 0 && job.groups.length > 1) throw severalSources(job);
  if (job.makesDestination && job.isDirectory)
    writer.ensureDirectory(job.destination, job.owner ?? ROOT, parentMode(job));
  for (const group of job.groups) new GroupWriter(writer, job).write(group, isInside);
}

class GroupWriter {
  readonly #writer: RootfsWriter;
  readonly #job: WriteJob;
  /** Where the first name of a file with several was put. */
  readonly #links = new Map<string, string>();
  readonly #directories: { readonly path: string; readonly mtimeNs: bigint }[] = [];

  constructor(writer: RootfsWriter, job: WriteJob) {
    this.#writer = writer;
    this.#job = job;
  }

  write(group: CopyGroup, isInside: boolean): void {
    const base = this.#placeOf(group, isInside);
    for (const entry of group.entries) this.#writeEntry(entry, entry.path === '' ? base : join(base, entry.path));
    for (const { path, mtimeNs } of this.#directories.reverse()) {
      const [parent, name] = splitPath(path);
      changeTimesAt(this.#writer.directory(parent), name, mtimeNs);
    }
  }

  /** Makes the directories above the group; the result is where it begins. */
  #placeOf({ shape, name, parents }: CopyGroup, isInside: boolean): string {
    const { destination } = this.#job;
    const directory = shape === 'contents' || isInside || parents.length > 0 ? destination : splitPath(destination)[0];
    this.#writer.ensureDirectory(directory, this.#job.owner ?? ROOT, parentMode(this.#job));
    for (const parent of parents) this.#writeEntry(parent, join(destination, parent.path));
    const last = parents.at(-1)?.path;
    const inner = last === undefined ? destination : join(destination, last);
    if (shape === 'contents') return inner;
    return isInside || last !== undefined ? join(inner, name) : this.#writer.follow(destination);
  }

  #writeEntry(entry: CopyEntry, path: string): void {
    if (entry.kind === 'directory') {
      if (path !== '/') this.#writeDirectory(entry, path);
      return;
    }
    const key = `${entry.dev}:${entry.ino}`;
    const first = entry.isLinked ? this.#links.get(key) : undefined;
    if (first !== undefined) {
      this.#link(first, path);
      return;
    }
    if (
      !this.#writer.replacing(
        path,
        (fd, name) => this.#make(entry, fd, name),
        (fd, name) => this.#isThere(entry, fd, name),
      )
    )
      return;
    if (entry.isLinked) this.#links.set(key, path);
    this.#finish(entry, path);
  }

  #writeDirectory(entry: CopyEntry, path: string): void {
    const isNew = this.#writer.makeDirectory(path, this.#modeOf(entry), this.#job.owner ?? entry);
    if (!isNew) return;
    copyAttributes(entry, `${this.#job.rootfs}${path}`);
    this.#directories.push({ path, mtimeNs: entry.mtimeNs });
  }

  #link(first: string, path: string): void {
    const [parent, name] = splitPath(first);
    // Opened once more: the writer's own descriptor is valid only until it opens the directory of the new name.
    const source = openSync(`/proc/self/fd/${this.#writer.directory(parent)}`, constants.O_RDONLY);
    try {
      this.#writer.replacing(path, (directoryFd, newName) => {
        makeLinkAt({ directoryFd: source, name }, { directoryFd, name: newName });
      });
    } finally {
      closeSync(source);
    }
  }

  #make(entry: CopyEntry, fd: number, name: string): void {
    switch (entry.kind) {
      case 'file':
        copyContent(entry, `/proc/self/fd/${fd}/${name}`);
        break;
      case 'symlink':
        makeSymlinkAt(entry.target, fd, name);
        break;
      case 'fifo':
        makeNodeAt(fd, name, { mode: S_IFIFO | 0o600, major: 0, minor: 0 });
        break;
      case 'device':
        makeNodeAt(fd, name, deviceOf(entry));
        break;
      // A socket is nothing without who listens: it becomes an empty file.
      default:
        makeNodeAt(fd, name, { mode: S_IFREG | 0o600, major: 0, minor: 0 });
    }
  }

  /** Whether the same file is there already: it need not be in this layer, too. */
  #isThere(entry: CopyEntry, fd: number, name: string): boolean {
    const { uid, gid } = this.#job.owner ?? entry;
    return (
      entry.kind === 'file' &&
      isSameFile({ ...entry, uid, gid, mode: this.#modeOf(entry) }, `/proc/self/fd/${fd}/${name}`)
    );
  }

  /** Owner, then mode (a change of owner clears setuid), then attributes, then time. */
  #finish(entry: CopyEntry, path: string): void {
    const [parent, name] = splitPath(path);
    const fd = this.#writer.directory(parent);
    changeOwnerAt(fd, name, this.#job.owner ?? entry);
    if (entry.kind !== 'symlink') changeModeAt(fd, name, this.#modeOf(entry));
    if (entry.kind === 'file') copyAttributes(entry, `/proc/self/fd/${fd}/${name}`);
    changeTimesAt(fd, name, entry.mtimeNs);
  }

  #modeOf(entry: CopyEntry): number {
    const { chmod } = this.#job;
    if (chmod === null) return entry.mode;
    return applyChmod(chmod, { mode: entry.mode, isDirectory: entry.kind === 'directory' }) ?? entry.mode;
  }
}

/** The mode that COPY gives to the directories above what it copies. */
function parentMode({ chmod }: WriteJob): number {
  return chmod === null ? PARENT_MODE : (applyChmod(chmod, { mode: PARENT_MODE, isDirectory: true }) ?? PARENT_MODE);
}

/** By reference where the file system can, else within the kernel. */
function copyContent(entry: CopyEntry, path: string): void {
  const fd = openSource(entry);
  try {
    const { COPYFILE_EXCL, COPYFILE_FICLONE } = constants;
    copyFileSync(`/proc/self/fd/${fd}`, path, COPYFILE_EXCL | COPYFILE_FICLONE);
    const { size, ctimeNs } = fstatSync(fd, { bigint: true });
    if (ctimeNs !== entry.ctimeNs || size !== BigInt(entry.size)) throw changed(entry);
  } finally {
    closeSync(fd);
  }
}

function openSource(entry: CopyEntry): number {
  try {
    return openSync(entry.source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw ['ENOENT', 'ELOOP', 'ENOTDIR'].includes(errorCode(error) ?? '') ? changed(entry) : error;
  }
}

/** What overlayfs, access lists and security modules note belongs to the disk it lies on. */
function copyAttributes({ source }: CopyEntry, path: string): void {
  for (const name of listAttributes(source)) {
    if (!name.startsWith('user.') && name !== 'security.capability') continue;
    if (name.startsWith('user.overlay.')) continue;
    const value = getAttribute(source, name);
    try {
      if (value) setAttribute(path, name, value);
    } catch (error) {
      if (errorCode(error) !== 'EOPNOTSUPP' && errorCode(error) !== 'ENOTSUP') throw error;
    }
  }
}

function deviceOf({ mode, source, rdev }: CopyEntry): { mode: number; major: number; minor: number } {
  const type = isBlockDevice(source) ? S_IFBLK : S_IFCHR;
  return { mode: type | mode, major: (rdev >> 8) & 0xfff, minor: (rdev & 0xff) | ((rdev >> 12) & 0xfff00) };
}

function isBlockDevice(path: string): boolean {
  const fd = openSync(path, 0o10000000);
  try {
    return fstatSync(fd).isBlockDevice();
  } finally {
    closeSync(fd);
  }
}

function join(base: string, path: string): string {
  return base === '/' ? `/${path}` : `${base}/${path}`;
}

function changed({ source }: CopyEntry): BuildError {
  return new BuildError('source-changed', { message: `"${source}" changed while it was copied` });
}

function severalSources({ destination }: WriteJob): BuildError {
  return new BuildError('destination-not-a-directory', {
    message: `several files go to "${destination}", which is no directory`,
    hint: `write "${destination}/" if a directory is to be made`,
  });
}
