// A further process in a running container.
import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { ContainerError } from '../../core/errors.ts';
import { closeDescriptor } from '../../os/libc.ts';
import { withOomScore } from '../../os/oom-score.ts';
import { createPipe } from '../../os/poller.ts';
import { reapOrphans, sendSignal, spawnProcess, waitForExit } from '../../os/process.ts';
import type { OciRuntime } from './oci-runtime.ts';
import { encodeRuntimeJson } from './runtime-config/oci-runtime-config.ts';

const SIGKILL = 9;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const COMMAND_NOT_FOUND = /executable file .*not found|no such file or directory|not found in \$PATH/i;
const COMMAND_NOT_EXECUTABLE = /permission denied|operation not permitted|exec format error|(?:is|not) a directory/i;
/** How a line begins that the runtime wrote, not the command. */
const RUNTIME_SPOKE =
  /^(\d{4}-\S+: |time="|ERRO|exec failed|crun: |OCI runtime|open executable: |executable file|chdir to|chdir `|exec: [A-Z])/m;

/** The OCI `process` object. */
export type ProcessSpec = Readonly<Record<string, unknown>> & { readonly args: readonly string[] };

export type ExecProcess = {
  readonly stdin: Socket | undefined;
  readonly stdout: Socket;
  readonly stderr: Socket;
  /** 126 and 127 as Docker has them when the program could not be run. */
  readonly exit: Promise<number>;
  /** Sends a signal to the process inside. */
  kill(signal: number): Promise<void>;
};

export type ExecOptions = {
  readonly runtime: OciRuntime;
  readonly id: string;
  readonly bundle: string;
  readonly process: ProcessSpec;
  readonly stdin: boolean;
};

/** Starts a process in the container; its streams are pipes. */
export async function startExec(options: ExecOptions): Promise<ExecProcess> {
  const { runtime, id, bundle } = options;
  const name = `${bundle}/exec-${randomUUID()}`;
  await writeFile(`${name}.json`, encodeRuntimeJson(options.process));
  const stdin = options.stdin ? createPipe() : undefined;
  const stdout = createPipe();
  const stderr = createPipe();
  const theirs = [...(stdin ? [stdin.readEnd] : []), stdout.writeEnd, stderr.writeEnd];
  const ours = [...(stdin ? [stdin.writeEnd] : []), stdout.readEnd, stderr.readEnd];
  let pid: number;
  try {
    const argv = [
      runtime.name,
      '--root',
      runtime.stateDirectory,
      'exec',
      '--process',
      `${name}.json`,
      '--pid-file',
      `${name}.pid`,
      id,
    ];
    const descriptors: [number, number][] = [
      [stdout.writeEnd, 1],
      [stderr.writeEnd, 2],
    ];
    if (stdin) descriptors.push([stdin.readEnd, 0]);
    // crun's exec leaves this one field of the process to us; the daemon's own score is that of a service.
    pid = withOomScore(oomScoreOf(options.process), () =>
      spawnProcess(runtime.path, argv, { descriptors, environment: { PATH } }),
    );
  } catch (error) {
    for (const fd of ours) closeDescriptor(fd);
    throw error;
  } finally {
    for (const fd of theirs) closeDescriptor(fd);
  }
  const errors = new Socket({ fd: stderr.readEnd, readable: true, writable: false });
  const head = keepHead(errors);
  const exit = waitForExit(pid).then(async (code) => {
    reapOrphans();
    await rm(`${name}.json`, { force: true });
    const started = await readFile(`${name}.pid`, 'utf8').then(Boolean, () => false);
    await rm(`${name}.pid`, { force: true });
    return exitCodeOf(code ?? -1, head(), started);
  });
  return {
    stdin: stdin && new Socket({ fd: stdin.writeEnd, readable: false, writable: true }),
    stdout: new Socket({ fd: stdout.readEnd, readable: true, writable: false }),
    stderr: errors,
    exit,
    async kill(signal) {
      const inner = Number(await readFile(`${name}.pid`, 'utf8').catch(() => '0'));
      sendSignal(inner > 1 ? inner : pid, signal);
    },
  };
}

function oomScoreOf({ oomScoreAdj }: ProcessSpec): number {
  return typeof oomScoreAdj === 'number' ? oomScoreAdj : 0;
}

/** Both runtimes answer 255 or 1 where Docker says 126 or 127; their words tell. */
function exitCodeOf(code: number, message: string, started: boolean): number {
  if (started && code !== 255 && code !== 1) return code;
  if (!RUNTIME_SPOKE.test(message)) return code;
  if (COMMAND_NOT_FOUND.test(message)) return 127;
  return COMMAND_NOT_EXECUTABLE.test(message) ? 126 : code;
}

function keepHead(stream: Socket): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    if (text.length < 4096) text += chunk.toString('utf8');
  });
  return () => text;
}

export type Probed = { readonly exitCode: number; readonly output: string };

/** Runs a command to its end: its exit code and at most 4 kB of output; -1, and the process killed, after `timeoutMs`. */
export async function probeExec(options: ExecOptions, timeoutMs: number, title = 'health check'): Promise<Probed> {
  const process = await startExec(options);
  const chunks: Buffer[] = [];
  let size = 0;
  const keep = (chunk: Buffer): void => {
    if (size < 4096) chunks.push(chunk);
    size += chunk.length;
  };
  process.stdout.on('data', keep);
  process.stderr.on('data', keep);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void process.kill(SIGKILL).catch(() => {});
  }, timeoutMs);
  const exitCode = await process.exit;
  clearTimeout(timer);
  process.stdout.destroy();
  process.stderr.destroy();
  const output = Buffer.concat(chunks).toString('utf8').slice(0, 4096);
  return timedOut
    ? { exitCode: -1, output: `${output}${title} took longer than ${timeoutMs} ms` }
    : { exitCode, output };
}

/** For callers that need a running container. */
export function notRunning(name: string): ContainerError {
  return new ContainerError('container-not-running', { message: `container "${name}" is not running` });
}
