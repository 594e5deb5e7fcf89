// libc through koffi: the raw calls, their constants, and one place where a failed call becomes a SystemError.
import koffi, { type LibraryHandle } from 'koffi';
import { SystemError } from '../core/errors.ts';

const library = koffi.load('libc.so.6');

/** A C function: its arguments are checked by koffi against the prototype; 64-bit results may be bigint. */
// biome-ignore lint/suspicious/noExplicitAny: the prototype is a string, so its types are out of the compiler's sight
export type NativeFunction = (...args: unknown[]) => any;

/** Declares a libc function by its C prototype. Declare at module level: each declaration costs some 20 µs. */
export function libcFunction(prototype: string): NativeFunction {
  return library.func(prototype);
}

/** Loads another shared library by its soname; throws a SystemError that names the Debian package when it is missing. */
export function loadLibrary(soname: string, debianPackage: string): LibraryHandle {
  try {
    return koffi.load(soname);
  } catch (cause) {
    throw new SystemError('missing-library', {
      message: `cannot load "${soname}"`,
      hint: `apt-get install ${debianPackage}`,
      cause,
    });
  }
}

/** The name of an errno value (`ENOENT`), or `errno 999`. */
export function errnoName(errno: number): string {
  for (const [name, value] of Object.entries(koffi.os.errno)) if (value === errno) return name;
  return `errno ${errno}`;
}

/** A failed system call: `code` is the errno's name, `facts.call` what was called. */
export function systemCallError(errno: number, call: string): SystemError {
  const name = errnoName(errno);
  return new SystemError(name, { message: `${call}: ${name}`, facts: { call, errno } });
}

/** The result of a call, or a SystemError with the current errno if it is negative. */
export function checkCall(result: number | bigint, call: string): number {
  const value = Number(result);
  if (value < 0) throw systemCallError(koffi.errno(), call);
  return value;
}

/** errno of the last call on this thread. */
export function lastErrno(): number {
  return koffi.errno();
}

const closeCall = library.func('int close(int)');
const fcntlCall = library.func('int fcntl(int, int, long)');

/** Closes a descriptor that Node does not know. */
export function closeDescriptor(fd: number): void {
  closeCall(fd);
}

export function setNonBlocking(fd: number): void {
  checkCall(fcntlCall(fd, F_SETFL, O_NONBLOCK), 'fcntl');
}

const F_SETFL = 4;
export const O_NONBLOCK = 0x800;
export const O_CLOEXEC = 0x80000;
