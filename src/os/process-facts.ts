// Reads one process out of /proc.
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessFacts } from '../core/process-facts.ts';

/** The unit of times in /proc, which is the same on every Linux that Node runs on. */
const TICK_MS = 10;
/** Major numbers of pseudo terminals. */
const PTS_FIRST = 136;
const PTS_LAST = 143;
/** Arguments may be megabytes. */
const LONGEST_BYTES = 4096;
/** Arguments lie in the memory of the process: while it waits for a disk that does not answer, so does who reads them. */
const PATIENCE_MS = 1000;

/** When this machine was started, in milliseconds since 1970; in whole seconds, as the kernel tells it. */
export function readBootTime(): number {
  return Number(/^btime (\d+)/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? 0) * 1000;
}

/** Undefined once the process is gone. */
export async function readProcessFacts(pid: number, bootTime: number): Promise<ProcessFacts | undefined> {
  try {
    const stat = parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'), bootTime);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const { name, ...facts } = stat;
    const command = (await readArguments(pid)) || `[${name}]`;
    return { pid, ...facts, uid: Number(/^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1] ?? 0), command };
  } catch {
    return undefined;
  }
}

/** Empty for what has none, and where they do not come soon. */
async function readArguments(pid: number): Promise<string> {
  const giveUp = new AbortController();
  try {
    const bytes = await Promise.race([
      readStart(`/proc/${pid}/cmdline`),
      sleep(PATIENCE_MS, Buffer.alloc(0), { signal: giveUp.signal, ref: false }),
    ]);
    return bytes.toString('utf8').split('\0').filter(Boolean).join(' ');
  } finally {
    giveUp.abort();
  }
}

async function readStart(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(LONGEST_BYTES), 0, LONGEST_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

type Stat = Omit<ProcessFacts, 'pid' | 'uid' | 'command'> & { readonly name: string };

function parseStat(text: string, bootTime: number): Stat {
  // A name may have blanks and parentheses: the last one ends it. Field 3 of proc(5), the state, is the first after it.
  const end = text.lastIndexOf(')');
  const fields = text
    .slice(end + 2)
    .split(' ')
    .map(Number);
  const field = (number: number): number => fields[number - 3] ?? 0;
  return {
    name: text.slice(text.indexOf('(') + 1, end),
    parent: field(4),
    startedAt: bootTime + field(22) * TICK_MS,
    cpuMs: (field(14) + field(15)) * TICK_MS,
    terminal: terminalName(field(7)),
  };
}

function terminalName(device: number): string | null {
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  return major >= PTS_FIRST && major <= PTS_LAST ? `pts/${minor + 256 * (major - PTS_FIRST)}` : null;
}
