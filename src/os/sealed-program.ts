// crun and runc run from a copy of themselves that nobody can change (CVE-2019-5736): started from a file, they make one at
// every start and execute themselves a second time. Started from a sealed copy in memory they see that there is nothing to
// do: half the time of a short call.
import { readFileSync, renameSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorCode } from '../core/errors.ts';
import { checkCall, closeDescriptor, libcFunction } from './libc.ts';

const memfdCreate = libcFunction('int memfd_create(const char*, uint)');
const fcntlCall = libcFunction('int fcntl(int, int, int)');

const MFD_CLOEXEC = 1;
const MFD_ALLOW_SEALING = 2;
const MFD_EXEC = 16;
const F_ADD_SEALS = 1033;
/** Against further seals, shrinking, growing and writing. */
const ALL_SEALS = 1 | 2 | 4 | 8;

/** A program to start in place of the one it was copied from, as long as this process lives. */
export type SealedProgram = Disposable & { readonly path: string };

/**
 * Copies a program to sealed memory. `path` is a link in `directory` with the program's name, so that processes keep that
 * name, too. Where the kernel allows no programs in memory, it is the program itself.
 */
export function sealProgram(program: string, directory: string): SealedProgram {
  let descriptor: number;
  try {
    descriptor = sealedCopy(program);
  } catch (error) {
    if (errorCode(error) !== 'EACCES' && errorCode(error) !== 'EPERM') throw error;
    return { path: program, [Symbol.dispose]: () => {} };
  }
  const path = join(directory, basename(program));
  rmSync(`${path}.new`, { force: true });
  symlinkSync(`/proc/${process.pid}/fd/${descriptor}`, `${path}.new`);
  renameSync(`${path}.new`, path);
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { force: true });
      closeDescriptor(descriptor);
    },
  };
}

function sealedCopy(program: string): number {
  const content = readFileSync(program);
  const descriptor = createMemoryFile(basename(program));
  try {
    for (let written = 0; written < content.length; ) written += writeSync(descriptor, content, written);
    checkCall(fcntlCall(descriptor, F_ADD_SEALS, ALL_SEALS), 'fcntl');
    return descriptor;
  } catch (error) {
    closeDescriptor(descriptor);
    throw error;
  }
}

/** Kernels before 6.3 do not know the flag, and need none. */
function createMemoryFile(name: string): number {
  const flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  try {
    return checkCall(memfdCreate(name, flags | MFD_EXEC), 'memfd_create');
  } catch (error) {
    if (errorCode(error) !== 'EINVAL') throw error;
    return checkCall(memfdCreate(name, flags), 'memfd_create');
  }
}
