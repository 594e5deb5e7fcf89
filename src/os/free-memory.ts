import { libcFunction } from './libc.ts';

const trim = libcFunction('int malloc_trim(size_t)');

/** Gives the kernel what the C library keeps of memory that was freed, in the arenas of all threads: less than a millisecond. */
export function giveFreeMemoryBack(): void {
  trim(0);
}
