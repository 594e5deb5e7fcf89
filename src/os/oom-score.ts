// How likely the kernel is to kill a process for want of memory (proc(5), oom_score_adj). Children inherit it.
import { readFileSync, writeFileSync } from 'node:fs';

const OWN = '/proc/self/oom_score_adj';

/** Calls `spawn` with this process's score changed: one synchronous stretch, for only so the child has it from the start. */
export function withOomScore<T>(score: number, spawn: () => T): T {
  const own = readFileSync(OWN, 'utf8').trim();
  if (own === String(score) || !tryWrite(String(score))) return spawn();
  try {
    return spawn();
  } finally {
    tryWrite(own);
  }
}

/** Below what it began with, a process without CAP_SYS_RESOURCE may not go. */
function tryWrite(score: string): boolean {
  try {
    writeFileSync(OWN, score);
    return true;
  } catch {
    return false;
  }
}
