// Control groups of containers: what they use, what is left of them, and the end of whatever still runs in one.
// A container's group has the same path, `/dockr/<id>`, in every tree.
import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, SystemError } from '../core/errors.ts';
import { cgroupHierarchies } from './cgroup-hierarchies.ts';
import { sendSignal } from './process.ts';

const SIGKILL = 9;
const DEFAULT_TIMEOUT_MS = 5_000;
const RETRY_MS = 10;
const MAX_DEPTH = 32;

/** The directories of a group, one in each tree that has it. */
export function cgroupDirectories(path: string): readonly string[] {
  return cgroupHierarchies()
    .map(({ mountPoint }) => join(mountPoint, checkPath(path)))
    .filter((directory) => existsSync(directory));
}

/** Names of the groups directly beneath `parent`, in whatever tree, sorted. */
export function listCgroups(parent: string): readonly string[] {
  const names = cgroupDirectories(parent).flatMap(subdirectories);
  return [...new Set(names)].sort();
}

/** Every process in a group and beneath it, in whatever tree. */
export function cgroupProcesses(path: string): readonly number[] {
  const pids = cgroupDirectories(path).flatMap((directory) => treeOf(directory).flatMap(pidsIn));
  return [...new Set(pids)];
}

/** Removes a group and those beneath it from every tree; "not there" is success. Throws `cgroup-busy` if processes stay in it. */
export async function removeCgroup(path: string, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  // The kernel says EBUSY for a moment after the last process of a group has been reaped.
  while (!tryRemove(path)) {
    if (performance.now() > deadline) throw busy(path, 'remove');
    await delay(RETRY_MS);
  }
}

/** Kills every process in a group, and those they make meanwhile. Throws `cgroup-busy` if some outlive the timeout. */
export async function killCgroup(path: string, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (killOnce(path) > 0) {
    if (performance.now() > deadline) throw busy(path, 'kill the processes of');
    await delay(RETRY_MS);
  }
}

/** Stops or resumes the processes of a group. The kernel may take a moment to stop all of them. */
export function setFrozen(path: string, frozen: boolean): void {
  for (const { version, mountPoint } of cgroupHierarchies()) {
    const directory = join(mountPoint, checkPath(path));
    if (version === 2) writeIfThere(join(directory, 'cgroup.freeze'), frozen ? '1' : '0');
    else writeIfThere(join(directory, 'freezer.state'), frozen ? 'FROZEN' : 'THAWED');
  }
}

/** Whether the kernel limits swap: the file is there in a group other than the root of version 2, which has no limits. */
export function hasSwapAccounting(): boolean {
  const memory = cgroupHierarchies().find(({ controllers }) => controllers.includes('memory'));
  if (!memory) return false;
  if (memory.version === 1) return existsSync(join(memory.mountPoint, 'memory.memsw.limit_in_bytes'));
  return subdirectories(memory.mountPoint).some((name) => existsSync(join(memory.mountPoint, name, 'memory.swap.max')));
}

/** Deepest first, so that each is empty of groups when its turn comes. */
function tryRemove(path: string): boolean {
  let isGone = true;
  for (const directory of cgroupDirectories(path)) {
    for (const each of treeOf(directory).toReversed()) isGone = tryRmdir(each) && isGone;
  }
  return isGone;
}

function tryRmdir(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return true;
    if (code === 'EBUSY' || code === 'ENOTEMPTY') return false;
    throw error;
  }
}

/** One round; returns how many processes there were. Frozen, they cannot fork away from it; a killed one dies when thawed. */
function killOnce(path: string): number {
  if (cgroupProcesses(path).length === 0) return 0;
  for (const { version, mountPoint } of cgroupHierarchies()) {
    if (version === 2) writeIfThere(join(mountPoint, checkPath(path), 'cgroup.kill'), '1');
  }
  setFrozen(path, true);
  try {
    const pids = cgroupProcesses(path);
    // A pid of 0 is a process of another pid namespace that we cannot see.
    for (const pid of pids) if (pid > 1 && pid !== process.pid) sendSignal(pid, SIGKILL);
    return pids.length;
  } finally {
    setFrozen(path, false);
  }
}

/** A group and all beneath it, parents first. */
function treeOf(directory: string, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  return [directory, ...subdirectories(directory).flatMap((name) => treeOf(join(directory, name), depth + 1))];
}

function subdirectories(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function pidsIn(directory: string): readonly number[] {
  try {
    return readFileSync(join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch (error) {
    // EOPNOTSUPP: a threaded group of version 2, whose processes its parent lists.
    if (isGone(error) || errorCode(error) === 'EOPNOTSUPP') return [];
    throw error;
  }
}

function writeIfThere(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'r+' });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** ENODEV: the group was removed between open and use. */
function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENODEV'].includes(errorCode(error) ?? '');
}

// A path of ours is never the root of a tree: what is asked here may kill and remove.
function checkPath(path: string): string {
  const parts = path.split('/').slice(1);
  const isClean =
    path.startsWith('/') && parts.length > 0 && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (isClean && !path.includes('\0')) return path;
  throw new SystemError('invalid-cgroup', { message: `invalid path of a control group "${path}"` });
}

function busy(path: string, action: string): SystemError {
  const pids = cgroupProcesses(path);
  return new SystemError('cgroup-busy', {
    message: `cannot ${action} control group "${path}": ${pids.length} processes are still in it`,
    facts: { pids: pids.slice(0, 20).join(' ') },
  });
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
