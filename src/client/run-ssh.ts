// The system's ssh, with the settings and keys of its user.
import { spawn } from 'node:child_process';
import { DockrError, errorCode, fromWireError, SystemError } from '../core/errors.ts';
import type { Environment } from './environment.ts';
import type { SshHost } from './parse-host.ts';
import { isWireError } from './wire-error.ts';

export type SshEnded = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

const MAX_OUTPUT = 64 * 1024;
const SSH_FAILED = 255;
const NOT_FOUND = 127;

/** Runs ssh with these arguments to its end. It may ask on the terminal for a password, or about a host's key. */
export function runSsh(args: readonly string[], environment: Environment): Promise<SshEnded> {
  return new Promise((resolve, reject) => {
    // Its messages are read, so they have to be in one language.
    const env = { ...environment, LC_ALL: 'C' };
    const child = spawn('ssh', [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-MAX_OUTPUT);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MAX_OUTPUT);
    });
    child.once('error', (error) => reject(notStarted(error)));
    // The connection that stays in the background may hold the streams: what is to be read is there by the exit.
    child.once('exit', (exitCode) => setImmediate(() => setImmediate(() => resolve({ exitCode, stdout, stderr }))));
  });
}

function notStarted(cause: Error): SystemError {
  return new SystemError('ssh-not-found', {
    message: `ssh cannot be started: ${errorCode(cause) ?? cause.message}`,
    hint: 'install it; on Debian: apt-get install openssh-client',
    cause,
  });
}

/** What came of a command on the other machine, as an error. */
export function describeSshFailure(host: SshHost, { exitCode, stdout, stderr }: SshEnded): DockrError {
  if (exitCode === SSH_FAILED) return describeConnection(host, stderr);
  const own = errorIn(stdout);
  if (own) return new DockrError(own.kind, own.code, { message: `on "${host.name}": ${own.message}`, hint: own.hint });
  if (exitCode === NOT_FOUND || /command not found|: not found/.test(stderr)) {
    return new SystemError('no-dockr-on-host', {
      message: `there is no dockr on "${host.name}" in the PATH of commands that ssh runs`,
      hint: 'install it there, or link it into /usr/local/bin',
      output: lines(stderr),
    });
  }
  return new SystemError('ssh-failed', {
    message: `the command on "${host.name}" ended with ${exitCode ?? 'a signal'}`,
    output: lines(stderr),
  });
}

function describeConnection(host: SshHost, stderr: string): SystemError {
  const output = lines(stderr);
  if (/host key verification failed|identification has changed|no .* host key is known/i.test(stderr)) {
    return new SystemError('ssh-host-key', {
      message: `ssh does not trust the key that "${host.name}" shows`,
      hint: `connect once with "ssh ${target(host)}" and compare the key; one that has changed may be another machine`,
      output,
    });
  }
  if (/permission denied|too many authentication failures|no supported authentication/i.test(stderr)) {
    return new SystemError('ssh-authentication-refused', {
      message: `"${host.name}" lets nobody in with the keys that ssh has${host.user ? ` as "${host.user}"` : ''}`,
      hint: `see "ssh -v ${target(host)}", and "ssh-add -l" for the keys`,
      output,
    });
  }
  if (
    /could not resolve|connection refused|timed out|no route to host|unreachable|connection (reset|closed)/i.test(
      stderr,
    )
  ) {
    return new SystemError('ssh-host-unreachable', { message: `"${host.name}" cannot be reached by ssh`, output });
  }
  return new SystemError('ssh-failed', { message: `ssh to "${host.name}" failed`, output });
}

function target({ user, name, port }: SshHost): string {
  return `${port === undefined ? '' : `-p ${port} `}${user === undefined ? '' : `${user}@`}${name}`;
}

/** The error that a command told with `--json`. */
function errorIn(stdout: string): DockrError | undefined {
  for (const line of stdout.split('\n')) {
    try {
      const value: unknown = JSON.parse(line);
      const error = typeof value === 'object' && value !== null ? Reflect.get(value, 'error') : undefined;
      if (isWireError(error)) return fromWireError(error);
    } catch {
      // What a login script writes is no answer.
    }
  }
  return undefined;
}

function lines(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}
