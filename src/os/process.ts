// Processes without Node's spawn, which blocks for milliseconds as the process grows: posix_spawn, pidfds, waitpid, signals.
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { SystemError } from '../core/errors.ts';
import { checkCall, closeDescriptor, lastErrno, libcFunction, systemCallError } from './libc.ts';
import { createPipe, onReadable, readToEnd } from './poller.ts';

const posixSpawn = libcFunction('int posix_spawn(_Out_ int*, const char*, void*, void*, const char**, const char**)');
const actionsInit = libcFunction('int posix_spawn_file_actions_init(void*)');
const actionsDestroy = libcFunction('int posix_spawn_file_actions_destroy(void*)');
const actionsDup2 = libcFunction('int posix_spawn_file_actions_adddup2(void*, int, int)');
const actionsOpen = libcFunction('int posix_spawn_file_actions_addopen(void*, int, const char*, int, uint32_t)');
const actionsCloseFrom = libcFunction('int posix_spawn_file_actions_addclosefrom_np(void*, int)');
const actionsChdir = libcFunction('int posix_spawn_file_actions_addchdir_np(void*, const char*)');
const attributesInit = libcFunction('int posix_spawnattr_init(void*)');
const attributesFlags = libcFunction('int posix_spawnattr_setflags(void*, short)');
const attributesSignalDefault = libcFunction('int posix_spawnattr_setsigdefault(void*, void*)');
const attributesSignalMask = libcFunction('int posix_spawnattr_setsigmask(void*, void*)');
const waitpidCall = libcFunction('int waitpid(int, _Out_ int*, int)');
const waitidCall = libcFunction('int waitid(int, int, void*, int)');
const pidfdOpen = libcFunction('int pidfd_open(int, int)');
const killCall = libcFunction('int kill(int, int)');
const prctlCall = libcFunction('int prctl(int, long, long, long, long)');

const FILE_ACTIONS_SIZE = 80;
const ATTRIBUTES_SIZE = 336;
const SIGSET_SIZE = 128;
const SETSIGDEF_SETSIGMASK_SETSID = 0x04 | 0x08 | 0x80;
const O_RDWR = 2;
const WNOHANG = 1;
const WEXITED = 4;
const WNOWAIT = 0x01000000;
const P_ALL = 0;
const P_PID = 1;
/** Of `siginfo_t`, and where it has the pid. */
const SIGINFO_SIZE = 128;
const SIGINFO_PID = 16;
const PR_SET_CHILD_SUBREAPER = 36;

// Node ignores SIGPIPE, and a spawned child would inherit that: every signal at its default, none blocked, own session.
const attributes = Buffer.alloc(ATTRIBUTES_SIZE);
attributesInit(attributes);
attributesFlags(attributes, SETSIGDEF_SETSIGMASK_SETSID);
attributesSignalDefault(attributes, Buffer.alloc(SIGSET_SIZE, 0xff));
attributesSignalMask(attributes, Buffer.alloc(SIGSET_SIZE));

export type SpawnOptions = {
  /** `[ours, theirs]`; of theirs 0–2, those not named are /dev/null. */
  readonly descriptors?: readonly (readonly [number, number])[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
};

/** Starts a program in a session of its own, with no descriptor but those given. Returns its pid; the caller reaps it. */
export function spawnProcess(path: string, argv: readonly string[], options: SpawnOptions = {}): number {
  const descriptors = options.descriptors ?? [];
  const actions = Buffer.alloc(FILE_ACTIONS_SIZE);
  actionsInit(actions);
  for (let fd = 0; fd < 3; fd++) {
    if (!descriptors.some(([, theirs]) => theirs === fd)) actionsOpen(actions, fd, '/dev/null', O_RDWR, 0);
  }
  for (const [ours, theirs] of descriptors) actionsDup2(actions, ours, theirs);
  actionsCloseFrom(actions, Math.max(2, ...descriptors.map(([, theirs]) => theirs)) + 1);
  if (options.directory) actionsChdir(actions, options.directory);
  const environment = Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  const pid = [0];
  const errno: number = posixSpawn(pid, path, actions, attributes, [...argv, null], [...environment, null]);
  actionsDestroy(actions);
  if (errno) throw systemCallError(errno, `posix_spawn ${path}`);
  return pid[0] ?? -1;
}

/** 0–255, or 128 + the signal that ended it; undefined if it was not our child, so that nobody knows. */
export type ExitCode = number | undefined;

/** Resolves when the process is gone; reaps it if it is our child. Rejects with ESRCH if there is none. */
export async function waitForExit(pid: number): Promise<ExitCode> {
  const fd = checkCall(pidfdOpen(pid, 0), 'pidfd_open');
  awaited.add(pid);
  return new Promise((resolve) => {
    const stop = onReadable(fd, () => {
      stop();
      closeDescriptor(fd);
      awaited.delete(pid);
      resolve(reap(pid));
    });
  });
}

/** The exit code of a child that has ended, or undefined. Never blocks. */
export function reap(pid: number): ExitCode {
  const status = [0];
  if (waitpidCall(pid, status, WNOHANG) <= 0) return undefined;
  const value = status[0] ?? 0;
  const signal = value & 0x7f;
  return signal ? 128 + signal : (value >> 8) & 0xff;
}

export type RunResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end without blocking the loop. */
export async function runProcess(
  path: string,
  argv: readonly string[],
  options: SpawnOptions = {},
): Promise<RunResult> {
  const out = createPipe();
  const err = createPipe();
  let pid: number;
  try {
    const descriptors = [...(options.descriptors ?? []), [out.writeEnd, 1], [err.writeEnd, 2]] as const;
    pid = spawnProcess(path, argv, { ...options, descriptors });
  } catch (error) {
    for (const fd of [out.readEnd, out.writeEnd, err.readEnd, err.writeEnd]) closeDescriptor(fd);
    throw error;
  }
  closeDescriptor(out.writeEnd);
  closeDescriptor(err.writeEnd);
  const exit = waitForExit(pid);
  const [exitCode, stdout, stderr] = await Promise.all([exit, readToEnd(out.readEnd), readToEnd(err.readEnd)]);
  return { exitCode: exitCode ?? -1, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') };
}

/** Sends a signal; false if there is no such process any more. */
export function sendSignal(pid: number, signal: number): boolean {
  if (pid <= 1) throw new SystemError('EINVAL', { message: `refusing to signal pid ${pid}` });
  if (killCall(pid, signal) === 0) return true;
  const errno = lastErrno();
  if (errno === constants.errno.ESRCH) return false;
  throw systemCallError(errno, `kill ${pid}`);
}

/** Kills a process group; false when it has no member any more. Node's own way makes an error of that each time. */
export function killGroup(leader: number): boolean {
  if (leader <= 1) throw new SystemError('EINVAL', { message: `refusing to signal group ${leader}` });
  return killCall(-leader, constants.signals.SIGKILL) === 0;
}

const awaited = new Set<number>();

/**
 * Takes in the children that we never started and nobody waits for: what `crun exec` leaves behind when it fails becomes
 * ours (we are a subreaper), and as long as it is a zombie the kernel does not let its container's init end. Children of
 * Node's own spawn are left to Node: only processes of other pid namespaces, conmon and the runtimes are touched.
 */
export function reapOrphans(): void {
  // There are hundreds of children, and several looks a second: mostly one call says that none has ended.
  if (!hasEnded(P_ALL, 0)) return;
  for (const pid of childPids()) if (!awaited.has(pid) && hasEnded(P_PID, pid) && isForeign(pid)) reap(pid);
}

const siginfo = Buffer.alloc(SIGINFO_SIZE);

/** Whether some child, or this one, has ended and was not waited for yet; it stays so. */
function hasEnded(kind: typeof P_ALL | typeof P_PID, pid: number): boolean {
  siginfo.fill(0);
  return waitidCall(kind, pid, siginfo, WEXITED | WNOHANG | WNOWAIT) === 0 && siginfo.readInt32LE(SIGINFO_PID) !== 0;
}

function childPids(): number[] {
  try {
    return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

/** Of another pid namespace, a monitor or a runtime. */
function isForeign(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return /^NSpid:\t\d+\t\d/m.test(status) || /^Name:\t(conmon|crun|runc)/m.test(status);
  } catch {
    return false;
  }
}

/** Orphaned descendants become our children, so that the exit code of a container whose conmon died is not lost. */
export function becomeSubreaper(): void {
  checkCall(prctlCall(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 'prctl');
}

/** What tells a process from a later one with the same pid: its start time in clock ticks since boot; undefined if gone. */
export function processStartTime(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    return Number(fields[19]);
  } catch {
    return undefined;
  }
}

const SIGNALS: Readonly<Record<string, number>> = constants.signals;

/** `TERM`, `SIGTERM`, `sigterm` or `15` as a number, or undefined. */
export function parseSignal(text: string): number | undefined {
  if (/^[0-9]+$/.test(text)) {
    const number = Number(text);
    return number >= 1 && number <= 64 ? number : undefined;
  }
  const name = text.toUpperCase().startsWith('SIG') ? text.toUpperCase() : `SIG${text.toUpperCase()}`;
  const realtime = /^SIGRT(MIN|MAX)(?:([+-])([0-9]+))?$/.exec(name);
  if (realtime) return (realtime[1] === 'MIN' ? 34 : 64) + Number(`${realtime[2] ?? '+'}${realtime[3] ?? 0}`);
  return SIGNALS[name];
}

const RT_SIGTIMEDWAIT: Readonly<Record<string, string>> = { x64: '128', arm64: '137' };

/**
 * Whether a signal would be lost on a process: it is the init of a pid namespace, which the kernel shields from every
 * signal that it does not catch (pid_namespaces(7)), and no thread holds the signal back to fetch it later.
 */
export function wouldMissSignal(pid: number, signal: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    if (!/^NSpid:(?:\t\d+)+\t1$/m.test(status) || hasSignal(status, 'SigCgt', signal)) return false;
    const threads = readdirSync(`/proc/${pid}/task`);
    return !threads.some((thread) => {
      const directory = `/proc/${pid}/task/${thread}`;
      return hasSignal(readFileSync(`${directory}/status`, 'utf8'), 'SigBlk', signal) || isFetching(directory);
    });
  } catch {
    return false;
  }
}

/** While a thread waits in rt_sigtimedwait(2), as tini does, the kernel shows what it waits for as not held back. */
function isFetching(directory: string): boolean {
  const [number] = readFileSync(`${directory}/syscall`, 'utf8').split(' ');
  return number === RT_SIGTIMEDWAIT[process.arch];
}

function hasSignal(status: string, field: 'SigCgt' | 'SigBlk', signal: number): boolean {
  const mask = new RegExp(`^${field}:\\s+([0-9a-f]+)$`, 'm').exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
}
