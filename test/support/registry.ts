// Debian's docker-registry on a free loopback port, for as long as a test needs it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCertificate } from './certificate.ts';
import type { TokenServer } from './token-server.ts';
import { waitFor } from './wait-for.ts';

export type RegistryAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly users: Readonly<Record<string, string>> }
  | { readonly kind: 'token'; readonly server: TokenServer };

export type RegistryOptions = {
  /** Where blobs are kept; by default beneath the registry's own directory. Several registries may share one. */
  readonly storageDirectory?: string;
  readonly auth?: RegistryAuth;
  readonly tls?: TestCertificate;
  /** The URL of the registry that this one is a pull-through cache of. */
  readonly mirrorOf?: string;
};

/** A running registry; disposing of it stops it. */
export type Registry = AsyncDisposable & {
  /** `127.0.0.1:41231`, as it stands in an image reference. */
  readonly address: string;
  readonly url: string;
  readonly pid: number;
  readonly storageDirectory: string;
  /** What it has written so far. */
  readonly log: () => string;
};

const PROGRAM = '/usr/bin/docker-registry';

/** For `test(name, { skip: registrySkipReason() }, …)`. */
export function registrySkipReason(): string | false {
  return existsSync(PROGRAM) ? false : `no ${PROGRAM} (apt-get install docker-registry)`;
}

/** Starts a registry that keeps its files in `directory`, which it makes. */
export async function startRegistry(directory: string, options: RegistryOptions = {}): Promise<Registry> {
  const storageDirectory = options.storageDirectory ?? join(directory, 'storage');
  const logFile = join(directory, 'log');
  const configFile = join(directory, 'config.yml');
  mkdirSync(directory, { recursive: true });
  // JSON is YAML.
  writeFileSync(configFile, JSON.stringify(configOf(directory, { ...options, storageDirectory }), undefined, 2));
  const child = spawnRegistry(configFile, logFile);
  const log = () => readFileSync(logFile, 'utf8');
  const address = await waitFor('docker-registry listening', () => listeningAddress(log()) ?? hasExited(child));
  if (address === true) throw new Error(`docker-registry ended with ${child.exitCode}: ${log()}`);
  return {
    address,
    url: `${options.tls ? 'https' : 'http'}://${address}`,
    pid: child.pid ?? -1,
    storageDirectory,
    log,
    [Symbol.asyncDispose]: () => stop(child),
  };
}

// Its death follows that of this process, so that a test file which crashes leaves no registry.
function spawnRegistry(configFile: string, logFile: string): ChildProcess {
  const output = openSync(logFile, 'w');
  const argv = ['--pdeathsig', 'TERM', PROGRAM, 'serve', configFile];
  const child = spawn('setpriv', argv, { stdio: ['ignore', output, output], env: { PATH: process.env.PATH } });
  closeSync(output);
  return child;
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function listeningAddress(log: string): string | undefined {
  return /listening on (\d+\.\d+\.\d+\.\d+:\d+)/.exec(log)?.[1];
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasExited(child)) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(impatience);
}

function configOf(directory: string, options: RegistryOptions) {
  return {
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: false } },
    storage: { filesystem: { rootdirectory: options.storageDirectory }, delete: { enabled: true } },
    http: { addr: '127.0.0.1:0', secret: randomBytes(16).toString('hex'), ...tlsConfig(directory, options.tls) },
    ...authConfig(directory, options.auth ?? { kind: 'none' }),
    ...(options.mirrorOf ? { proxy: { remoteurl: options.mirrorOf } } : {}),
  };
}

function tlsConfig(directory: string, tls: TestCertificate | undefined) {
  if (!tls) return {};
  const files = { certificate: join(directory, 'server.crt'), key: join(directory, 'server.key') };
  writeFileSync(files.certificate, tls.certificate);
  writeFileSync(files.key, tls.key, { mode: 0o600 });
  return { tls: files };
}

function authConfig(directory: string, auth: RegistryAuth) {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'basic':
      return { auth: { htpasswd: { realm: 'dockr tests', path: writePasswords(directory, auth.users) } } };
    case 'token': {
      const { realm, service, issuer, certificate } = auth.server;
      const bundle = join(directory, 'tokens.crt');
      writeFileSync(bundle, certificate);
      return { auth: { token: { realm, service, issuer, rootcertbundle: bundle } } };
    }
  }
}

function writePasswords(directory: string, users: Readonly<Record<string, string>>): string {
  const path = join(directory, 'passwords');
  const lines = Object.entries(users).map(([user, password]) => `${user}:${bcrypt(password)}\n`);
  writeFileSync(path, lines.join(''), { mode: 0o600 });
  return path;
}

// The registry takes bcrypt only, and Node has none: the C library's crypt(3) does, by way of perl, which Debian always has.
function bcrypt(password: string): string {
  const salt = `$2y$05$${randomBytes(11).toString('hex')}`;
  return execFileSync('perl', ['-e', 'print crypt($ARGV[0], $ARGV[1])', '--', password, salt], { encoding: 'utf8' });
}
