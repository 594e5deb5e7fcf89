// What containers use, in the columns of `docker stats`, and their processes, in those of `ps -ef`.
import type { ProcessSummary, UsageSummary } from '../api/usage-messages.ts';
import { formatMemory, formatSize } from '../core/units.ts';
import { formatTable } from './format-table.ts';
import { toPlainLine } from './plain-text.ts';

export type Usage = UsageSummary & {
  /** Of one processor; null until there are two readings of the same run. */
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
};

const SHORT_ID = 12;
const DAY_MS = 86_400_000;

/** What was used between two readings. One that was not there before, or was started anew, has no rate yet. */
export function toUsages(before: readonly UsageSummary[], after: readonly UsageSummary[]): readonly Usage[] {
  const earlier = new Map(before.map((each) => [each.id, each]));
  return after.map((each) => ({
    ...each,
    cpuPercent: cpuPercent(earlier.get(each.id), each),
    memoryPercent: each.memoryBytes === null ? null : (100 * each.memoryBytes) / each.memoryLimitBytes,
  }));
}

function cpuPercent(before: UsageSummary | undefined, { cpuNs, atMs }: UsageSummary): number | null {
  if (!before || before.cpuNs === null || cpuNs === null || cpuNs < before.cpuNs || atMs <= before.atMs) return null;
  return (100 * (cpuNs - before.cpuNs)) / 1e6 / (atMs - before.atMs);
}

export function formatUsages(usages: readonly Usage[]): string {
  return formatTable({
    head: ['CONTAINER ID', 'NAME', 'CPU %', 'MEM USAGE / LIMIT', 'MEM %', 'NET I/O', 'BLOCK I/O', 'PIDS'],
    rows: usages.map((usage) => [
      usage.id.slice(0, SHORT_ID),
      usage.name,
      formatPercent(usage.cpuPercent),
      pair(usage.memoryBytes, usage.memoryLimitBytes, formatMemory),
      formatPercent(usage.memoryPercent),
      pair(usage.receivedBytes, usage.sentBytes, formatSize),
      pair(usage.readBytes, usage.writtenBytes, formatSize),
      String(usage.pids ?? NOTHING),
    ]),
  });
}

/** As many as a screen has place for, with the line below them; what is left out is counted. */
export function fitLines(
  lines: readonly string[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly string[] {
  const most = Math.max(2, rows - 1);
  const fitting = lines.length <= most ? lines : [...lines.slice(0, most - 1), `… ${lines.length - most + 1} more`];
  return fitting.map((line) => line.slice(0, columns));
}

const NOTHING = '--';

function formatPercent(percent: number | null): string {
  return percent === null ? NOTHING : `${percent.toFixed(2)}%`;
}

function pair(one: number | null, other: number | null, format: (bytes: number) => string): string {
  const [first, second] = [one, other].map((bytes) => (bytes === null ? NOTHING : format(bytes)));
  return `${first} / ${second}`;
}

/** The column C is the processor time in percent of the time since the start. */
export function formatProcesses(processes: readonly ProcessSummary[], nowMs: number): string {
  return formatTable({
    head: ['CONTAINER', 'UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
    rows: processes.map(({ container, uid, pid, parent, startedAt, cpuMs, terminal, command }) => [
      container,
      ...[uid, pid, parent].map(String),
      String(Math.floor((100 * cpuMs) / Math.max(1, nowMs - startedAt))),
      formatStart(startedAt, nowMs),
      terminal ?? '?',
      formatTime(cpuMs),
      toPlainLine(command),
    ]),
  });
}

/** `09:30`, and `Nov21` for what is older than a day. */
function formatStart(startedAt: number, nowMs: number): string {
  const date = new Date(startedAt);
  if (nowMs - startedAt < DAY_MS) return [date.getHours(), date.getMinutes()].map(twoDigits).join(':');
  return `${date.toLocaleString('en', { month: 'short' })}${twoDigits(date.getDate())}`;
}

function formatTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
