// Runs the command of a provider: no shell, few variables, a limit of time and of size, and nothing of it left behind. What it
// prints is the secret; what it says on its standard error may hold a part of it, and is not repeated.
import { spawn } from 'node:child_process';
import { errorCode, SystemError } from '../core/errors.ts';
import type { Provider } from './providers.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

type Environment = Readonly<Record<string, string | undefined>>;
type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** Throws `provider-failed`, `provider-timeout` and `provider-output-too-large`. */
export async function askProvider(provider: Provider, environment: Environment): Promise<Uint8Array> {
  const [program, ...argv] = provider.command;
  const allowed = provider.environment.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(program, argv, {
    env: { PATH, ...Object.fromEntries(allowed) },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore'],
    // A session of its own, all of which can be ended.
    detached: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<End>();
  const chunks: Buffer[] = [];
  let size = 0;
  const giveUp = (error: SystemError): void => {
    endGroup(child.pid);
    reject(error);
  };
  const timer = setTimeout(() => giveUp(tooSlow(provider)), provider.timeoutMs);
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > provider.maxBytes) giveUp(tooLarge(provider));
  });
  child.on('error', (error) => reject(notStarted(provider, error)));
  child.on('close', (code, signal) => resolve({ code, signal }));
  try {
    checkEnd(provider, await promise);
  } finally {
    clearTimeout(timer);
    child.stdout.destroy();
    endGroup(child.pid);
  }
  const bytes = Buffer.concat(chunks);
  const value = provider.trim && bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
  if (value.length > 0) return value;
  throw new SystemError('provider-failed', { message: `provider "${provider.name}" printed nothing` });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}

function checkEnd({ name, command }: Provider, { code, signal }: End): void {
  if (code === 0) return;
  throw new SystemError('provider-failed', {
    message: `the command of provider "${name}" ended with ${code === null ? signal : `code ${code}`}`,
    hint: `run it by hand, as the user of the daemon: ${command[0]} …`,
  });
}

function notStarted({ name, command }: Provider, cause: unknown): SystemError {
  const reason = errorCode(cause) === 'ENOENT' ? 'there is no such program' : (errorCode(cause) ?? 'unknown error');
  return new SystemError('provider-failed', {
    message: `"${command[0]}" of provider "${name}" cannot be run: ${reason}`,
    cause,
  });
}

function tooSlow({ name, timeoutMs }: Provider): SystemError {
  return new SystemError('provider-timeout', {
    message: `provider "${name}" gave nothing within ${timeoutMs / 1000} s, and was ended`,
  });
}

function tooLarge({ name, maxBytes }: Provider): SystemError {
  return new SystemError('provider-output-too-large', {
    message: `provider "${name}" printed more than ${maxBytes} bytes, and was ended`,
    hint: 'raise its "max_size" if that is meant',
  });
}
