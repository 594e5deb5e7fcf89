// Starts the daemon of this machine: as a service of systemd where it is one, else with a few lines of shell in a session of
// their own, which start it again whenever it does not end well.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DaemonPaths } from '../api/paths.ts';
import { DockrError, SystemError } from '../core/errors.ts';
import { type DaemonLog, openDaemonLog } from './daemon-log.ts';
import { startService } from './start-service.ts';

export type StartOptions = {
  readonly paths: DaemonPaths;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Program and arguments of the daemon; this very Node and our daemon unless a test says otherwise. */
  readonly command?: readonly string[];
  readonly timeoutMs?: number;
};

/** On a slow machine, with many containers to find again, it takes its time; one that fails is given up long before. */
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 5;
/** So many failed starts in a row, and we give up waiting. */
const MAX_FAILURES = 3;
/** On a full disk a daemon that runs goes on, but none can start, and its log cannot say so. */
const FULL_DISK_PATIENCE_MS = 3_000;

/**
 * `$@` is the daemon. Ends with it when its status is 0 (it was told to, or another one holds the lock) or 78 (it lacks
 * something that starting again does not mend). Pauses are tenths of a second, because shells have whole numbers only.
 */
const SUPERVISOR = `
pause=1
while :; do
  since=$(date +%s)
  "$@"
  status=$?
  [ $status -eq 0 ] && exit 0
  echo "dockr-supervisor: the daemon ended with status $status"
  [ $status -eq 78 ] && exit 78
  [ $(($(date +%s) - since)) -ge 60 ] && pause=1
  sleep $((pause / 10)).$((pause % 10))
  pause=$((pause * 2))
  [ $pause -gt 5 ] && pause=5
done
`;
/** Of the daemon (EX_CONFIG). */
const EXIT_HOPELESS = 78;
/**
 * What is allocated goes here first, and V8 lets it grow to eight times as much whenever much comes at once, such as all
 * endpoints of an overlay: it keeps that for long, and a daemon has little to do most of the time.
 */
const YOUNG_MEGABYTES = 4;
const ERROR_LINE = /^error\[([a-z-]+)\]: (.*)$/;
const FAILURE_LINE = 'dockr-supervisor: the daemon ended with status';

/** Starts a supervised daemon and returns as soon as it answers on its socket. Two callers at once end up with one. */
export async function startDaemon(options: StartOptions): Promise<void> {
  checkRoot(options.paths.socket);
  if (options.command === undefined && (await startService(options))) return;
  const log = openDaemonLog(options.paths.state);
  try {
    const supervisor = spawnSupervisor(options, log.descriptor);
    await untilReady(supervisor, { ...options, log });
  } finally {
    log.close();
  }
}

/** Program and arguments of the daemon: its bundle beside ours, or its source. */
export function daemonCommand(): readonly [string, ...string[]] {
  const bundled = fileURLToPath(new URL('daemon.js', import.meta.url));
  const entry = existsSync(bundled) ? bundled : fileURLToPath(new URL('../daemon/main.ts', import.meta.url));
  return [process.execPath, `--max-semi-space-size=${YOUNG_MEGABYTES}`, entry];
}

function checkRoot(socket: string): void {
  if (process.getuid?.() === 0) return;
  throw new SystemError('not-root', {
    message: `no daemon answers on "${socket}", and only root can start one`,
    hint: 'run this command once as root; after that, members of the group "dockr" can use it',
  });
}

function spawnSupervisor(options: StartOptions, log: number): ChildProcess {
  const command = options.command ?? daemonCommand();
  const supervisor = spawn('/bin/sh', ['-c', SUPERVISOR, 'dockr-supervisor', ...command], {
    cwd: '/',
    detached: true,
    env: withoutService(options.environment),
    stdio: ['ignore', log, log],
  });
  // A failed spawn shows as a daemon that never answers; without a listener it would be thrown.
  supervisor.on('error', () => {});
  supervisor.unref();
  return supervisor;
}

/** A command may run in a service of systemd that is not ours: the daemon is to tell that one nothing. */
function withoutService(environment: StartOptions['environment']): NodeJS.ProcessEnv {
  const { NOTIFY_SOCKET: _, ...rest } = environment;
  return rest;
}

type Waiting = StartOptions & { readonly log: DaemonLog };

async function untilReady(supervisor: ChildProcess, waiting: Waiting): Promise<void> {
  const timeoutMs = waiting.timeoutMs ?? START_TIMEOUT_MS;
  const begun = performance.now();
  const end = begun + timeoutMs;
  for (let turn = 1; performance.now() < end; turn++) {
    if (await answers(waiting.paths.socket)) return;
    if (supervisor.exitCode === EXIT_HOPELESS) throw whyNotStarted('ended at once', waiting);
    if (turn % 20 === 0) checkFailures(supervisor, waiting);
    if (turn % 20 === 0 && performance.now() - begun > FULL_DISK_PATIENCE_MS) checkDisk(supervisor, waiting);
    await sleep(POLL_MS);
  }
  throw notStarted(`did not answer within ${timeoutMs / 1000} seconds`, waiting);
}

/** A daemon that fails at once again and again is not waited for, and its supervisor not left behind. */
function checkFailures(supervisor: ChildProcess, waiting: Waiting): void {
  const failures = waiting.log.linesSinceOpened().filter((line) => line.startsWith(FAILURE_LINE));
  if (failures.length < MAX_FAILURES) return;
  endSupervisor(supervisor);
  throw whyNotStarted(`ended ${failures.length} times at once`, waiting);
}

function checkDisk(supervisor: ChildProcess, { paths }: Waiting): void {
  const { bavail, ffree, files } = statfsSync(paths.state);
  if (bavail > 0 && (ffree > 0 || files === 0)) return;
  endSupervisor(supervisor);
  throw new SystemError('disk-full', {
    message: `the daemon cannot start: there is no space left on the disk of "${paths.state}"`,
    hint: 'free space on the disk that holds the state directory',
  });
}

function endSupervisor({ pid, exitCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null) endSession(pid);
}

function endSession(leader: number): void {
  try {
    process.kill(-leader, 'SIGTERM');
  } catch {
    // Gone by itself.
  }
}

/** The daemon's own last words, where it said why it cannot work here. */
function whyNotStarted(what: string, waiting: Waiting): DockrError {
  const lines = waiting.log.linesSinceOpened();
  const start = lines.findLastIndex((line) => ERROR_LINE.test(line));
  const [, code, message] = ERROR_LINE.exec(lines[start] ?? '') ?? [];
  if (code === undefined || message === undefined || code === 'bug') return notStarted(what, waiting);
  const hint = /^ {2}hint: (.*)$/.exec(lines[start + 1] ?? '')?.[1];
  return new DockrError('system', code, { message: `the daemon cannot start: ${message}`, hint });
}

function notStarted(what: string, waiting: Waiting): DockrError {
  return new SystemError('daemon-not-started', {
    message: `the daemon was started but ${what}`,
    hint: `look into "${waiting.log.path}"`,
    output: waiting.log.linesSinceOpened().slice(-15),
  });
}

function answers(socket: string): Promise<boolean> {
  if (!existsSync(socket)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const connection = connectSocket(socket);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}
