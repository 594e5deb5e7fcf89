// What a command and all that it started use.
import { readdirSync, readFileSync } from 'node:fs';

/** Processor time so far, in milliseconds, of a process and its descendants. */
export function processorTimeOf(pid: number): number {
  return sumOf(pid, (each) => {
    const fields = textOf(each, 'stat').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
  });
}

/** Proportional memory in megabytes, of a process and its descendants. */
export function memoryOf(pid: number): number {
  return sumOf(pid, memoryOfProcess);
}

/** The same of one process alone. */
export function memoryOfProcess(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(textOf(pid, 'smaps_rollup'))?.[1] ?? 0) / 1024;
}

/** Newest first, so that nobody starts another meanwhile. */
export function descendantsOf(pid: number): readonly number[] {
  const children = textOf(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  const ofThreads = readThreads(pid)
    .filter((thread) => thread !== pid)
    .flatMap((thread) => textOf(pid, `task/${thread}/children`).split(' ').filter(Boolean).map(Number));
  return [...children, ...ofThreads].flatMap((child) => [...descendantsOf(child), child]);
}

/** The kernel's own unit for processes is a hundredth of a second. */
const TICK_MS = 10;

function sumOf(pid: number, value: (pid: number) => number): number {
  return [...descendantsOf(pid), pid].reduce((sum, each) => sum + value(each), 0);
}

function readThreads(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

// A process may end between the listing and the look.
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').trim();
  } catch {
    return '';
  }
}
