// Processes as /proc shows them.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type FoundProcess = { readonly pid: number; readonly command: string };

/** Processes that have this path in their command, environment, program, directory or (containers) mounts. */
export function processesMentioning(path: string): readonly FoundProcess[] {
  const callers = ancestors();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !callers.has(pid) && mentions(pid, path))
    .map((pid) => ({ pid, command: commandOf(pid) }));
}

function mentions(pid: number, path: string): boolean {
  const proc = `/proc/${pid}`;
  const texts = [textOf(`${proc}/cmdline`), textOf(`${proc}/environ`), linkOf(`${proc}/exe`), linkOf(`${proc}/cwd`)];
  if (texts.some((text) => hasPath(text, path))) return true;
  // A container is known by what its root is made of: its command and environment say nothing of where its layers are.
  // Other mounts prove nothing: the namespace of another test is a copy of all that was mounted when it was made.
  const isContainer = linkOf(`${proc}/ns/mnt`) !== linkOf('/proc/self/ns/mnt');
  return isContainer && hasPath(rootMountOf(textOf(`${proc}/mountinfo`)), path);
}

/** The line of `/`: its fifth field is the mount point. */
function rootMountOf(mountinfo: string): string {
  return mountinfo.split('\n').find((line) => line.split(' ')[4] === '/') ?? '';
}

// The path itself or something beneath it, not a neighbour whose number begins alike.
function hasPath(text: string, path: string): boolean {
  return text
    .split(path)
    .slice(1)
    .some((rest) => !/^\d/.test(rest));
}

// This process and those that started it: their environment may well name the path.
function ancestors(): ReadonlySet<number> {
  const found = new Set<number>();
  let pid = process.pid;
  while (pid > 0 && !found.has(pid)) {
    found.add(pid);
    pid = Number(/^PPid:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);
  }
  return found;
}

function commandOf(pid: number): string {
  const command = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return (command || textOf(`/proc/${pid}/comm`).trim()).slice(0, 200);
}

// Empty when the process is gone or not ours to see.
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
