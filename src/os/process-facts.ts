// One process, as `ps -ef` shows it.
import { readFileSync } from 'node:fs';

export type ProcessFacts = {
  readonly pid: number;
  readonly parent: number;
  /** The effective one, as the host numbers it. */
  readonly uid: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Processor time so far. */
  readonly cpuMs: number;
  /** `pts/0`; null without one. */
  readonly terminal: string | null;
  /** Of a kernel thread or a zombie, its name in brackets. */
  readonly command: string;
};

/** The unit of times in /proc, which is the same on every Linux that Node runs on. */
const TICK_MS = 10;
/** Major numbers of pseudo terminals. */
const PTS_FIRST = 136;
const PTS_LAST = 143;

/** Undefined once the process is gone. */
export function readProcessFacts(pid: number): ProcessFacts | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    return { pid, ...parseStat(stat, argv), uid: Number(/^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1] ?? 0) };
  } catch {
    return undefined;
  }
}

function parseStat(text: string, argv: readonly string[]): Omit<ProcessFacts, 'pid' | 'uid'> {
  // A name may have blanks and parentheses: the last one ends it. Field 3 of proc(5), the state, is the first after it.
  const end = text.lastIndexOf(')');
  const name = text.slice(text.indexOf('(') + 1, end);
  const fields = text
    .slice(end + 2)
    .split(' ')
    .map(Number);
  const field = (number: number): number => fields[number - 3] ?? 0;
  return {
    parent: field(4),
    startedAt: bootTime() + field(22) * TICK_MS,
    cpuMs: (field(14) + field(15)) * TICK_MS,
    terminal: terminalName(field(7)),
    command: argv.length > 0 ? argv.join(' ') : `[${name}]`,
  };
}

function terminalName(device: number): string | null {
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  return major >= PTS_FIRST && major <= PTS_LAST ? `pts/${minor + 256 * (major - PTS_FIRST)}` : null;
}

function bootTime(): number {
  return Number(/^btime (\d+)/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? 0) * 1000;
}
