// People with keys: SSH keys by ssh-keygen, OpenPGP keys by gpg, and commits that they sign.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CommitStyle } from './git-server.ts';

const run = promisify(execFile);

/** For `{ skip: … }`. */
export function signersSkipReason(): string | false {
  if (!existsSync('/usr/bin/ssh-keygen')) return 'no /usr/bin/ssh-keygen (apt-get install openssh-client)';
  if (!existsSync('/usr/bin/gpg')) return 'no /usr/bin/gpg (apt-get install gnupg)';
  return false;
}

export type SshSigner = {
  /** `ssh-ed25519 AAAA…`, as a file of allowed signers has it after the names. */
  readonly publicKey: string;
  readonly privatePath: string;
  readonly style: CommitStyle;
};

/** Makes `<directory>/<name>` and `.pub`. */
export async function createSshSigner(directory: string, name: string): Promise<SshSigner> {
  const privatePath = join(directory, name);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', privatePath]);
  const [kind, key] = readFileSync(`${privatePath}.pub`, 'utf8').split(' ');
  const settings = ['gpg.format=ssh', `user.signingKey=${privatePath}`, 'commit.gpgSign=true'];
  return { publicKey: `${kind} ${key}`, privatePath, style: { settings } };
}

/** Signs bytes in a file with ssh-keygen for any namespace, and gives the armored signature. */
export async function signWithSsh({ privatePath }: SshSigner, namespace: string, path: string): Promise<string> {
  rmSync(`${path}.sig`, { force: true });
  await run('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', privatePath, path]);
  return readFileSync(`${path}.sig`, 'utf8');
}

/** A home of gpg with keys in it. Its agent ends when it is disposed of. */
export class GpgHome implements AsyncDisposable {
  readonly #home: string;

  /** The path is short, since that of a socket may have no more than 107 characters. */
  constructor(home: string) {
    mkdirSync(home, { mode: 0o700 });
    this.#home = home;
  }

  /** Makes a key. `expires` is as gpg has it: `never`, `1d`, `seconds=1`. */
  async create(name: string, expires = 'never'): Promise<CommitStyle> {
    await this.gpg([
      '--passphrase',
      '',
      '--quick-gen-key',
      `${name} <${name}@example.org>`,
      'ed25519',
      'sign',
      expires,
    ]);
    return this.style(name);
  }

  style(name: string): CommitStyle {
    const settings = [`user.signingKey=${name}@example.org`, 'commit.gpgSign=true'];
    return { settings, environment: { GNUPGHOME: this.#home } };
  }

  /** The public keys of some of them, armored. */
  export(...names: readonly string[]): Promise<string> {
    return this.gpg(['--armor', '--export', ...names.map((name) => `${name}@example.org`)]);
  }

  async gpg(words: readonly string[]): Promise<string> {
    const { stdout } = await run('gpg', ['--homedir', this.#home, '--batch', '--quiet', '--no-tty', '--yes', ...words]);
    return stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('gpgconf', ['--homedir', this.#home, '--kill', 'all']);
    rmSync(this.#home, { recursive: true, force: true });
  }
}
