// Which threads signals come to. A call that a signal interrupts may have done its work all the same, and nobody can tell:
// libnftables, which waits for answers with select(), then fails though the kernel has taken the rules.
import { stat } from 'node:fs';
import { libcFunction } from './libc.ts';

const fillSet = libcFunction('int sigfillset(_Out_ uint8_t*)');
const setMask = libcFunction('int pthread_sigmask(int, const uint8_t*, _Out_ uint8_t*)');

const SIG_SETMASK = 2;
const SIGSET_SIZE = 128;

const all = Buffer.alloc(SIGSET_SIZE);
fillSet(all);

/** Runs `work`, to its first wait, without a signal on this thread; those that come meanwhile are handled after it. */
export function withoutSignals<T>(work: () => T): T {
  const before = Buffer.alloc(SIGSET_SIZE);
  setMask(SIG_SETMASK, all, before);
  try {
    return work();
  } finally {
    setMask(SIG_SETMASK, before, null);
  }
}

/**
 * Starts the threads of the pool, which inherit that no signal comes to them: while the main thread has none either, as in
 * posix_spawn(), the kernel would take one of these. It has no effect once something has used the pool.
 */
export function keepSignalsFromPool(): void {
  withoutSignals(() => stat('/', () => {}));
}
