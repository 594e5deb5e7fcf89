// conmon: one small process per container that owns its stdio, writes its log and leaves its exit code in a file.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ContainerError, SystemError } from '../../core/errors.ts';
import { closeDescriptor } from '../../os/libc.ts';
import { createPipe, readFirstLine } from '../../os/poller.ts';
import { reap, spawnProcess, waitForExit } from '../../os/process.ts';
import type { OciRuntime } from './oci-runtime.ts';
import { type FailedContainer, runtimeError } from './runtime-error.ts';

export type ConmonOptions = {
  readonly conmonPath: string;
  readonly runtime: OciRuntime;
  readonly id: string;
  /** For errors. */
  readonly name: string;
  /** On tmpfs: config.json, pid files, attach socket. */
  readonly bundle: string;
  readonly exitDirectory: string;
  readonly logPath: string;
  readonly terminal: boolean;
  readonly stdin: boolean;
  /** Run by conmon when the container has ended. */
  readonly exitCommand?: readonly string[];
};

const SYNC_DESCRIPTOR = 3;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Starts conmon, which creates the container. Resolves with the pid of its init, not started yet. */
export async function createWithConmon(options: ConmonOptions): Promise<number> {
  const pipe = createPipe();
  let conmon: number;
  try {
    conmon = spawnProcess(options.conmonPath, conmonArguments(options), {
      descriptors: [[pipe.writeEnd, SYNC_DESCRIPTOR]],
      environment: { PATH, _OCI_SYNCPIPE: String(SYNC_DESCRIPTOR) },
    });
  } catch (error) {
    closeDescriptor(pipe.readEnd);
    throw error;
  } finally {
    closeDescriptor(pipe.writeEnd);
  }
  // The first process forks and ends; the second keeps the pipe open, so one line is read and not to the end.
  const [line] = await Promise.all([readFirstLine(pipe.readEnd), waitForExit(conmon).catch(() => reap(conmon))]);
  return parseSyncLine(line, options);
}

function conmonArguments(options: ConmonOptions): string[] {
  const { id, bundle, runtime } = options;
  const argv = ['conmon', '--api-version', '1', '-c', id, '-u', id, '-n', id, '-r', runtime.path];
  argv.push('--runtime-arg', '--root', '--runtime-arg', runtime.stateDirectory);
  argv.push('-b', bundle, '-p', `${bundle}/pid`, '-P', `${bundle}/conmon.pid`, '--exit-dir', options.exitDirectory);
  argv.push('--full-attach', '-l', `k8s-file:${options.logPath}`, '--log-level', 'warning');
  if (options.terminal) argv.push('-t');
  if (options.stdin) argv.push('-i');
  for (const [index, argument] of (options.exitCommand ?? []).entries())
    argv.push(index === 0 ? '--exit-command' : '--exit-command-arg', argument);
  return argv;
}

function parseSyncLine(line: string, container: FailedContainer): number {
  const answer = parseAnswer(line);
  if (answer.data > 0) return answer.data;
  if (answer.message) throw runtimeError(answer.message, container);
  throw new ContainerError('conmon-failed', {
    message: `conmon ended without creating container "${container.name}" (it said ${JSON.stringify(line)})`,
  });
}

function parseAnswer(line: string): { data: number; message: string } {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return { data: -1, message: '' };
    const data = 'data' in value ? Number(value.data) : 'pid' in value ? Number(value.pid) : -1;
    return { data, message: 'message' in value ? String(value.message) : '' };
  } catch {
    return { data: -1, message: '' };
  }
}

/** The pid of the conmon of a bundle, or undefined before it wrote it and after it ended. */
export function conmonPid(bundle: string): number | undefined {
  try {
    const pid = Number(readFileSync(`${bundle}/conmon.pid`, 'utf8'));
    // The file outlives conmon, and the pid may have gone to another program since.
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'conmon' ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The exit code that conmon left; undefined if there is none or it is garbage. The file goes once the code is recorded. */
export async function readExitCode(exitFile: string): Promise<number | undefined> {
  const text = await readFile(exitFile, 'utf8').catch(() => undefined);
  return text !== undefined && /^\d{1,3}\s*$/.test(text) ? Number(text) : undefined;
}

export function missingConmon(): SystemError {
  return new SystemError('no-conmon', { message: 'conmon is not installed', hint: 'apt-get install conmon' });
}
