// Runs the real command line as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FakeDaemon } from './fake-daemon.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TIMEOUT_MS = 60_000;

export type Ended = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };
export type RunOptions = {
  readonly daemon?: FakeDaemon;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called once the process runs, to send it signals or close its pipes. */
  readonly during?: (child: ChildProcess, seen: () => string) => Promise<void>;
};

/** Gives what `dockr` printed and how it ended. */
export async function runDockr(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const socket = options.daemon?.socket ?? '/nonexistent/dockr.sock';
  const child = spawn(process.execPath, ['--', MAIN, ...words], {
    cwd: options.cwd ?? options.daemon?.directory ?? '/',
    env: { PATH: process.env['PATH'] ?? '', HOME: '/', DOCKR_SOCKET: socket, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  await options.during?.(child, () => stdout + stderr);
  return { exitCode: await exit, stdout, stderr };
}

/** Waits until `check` holds; the error says what was there instead. */
export async function until(check: () => boolean, describe: () => string): Promise<void> {
  const end = performance.now() + TIMEOUT_MS / 2;
  while (!check()) {
    if (performance.now() > end) throw new Error(`did not come about; seen: ${describe()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
