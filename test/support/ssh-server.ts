// Another machine: an sshd of our own on a loopback port, and an ssh in the PATH that trusts it and no other.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './test-root.ts';
import { waitFor } from './wait-for.ts';

const SSHD = '/usr/sbin/sshd';
const SSH = '/usr/bin/ssh';
/** sshd refuses to start without it; on a machine with systemd the package's unit makes it. */
const PRIVILEGE_SEPARATION = '/run/sshd';

/** For `describe(name, { skip: sshSkipReason() }, …)`. */
export function sshSkipReason(): string | false {
  if (process.getuid?.() !== 0) return 'sshd needs root';
  const missing = [SSHD, SSH].find((program) => !existsSync(program));
  return missing === undefined ? false : `no ${missing} (apt-get install openssh-server openssh-client)`;
}

export type SshServerOptions = {
  /** Of the commands that are run there. */
  readonly environment: Readonly<Record<string, string>>;
  /** More lines of sshd_config, which go first and count. */
  readonly settings?: readonly string[];
  /** Folders of this machine that the other one does not have: they are empty there. */
  readonly hidden?: readonly string[];
};

/** In a mount namespace of its own; the arguments after the first are folders. */
const HIDE =
  'config=$1; shift; for folder; do mount -t tmpfs tmpfs "$folder"; done; exec /usr/sbin/sshd -D -e -f "$config"';

export class SshServer implements AsyncDisposable {
  readonly port: number;
  readonly #directory: string;
  readonly #child: ChildProcess;

  private constructor(directory: string, port: number, child: ChildProcess) {
    this.#directory = directory;
    this.port = port;
    this.#child = child;
  }

  /** Its files are in `directory`. */
  static async start(
    directory: string,
    { environment, settings = [], hidden = [] }: SshServerOptions,
  ): Promise<SshServer> {
    const port = await findFreePort();
    mkdirSync(PRIVILEGE_SEPARATION, { recursive: true, mode: 0o755 });
    for (const name of ['bin', 'runtime']) mkdirSync(join(directory, name), { mode: 0o700 });
    for (const name of ['host', 'client', 'stranger'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(directory, name)]);
    writeFileSync(join(directory, 'authorized'), readFileSync(join(directory, 'client.pub')));
    writeFileSync(join(directory, 'known'), `[127.0.0.1]:${port} ${readFileSync(join(directory, 'host.pub'), 'utf8')}`);
    const set = Object.entries(environment).map(([name, value]) => `"${name}=${value}"`);
    const lines = [
      ...settings,
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(directory, 'host')}`,
      `AuthorizedKeysFile ${join(directory, 'authorized')}`,
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'PidFile none',
      'LogLevel ERROR',
      `SetEnv ${set.join(' ')}`,
    ];
    writeFileSync(join(directory, 'sshd_config'), `${lines.join('\n')}\n`);
    const plain = [SSHD, '-D', '-e', '-f', join(directory, 'sshd_config')];
    // Mounts of a daemon that is started there are not seen here: only where that does no harm.
    const hiding = ['unshare', '-m', 'sh', '-c', HIDE, 'sh', ...plain.slice(-1), ...hidden];
    const [program = SSHD, ...words] = hidden.length > 0 ? hiding : plain;
    const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const server = new SshServer(directory, port, child);
    server.trust('known', 'client');
    await waitFor(`sshd (${said})`, () => answers(port));
    return server;
  }

  get url(): string {
    return `ssh://${userInfo().username}@127.0.0.1:${this.port}`;
  }

  /** For commands that are to use it. */
  get clientEnvironment(): Readonly<Record<string, string>> {
    return {
      PATH: `${join(this.#directory, 'bin')}:${process.env['PATH'] ?? ''}`,
      XDG_RUNTIME_DIR: join(this.#directory, 'runtime'),
    };
  }

  /** Which host keys ssh knows, and which key it shows, from now on: names of files. */
  trust(known: string, identity: 'client' | 'stranger'): void {
    const words = ['-F', 'none', '-i', join(this.#directory, identity)];
    const options = [
      `UserKnownHostsFile=${join(this.#directory, known)}`,
      'GlobalKnownHostsFile=/dev/null',
      'IdentitiesOnly=yes',
      'IdentityAgent=none',
      'BatchMode=yes',
    ];
    const all = [...words, ...options.flatMap((option) => ['-o', option])].map((word) => `'${word}'`).join(' ');
    writeFileSync(join(this.#directory, 'bin/ssh'), `#!/bin/sh\nexec ${SSH} ${all} "$@"\n`, { mode: 0o755 });
  }

  /** Ends the connections that commands left in the background. */
  disconnect(): void {
    for (const control of globSync(join(this.#directory, 'runtime/dockr-ssh/*.ctl')))
      execFileSync(SSH, ['-F', 'none', '-S', control, '-O', 'exit', 'host'], { stdio: 'ignore' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.disconnect();
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM');
    await ended;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
