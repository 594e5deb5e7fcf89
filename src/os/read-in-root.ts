// A file of a container's file system, read as the container would: symbolic links lead nowhere but beneath its root.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { SystemError } from '../core/errors.ts';
import { lastErrno, libcFunction, systemCallError } from './libc.ts';

const openat2 = libcFunction('long syscall(long, int, const char*, void*, size_t)');

const SYS_OPENAT2 = 437;
const O_PATH = 0x200000;
const O_CLOEXEC = 0x80000;
const RESOLVE_NO_MAGICLINKS = 0x02n;
const RESOLVE_IN_ROOT = 0x10n;
const OPEN_HOW_SIZE = 24;
const RETRIES = 16;
const DEFAULT_LIMIT = 4 << 20;

/** The text of a regular file beneath `root`, or undefined if there is none. Throws `file-too-large` beyond `limitBytes`. */
export function readInRoot(root: string, path: string, limitBytes = DEFAULT_LIMIT): string | undefined {
  const fd = openInRoot(root, path);
  if (fd === undefined) return undefined;
  try {
    const { size } = fstatSync(fd);
    if (!fstatSync(fd).isFile()) return undefined;
    if (size > limitBytes) throw tooLarge(path, limitBytes);
    return readBounded(fd, path, limitBytes);
  } finally {
    closeSync(fd);
  }
}

/** Non-blocking: a pipe in the place of the file must not hold the process up. */
function openInRoot(root: string, path: string): number | undefined {
  const rootFd = openSync(root, O_PATH | constants.O_DIRECTORY);
  try {
    const how = Buffer.alloc(OPEN_HOW_SIZE);
    how.writeBigUInt64LE(BigInt(constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | O_CLOEXEC), 0);
    how.writeBigUInt64LE(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS, 16);
    return openRetrying(rootFd, path, how);
  } finally {
    closeSync(rootFd);
  }
}

const { ENOENT, ENOTDIR, ELOOP, ENXIO, EAGAIN } = { ENOENT: 2, ENOTDIR: 20, ELOOP: 40, ENXIO: 6, EAGAIN: 11 };

/** EAGAIN: something was renamed while the kernel walked; it could not tell whether the walk left the root. */
function openRetrying(rootFd: number, path: string, how: Buffer): number | undefined {
  for (let attempt = 0; ; attempt++) {
    const fd = Number(openat2(SYS_OPENAT2, rootFd, path, how, OPEN_HOW_SIZE));
    if (fd >= 0) return fd;
    const errno = lastErrno();
    if ([ENOENT, ENOTDIR, ELOOP, ENXIO].includes(errno)) return undefined;
    if (errno !== EAGAIN || attempt >= RETRIES) throw systemCallError(errno, `openat2 ${path}`);
  }
}

function readBounded(fd: number, path: string, limitBytes: number): string {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.alloc(65536);
    const count = readSync(fd, chunk);
    if (count === 0) return Buffer.concat(chunks).toString('utf8');
    total += count;
    if (total > limitBytes) throw tooLarge(path, limitBytes);
    chunks.push(chunk.subarray(0, count));
  }
}

function tooLarge(path: string, limitBytes: number): SystemError {
  return new SystemError('file-too-large', {
    message: `"${path}" in the container is larger than ${limitBytes} bytes`,
  });
}
