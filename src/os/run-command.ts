// A program of somebody else's that may hang, write without end or leave children behind: run with limits, in a session of
// its own, all of which is gone afterwards.
import { SystemError } from '../core/errors.ts';
import { closeDescriptor } from './libc.ts';
import { createPipe, readToEnd } from './poller.ts';
import { killGroup, reap, spawnProcess, waitForExit } from './process.ts';

export type CommandOptions = {
  readonly environment: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Descriptors of files; without them stdin is /dev/null and stdout is given back. */
  readonly stdin?: number;
  readonly stdout?: number;
  /** A descriptor that the program has as 3. */
  readonly third?: number;
  /** How much of stdout is kept; a megabyte by default. */
  readonly stdoutBytes?: number;
};

export type CommandResult = {
  readonly exitCode: number;
  /** The beginning of each: a megabyte of stderr. */
  readonly stdout: string;
  readonly stderr: string;
  readonly end: 'exited' | 'timed-out' | 'aborted';
};

const REAP_POLL_MS = 2;
const REAP_TIMEOUT_MS = 200;
const OUTPUT_TIMEOUT_MS = 5000;

/** Runs a program to its end, or kills it when the time is up or the signal comes. */
export async function runCommand(
  path: string,
  argv: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  if (options.signal.aborted) return { exitCode: -1, stdout: '', stderr: '', end: 'aborted' };
  const { pid, stdout, stderr } = start(path, argv, options);
  const exit = waitForExit(pid);
  let end: CommandResult['end'] = 'exited';
  const stop = (why: 'timed-out' | 'aborted'): void => {
    end = why;
    killGroup(pid);
  };
  const onAbort = (): void => stop('aborted');
  options.signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop('timed-out'), options.timeoutMs);
  const exitCode = (await exit) ?? -1;
  clearTimeout(timer);
  options.signal.removeEventListener('abort', onAbort);
  const reaped = endGroup(pid);
  const [out, err] = await withinTime(Promise.all([stdout, stderr]), pid);
  await reaped;
  return { exitCode, stdout: out.toString('utf8'), stderr: err.toString('utf8'), end };
}

function start(
  path: string,
  argv: readonly string[],
  { environment, directory, stdin, stdout, third, stdoutBytes }: CommandOptions,
) {
  const out = stdout === undefined ? createPipe() : undefined;
  const err = createPipe();
  const descriptors = [
    ...(stdin === undefined ? [] : [[stdin, 0] as const]),
    [out?.writeEnd ?? stdout ?? -1, 1] as const,
    [err.writeEnd, 2] as const,
    ...(third === undefined ? [] : [[third, 3] as const]),
  ];
  try {
    const pid = spawnProcess(path, argv, { environment, descriptors, ...(directory ? { directory } : {}) });
    const empty = Promise.resolve(Buffer.alloc(0));
    return { pid, stdout: out ? readToEnd(out.readEnd, stdoutBytes) : empty, stderr: readToEnd(err.readEnd) };
  } catch (error) {
    for (const fd of [out?.readEnd, err.readEnd]) if (fd !== undefined) closeDescriptor(fd);
    throw error;
  } finally {
    for (const fd of [out?.writeEnd, err.writeEnd]) if (fd !== undefined) closeDescriptor(fd);
  }
}

/** What the program left running holds our pipes; where we are a subreaper, it would also stay as our zombie. */
async function endGroup(leader: number): Promise<void> {
  const deadline = performance.now() + REAP_TIMEOUT_MS;
  while (killGroup(leader) && performance.now() < deadline) {
    while (reap(-leader) !== undefined);
    await new Promise((resolve) => setTimeout(resolve, REAP_POLL_MS));
  }
}

/** The pipes close as soon as all who hold them are dead, which a process that waits for a disk is not. */
async function withinTime<T>(output: Promise<T>, leader: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new SystemError('process-stays', { message: `processes of session ${leader} do not end` }));
  }, OUTPUT_TIMEOUT_MS);
  try {
    return await Promise.race([output, late]);
  } finally {
    clearTimeout(timer);
  }
}
