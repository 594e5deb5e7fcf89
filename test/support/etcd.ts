// Debian's etcd on free loopback ports, one or a cluster, for as long as a test needs it.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCertificate } from './certificate.ts';
import { findFreePort } from './test-root.ts';
import { waitFor } from './wait-for.ts';

const PROGRAM = '/usr/bin/etcd';

/** For `test(name, { skip: etcdSkipReason() }, …)`. */
export function etcdSkipReason(): string | false {
  return existsSync(PROGRAM) ? false : `no ${PROGRAM} (apt-get install etcd-server)`;
}

export type EtcdTls = {
  readonly authority: TestCertificate;
  readonly server: TestCertificate;
  readonly wantsClients: boolean;
};

/** Where a member runs: an address, and what starts it in the network namespace that has the address. */
export type EtcdPlace = { readonly address: string; readonly launcher?: readonly string[] };

export type EtcdOptions = {
  readonly tls?: EtcdTls;
  readonly extra?: readonly string[];
  /** One a member; on the loopback address without it. */
  readonly places?: readonly EtcdPlace[];
};

type MemberOptions = {
  readonly name: string;
  readonly url: string;
  readonly peerPort: number;
  readonly argv: readonly string[];
};

type Ports = { readonly client: number; readonly peer: number };

/** One member. It may be killed, stopped and started again, with its disk or without. */
export class EtcdMember {
  readonly name: string;
  readonly url: string;
  readonly peerPort: number;
  readonly #directory: string;
  readonly #argv: readonly string[];
  #child: ChildProcess | undefined;

  constructor(directory: string, { name, url, peerPort, argv }: MemberOptions) {
    this.name = name;
    this.url = url;
    this.peerPort = peerPort;
    this.#directory = directory;
    this.#argv = argv;
  }

  get log(): string {
    return readFileSync(join(this.#directory, 'log'), 'utf8');
  }

  // Its death follows that of this process, so that a test file which crashes leaves no etcd.
  start(): void {
    mkdirSync(this.#directory, { recursive: true });
    const output = openSync(join(this.#directory, 'log'), 'a');
    const [program = '', ...rest] = this.#argv;
    this.#child = spawn(program, rest, { stdio: ['ignore', output, output], env: { PATH: process.env.PATH } });
    closeSync(output);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  emptyDisk(): void {
    rmSync(join(this.#directory, 'data'), { recursive: true, force: true });
  }
}

export class Etcd implements AsyncDisposable {
  readonly members: readonly EtcdMember[];

  constructor(members: readonly EtcdMember[]) {
    this.members = members;
  }

  get endpoints(): readonly string[] {
    return this.members.map(({ url }) => url);
  }

  member(index: number): EtcdMember {
    const member = this.members[index];
    if (!member) throw new RangeError(`no member ${index}`);
    return member;
  }

  async restart(): Promise<void> {
    await Promise.all(this.members.map((member) => member.kill()));
    for (const member of this.members) member.start();
    await this.ready();
  }

  /** Until a write would go through. Only of servers without TLS; others are asked through the client under test. */
  async ready(): Promise<void> {
    for (const { url } of this.members.filter(({ url }) => url.startsWith('http:')))
      await waitFor(`etcd at ${url}`, () => isHealthy(url), { timeoutMs: 30_000, intervalMs: 50 });
  }

  /** Calls etcd's own HTTP gateway, so that what the client under test did is seen by other eyes. Texts are in base64. */
  async admin(path: string, body: unknown, token?: string): Promise<Record<string, unknown>> {
    const headers = token ? { authorization: token } : {};
    const response = await fetch(`${this.member(0).url}/v3/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
      signal: AbortSignal.timeout(10_000),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`etcd /v3/${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const member of this.members) {
      member.resume();
      await member.kill();
    }
  }
}

async function isHealthy(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
  return ((await response.json()) as { health?: string }).health === 'true';
}

/** Starts `size` members that keep their files in `directory`, and waits until they agree. */
export async function startEtcd(directory: string, size: 1 | 3 = 1, options: EtcdOptions = {}): Promise<Etcd> {
  const ports: Ports[] = [];
  for (let index = 0; index < size; index++) ports.push({ client: await findFreePort(), peer: await findFreePort() });
  const addressOf = (index: number) => options.places?.[index]?.address ?? '127.0.0.1';
  const cluster = ports.map(({ peer }, index) => `m${index}=http://${addressOf(index)}:${peer}`).join(',');
  const members = ports.map(({ client, peer }, index) => {
    const name = `m${index}`;
    const home = join(directory, name);
    const url = `${options.tls ? 'https' : 'http'}://${addressOf(index)}:${client}`;
    const flags = {
      name,
      'data-dir': join(home, 'data'),
      'listen-client-urls': url,
      'advertise-client-urls': url,
      'listen-peer-urls': `http://${addressOf(index)}:${peer}`,
      'initial-advertise-peer-urls': `http://${addressOf(index)}:${peer}`,
      'initial-cluster': cluster,
      // A lease lasts at least 1.5 elections: with these, a test can wait for one.
      'heartbeat-interval': '60',
      'election-timeout': '600',
      ...tlsFlags(home, options.tls),
    };
    const list = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    const launcher = [...(options.places?.[index]?.launcher ?? []), 'setpriv', '--pdeathsig', 'KILL', PROGRAM];
    const argv = [...launcher, ...list, '--unsafe-no-fsync', ...(options.extra ?? [])];
    return new EtcdMember(home, { name, url, peerPort: peer, argv });
  });
  const etcd = new Etcd(members);
  for (const member of members) member.start();
  try {
    await etcd.ready();
  } catch (error) {
    const logs = members.map((member) => member.log.split('\n').slice(-8).join('\n'));
    await etcd[Symbol.asyncDispose]();
    throw new Error(`etcd did not start:\n${logs.join('\n')}`, { cause: error });
  }
  return etcd;
}

function tlsFlags(home: string, tls: EtcdTls | undefined): Readonly<Record<string, string>> {
  if (!tls) return {};
  mkdirSync(home, { recursive: true });
  const files = {
    authority: join(home, 'ca.crt'),
    certificate: join(home, 'server.crt'),
    key: join(home, 'server.key'),
  };
  writeFileSync(files.authority, tls.authority.certificate);
  writeFileSync(files.certificate, tls.server.certificate);
  writeFileSync(files.key, tls.server.key, { mode: 0o600 });
  return {
    'cert-file': files.certificate,
    'key-file': files.key,
    ...(tls.wantsClients ? { 'client-cert-auth': 'true', 'trusted-ca-file': files.authority } : {}),
  };
}
