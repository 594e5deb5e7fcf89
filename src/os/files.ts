// File calls that Node lacks or that must work beneath an open directory: openat2, mkdirat, mknodat, xattrs, syncfs, flock…
// A path is a string (UTF-8) or a Buffer of any bytes that ends in a NUL. Every call throws a SystemError with the errno's name.
import { constants } from 'node:fs';
import { errorCode } from '../core/errors.ts';
import { checkCall, closeDescriptor, errnoName, lastErrno, libcFunction, O_CLOEXEC, systemCallError } from './libc.ts';

export type NativePath = string | Buffer;

const syscall = libcFunction('long syscall(long, long, const char*, const void*, size_t)');
const openatCall = libcFunction('int openat(int, const char*, int, uint32_t)');
const mkdiratCall = libcFunction('int mkdirat(int, const char*, uint32_t)');
const mknodatCall = libcFunction('int mknodat(int, const char*, uint32_t, uint64_t)');
const symlinkatCall = libcFunction('int symlinkat(const char*, int, const char*)');
const linkatCall = libcFunction('int linkat(int, const char*, int, const char*, int)');
const unlinkatCall = libcFunction('int unlinkat(int, const char*, int)');
const renameat2Call = libcFunction('int renameat2(int, const char*, int, const char*, uint32_t)');
const fchownatCall = libcFunction('int fchownat(int, const char*, uint32_t, uint32_t, int)');
const fchownCall = libcFunction('int fchown(int, uint32_t, uint32_t)');
const fchmodatCall = libcFunction('int fchmodat(int, const char*, uint32_t, int)');
const fchmodCall = libcFunction('int fchmod(int, uint32_t)');
const utimensatCall = libcFunction('int utimensat(int, const char*, const void*, int)');
const futimensCall = libcFunction('int futimens(int, const void*)');
const setxattrCall = libcFunction('int lsetxattr(const char*, const char*, const void*, size_t, int)');
const fsetxattrCall = libcFunction('int fsetxattr(int, const char*, const void*, size_t, int)');
const getxattrCall = libcFunction('long lgetxattr(const char*, const char*, _Out_ uint8_t*, size_t)');
const listxattrCall = libcFunction('long llistxattr(const char*, _Out_ uint8_t*, size_t)');
const syncfsCall = libcFunction('int syncfs(int)');
const lseekCall = libcFunction('long lseek(int, long, int)');
const flockCall = libcFunction('int flock(int, int)');

const SYS_OPENAT2 = 437;
const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_REMOVEDIR = 0x200;
const RESOLVE_NO_SYMLINKS = 0x04n;
const RESOLVE_BENEATH = 0x08n;
const RESOLVE_IN_ROOT = 0x10n;
const RENAME_NOREPLACE = 1;
const RENAME_EXCHANGE = 2;
const SEEK_DATA = 3;
const LOCK_EX = 2;
const LOCK_NB = 4;
const LOCK_UN = 8;
const UTIME_OMIT = (1n << 30n) - 2n;
const LARGEST_ATTRIBUTE = 65_536;

export const O_PATH = 0o10000000;
export const {
  O_RDONLY,
  O_WRONLY,
  O_RDWR,
  O_CREAT,
  O_EXCL,
  O_TRUNC,
  O_DIRECTORY,
  O_NOFOLLOW,
  O_NONBLOCK,
  S_IFCHR,
  S_IFBLK,
  S_IFIFO,
  S_IFREG,
} = constants;

/** How a path may be resolved: `beneath` refuses symlinks and `..`; `in-root` follows symlinks as if the directory were `/`. */
export type Containment = 'beneath' | 'in-root';

const RESOLVE: Readonly<Record<Containment, bigint>> = {
  beneath: RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
  'in-root': RESOLVE_IN_ROOT,
};

/** Opens a path that cannot leave the directory; the kernel sees to it. */
export function openBeneath(
  directoryFd: number,
  path: NativePath,
  options: { readonly flags: number; readonly containment: Containment; readonly mode?: number },
): number {
  const how = Buffer.alloc(24);
  how.writeBigUInt64LE(BigInt(options.flags | O_CLOEXEC), 0);
  how.writeBigUInt64LE(BigInt(options.mode ?? 0), 8);
  how.writeBigUInt64LE(RESOLVE[options.containment], 16);
  return checkCall(syscall(SYS_OPENAT2, directoryFd, path, how, how.length), 'openat2');
}

/** Opens a directory, for the calls below. */
export function openDirectory(path: NativePath): number {
  return checkCall(openatCall(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0), 'open');
}

/** Opens one name in a directory; never follows a symlink. Close with `closeDescriptor`. */
export function openAt(
  directoryFd: number,
  name: NativePath,
  options: { readonly flags: number; readonly mode?: number },
): number {
  return checkCall(openatCall(directoryFd, name, options.flags | O_NOFOLLOW | O_CLOEXEC, options.mode ?? 0), 'openat');
}

export function makeDirectoryAt(directoryFd: number, name: NativePath, mode: number): void {
  checkCall(mkdiratCall(directoryFd, name, mode), 'mkdirat');
}

/** Makes a device or a fifo; `mode` includes the type (`S_IFCHR` …). */
export function makeNodeAt(
  directoryFd: number,
  name: NativePath,
  node: { readonly mode: number; readonly major: number; readonly minor: number },
): void {
  checkCall(mknodatCall(directoryFd, name, node.mode, deviceNumber(node.major, node.minor)), 'mknodat');
}

export function makeSymlinkAt(target: NativePath, directoryFd: number, name: NativePath): void {
  checkCall(symlinkatCall(target, directoryFd, name), 'symlinkat');
}

/** Gives a file a second name; a symlink itself is linked, not what it names. */
export function makeLinkAt(
  from: { readonly directoryFd: number; readonly name: NativePath },
  to: { readonly directoryFd: number; readonly name: NativePath },
): void {
  checkCall(linkatCall(from.directoryFd, from.name, to.directoryFd, to.name, 0), 'linkat');
}

/** Removes a name that is not a directory, or an empty directory. */
export function removeAt(directoryFd: number, name: NativePath): void {
  if (unlinkatCall(directoryFd, name, 0) === 0) return;
  const errno = lastErrno();
  if (errnoName(errno) !== 'EISDIR') throw systemCallError(errno, 'unlinkat');
  checkCall(unlinkatCall(directoryFd, name, AT_REMOVEDIR), 'unlinkat');
}

/** Renames within a file system: `exclusive` fails with EEXIST if the target is there, `exchange` swaps the two. */
export function renamePath(from: NativePath, to: NativePath, how: 'exclusive' | 'exchange'): void {
  checkCall(
    renameat2Call(AT_FDCWD, from, AT_FDCWD, to, how === 'exchange' ? RENAME_EXCHANGE : RENAME_NOREPLACE),
    'renameat2',
  );
}

/** Changes the owner of a name; of a symlink itself, not of what it names. */
export function changeOwnerAt(
  directoryFd: number,
  name: NativePath,
  owner: { readonly uid: number; readonly gid: number },
): void {
  checkCall(fchownatCall(directoryFd, name, owner.uid, owner.gid, AT_SYMLINK_NOFOLLOW), 'fchownat');
}

export function changeOwner(fd: number, owner: { readonly uid: number; readonly gid: number }): void {
  checkCall(fchownCall(fd, owner.uid, owner.gid), 'fchown');
}

/** Changes the mode of a name that is known not to be a symlink: this call would follow it. */
export function changeModeAt(directoryFd: number, name: NativePath, mode: number): void {
  checkCall(fchmodatCall(directoryFd, name, mode, 0), 'fchmodat');
}

export function changeMode(fd: number, mode: number): void {
  checkCall(fchmodCall(fd, mode), 'fchmod');
}

/** Sets both times of a name (of a symlink itself) in nanoseconds since 1970. */
export function changeTimesAt(directoryFd: number, name: NativePath, timeNs: bigint): void {
  checkCall(utimensatCall(directoryFd, name, timesOf(timeNs, timeNs), AT_SYMLINK_NOFOLLOW), 'utimensat');
}

export function changeTimes(fd: number, timeNs: bigint): void {
  checkCall(futimensCall(fd, timesOf(timeNs, timeNs)), 'futimens');
}

/** Sets the time of change of content alone. */
export function changeModifiedTime(fd: number, timeNs: bigint): void {
  checkCall(futimensCall(fd, timesOf(undefined, timeNs)), 'futimens');
}

/** Sets an extended attribute of a path; of a symlink itself. */
export function setAttribute(path: NativePath, name: string, value: Buffer): void {
  checkCall(setxattrCall(path, name, value, value.length, 0), `setxattr ${name}`);
}

/** Sets an extended attribute of an open file (one not opened with `O_PATH`). */
export function setFileAttribute(fd: number, name: NativePath, value: Buffer): void {
  checkCall(fsetxattrCall(fd, name, value, value.length, 0), 'fsetxattr');
}

/** An extended attribute, or undefined if it is not set. */
export function getAttribute(path: NativePath, name: string): Buffer | undefined {
  const value = Buffer.alloc(LARGEST_ATTRIBUTE);
  try {
    return value.subarray(0, checkCall(getxattrCall(path, name, value, value.length), `getxattr ${name}`));
  } catch (error) {
    if (errorCode(error) === 'ENODATA' || errorCode(error) === 'EOPNOTSUPP') return undefined;
    throw error;
  }
}

/** The names of the extended attributes, sorted. */
export function listAttributes(path: NativePath): readonly string[] {
  const names = Buffer.alloc(LARGEST_ATTRIBUTE);
  const length = checkCall(listxattrCall(path, names, names.length), 'listxattr');
  return names
    .toString('utf8', 0, length)
    .split('\0')
    .filter((name) => name !== '')
    .sort();
}

/** Writes everything of the file system that holds `path` to disk. Blocks: in a worker only. */
export function syncFileSystem(path: NativePath): void {
  const fd = openDirectory(path);
  try {
    checkCall(syncfsCall(fd), 'syncfs');
  } finally {
    closeDescriptor(fd);
  }
}

/** Where the next bytes of a file are that are no hole, from a place on; undefined where only a hole is left. Moves its offset. */
export function findData(fd: number, from: number): number | undefined {
  const found = lseekCall(fd, from, SEEK_DATA);
  if (Number(found) >= 0) return Number(found);
  const errno = lastErrno();
  if (errnoName(errno) === 'ENXIO') return undefined;
  throw systemCallError(errno, 'lseek');
}

/** Takes the lock of an open file for this process, or returns false if another has it. The kernel drops it with the process. */
export function lockFile(fd: number): boolean {
  if (flockCall(fd, LOCK_EX | LOCK_NB) === 0) return true;
  const errno = lastErrno();
  if (errnoName(errno) === 'EAGAIN' || errnoName(errno) === 'EWOULDBLOCK') return false;
  throw systemCallError(errno, 'flock');
}

export function unlockFile(fd: number): void {
  checkCall(flockCall(fd, LOCK_UN), 'flock');
}

/** Two `struct timespec`: of access and of change. */
function timesOf(accessNs: bigint | undefined, modifiedNs: bigint): Buffer {
  const times = Buffer.alloc(32);
  writeTime(times, 0, accessNs);
  writeTime(times, 16, modifiedNs);
  return times;
}

function writeTime(times: Buffer, offset: number, timeNs: bigint | undefined): void {
  if (timeNs === undefined) {
    times.writeBigInt64LE(UTIME_OMIT, offset + 8);
    return;
  }
  const remainder = timeNs % 1_000_000_000n;
  const nanoseconds = remainder < 0n ? remainder + 1_000_000_000n : remainder;
  times.writeBigInt64LE((timeNs - nanoseconds) / 1_000_000_000n, offset);
  times.writeBigInt64LE(nanoseconds, offset + 8);
}

/** glibc's encoding of `dev_t`. */
function deviceNumber(major: number, minor: number): bigint {
  const [high, low] = [BigInt(major), BigInt(minor)];
  return ((high & 0xffff_f000n) << 32n) | ((high & 0xfffn) << 8n) | ((low & 0xffff_ff00n) << 12n) | (low & 0xffn);
}
