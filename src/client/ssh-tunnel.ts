// A socket of this machine behind which a daemon of another one answers: one ssh connection, in the background, which carries
// all calls of all commands to it and ends a minute after the last.
//
//   <dir>/<digest>.ctl    the connection that further ssh share
//   <dir>/<digest>.sock   the daemon's socket
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import type { Environment } from './environment.ts';
import type { SshHost } from './parse-host.ts';
import { describeSshFailure, runSsh } from './run-ssh.ts';

const CONNECT_TIMEOUT_S = 20;
const PERSIST_S = 60;
const DIGEST_LENGTH = 16;
const OTHERS_MAY = 0o077;

export type SshTunnel = {
  /** Of this machine. May be there from an earlier command, or not yet. */
  readonly socket: string;
  /** Connects, starts the daemon there if it may, and lets its socket be reached. Twice is as good as once. */
  readonly open: (options: { readonly start: boolean }) => Promise<void>;
};

/** Nothing is connected yet. */
export function sshTunnel(host: SshHost, environment: Environment): SshTunnel {
  const directory = privateDirectory(environment);
  const digest = sha256(JSON.stringify(host)).slice('sha256:'.length).slice(0, DIGEST_LENGTH);
  const socket = join(directory, `${digest}.sock`);
  const control = join(directory, `${digest}.ctl`);
  return {
    socket,
    open: async ({ start }) => {
      const command = remoteCommand(host, start);
      const reached = await runSsh([...connecting(host, control), '--', host.name, command], environment);
      const remote = socketIn(reached.stdout);
      if (reached.exitCode !== 0 || remote === undefined) throw describeSshFailure(host, reached);
      const forward = ['-S', control, ...address(host), '-O', 'forward', '-L', `${socket}:${remote}`];
      const forwarded = await runSsh([...forward, '--', host.name], environment);
      if (forwarded.exitCode !== 0) throw describeSshFailure(host, { ...forwarded, stdout: '' });
    },
  };
}

/** What the daemon's socket being out of reach means, though the daemon runs. */
export function forwardingRefused(host: SshHost, cause: unknown): SystemError {
  return new SystemError('ssh-forwarding-refused', {
    message: `"${host.name}" does not let ssh reach the socket of its daemon`,
    hint: 'its sshd needs "AllowStreamLocalForwarding yes", and your user there must be root or in the group "dockr"',
    cause,
  });
}

/** Its own master, whatever the user's settings say of sharing; nothing of theirs is forwarded along. */
function connecting(host: SshHost, control: string): readonly string[] {
  const options = [
    'ControlMaster=auto',
    `ControlPath=${control.replaceAll('%', '%%')}`,
    `ControlPersist=${PERSIST_S}`,
    'StreamLocalBindUnlink=yes',
    'ClearAllForwardings=yes',
    'ForwardAgent=no',
    'ForwardX11=no',
    'PermitLocalCommand=no',
    'RemoteCommand=none',
    `ConnectTimeout=${CONNECT_TIMEOUT_S}`,
    'ServerAliveInterval=15',
    'ServerAliveCountMax=3',
  ];
  return ['-T', ...options.flatMap((option) => ['-o', option]), ...address(host)];
}

function address({ user, port }: SshHost): readonly string[] {
  return [...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)])];
}

/** A line for the shell there; the path was checked when the address was read. */
function remoteCommand({ socket }: SshHost, start: boolean): string {
  const host = socket === undefined ? '' : ` --host 'unix://${socket}'`;
  return `dockr daemon start --json${host}${start ? '' : ' --only-if-running'}`;
}

function socketIn(stdout: string): string | undefined {
  for (const line of stdout.split('\n')) {
    const [, socket] = /^\{"socket":"(\/[^"\\:]+)"/.exec(line) ?? [];
    if (socket !== undefined) return socket;
  }
  return undefined;
}

/** Whoever could write there would be given our commands. */
function privateDirectory(environment: Environment): string {
  const uid = process.getuid?.() ?? 0;
  const base = environment['XDG_RUNTIME_DIR'];
  const path = base ? join(base, 'dockr-ssh') : join(tmpdir(), `dockr-ssh-${uid}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  if (found.isDirectory() && found.uid === uid && (found.mode & OTHERS_MAY) === 0) return path;
  throw new SystemError('ssh-directory-not-private', {
    message: `"${path}" belongs to somebody else, or others may use it`,
    hint: 'remove it, or set XDG_RUNTIME_DIR to a directory of your own',
  });
}
