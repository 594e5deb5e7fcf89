// Servers that say who they are, and clients that come in streams, for tests of shared ports.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { AttachRequest } from '../../../src/engine/networks/resolve-attachment.ts';
import { waitFor } from '../../support/wait-for.ts';
import { askPeer, type Lab, nodeIn, port, recordContainer, request, startIn } from './network-lab.ts';

const AT_ONCE = { intervalMs: 1 };

/** Says its name to each client and echoes the rest, at TCP port 80; says its name to each datagram at UDP port 53. */
function namedServer(name: string): string {
  return `
    import net from 'node:net'; import dgram from 'node:dgram';
    net.createServer((c) => { c.on('error', () => {}); c.write('${name}\\n'); c.pipe(c); }).listen({ port: 80, host: '0.0.0.0', backlog: 4096 });
    const u = dgram.createSocket('udp4'); u.on('message', (m, r) => u.send('${name}', r.port, r.address)); u.bind(53, '0.0.0.0');`;
}

/** Connects again and again, four at a time, until it gets SIGTERM; then tells who answered how often, and what failed. */
function loadClient(host: string, hostPort: number): string {
  return `
    import net from 'node:net';
    let stop = false; const answers = {}; const failures = {};
    process.on('SIGTERM', () => { stop = true; });
    const once = () => new Promise((done) => {
      let text = ''; let failure;
      const s = net.connect(${hostPort}, '${host}');
      s.setTimeout(5000, () => s.destroy(new Error('timeout')));
      s.on('data', (d) => { text += d; s.end(); }).on('error', (e) => { failure = e.code ?? e.message; });
      s.on('close', () => { const key = text.trim(); if (key && !failure) answers[key] = (answers[key] ?? 0) + 1;
        else { const why = failure ?? 'nothing was said'; failures[why] = (failures[why] ?? 0) + 1; } done(); });
    });
    const lane = async () => { while (!stop) await once(); };
    console.log('started');
    await Promise.all([lane(), lane(), lane(), lane()]);
    console.log(JSON.stringify({ answers, failures }));`;
}

export type LoadResult = {
  readonly answers: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, number>>;
};

/** Starts a stream of short connections from a namespace, or from here. */
export async function startLoad(
  namespace: string | null,
  host: string,
  hostPort: number,
): Promise<{ readonly stop: () => Promise<LoadResult> }> {
  const node = [process.execPath, '--input-type=module', '-e', loadClient(host, hostPort)];
  const [program = '', ...args] = namespace === null ? node : ['nsenter', `--net=${namespace}`, ...node];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  await waitFor('the client', () => output.startsWith('started'));
  const stop = async (): Promise<LoadResult> => {
    child.kill();
    await new Promise((resolve) => child.once('close', resolve));
    return JSON.parse(output.split('\n')[1] ?? '') as LoadResult;
  };
  return { stop };
}

/** Containers of one service behind host port 8080/tcp and 5300/udp, each with a server. */
export class Replicas {
  readonly #lab: Lab;
  readonly #servers = new Map<string, ChildProcess>();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  request(name: string, overrides: Partial<AttachRequest> = {}): AttachRequest {
    const ports = [port(8080, 80), port(5300, 53, { protocol: 'udp' })];
    return request(name, ['one'], { service: 'web', sharing: 'shop/web', ports, ...overrides });
  }

  /** Its id, once it runs and answers. */
  async start(name: string, overrides: Partial<AttachRequest> = {}): Promise<string> {
    const wanted = this.request(name, overrides);
    const { engine, database } = this.#lab;
    recordContainer(database, wanted);
    return this.startRecorded(wanted, engine);
  }

  record(name: string): string {
    const wanted = this.request(name);
    recordContainer(this.#lab.database, wanted);
    return wanted.containerId;
  }

  async startRecorded(wanted: AttachRequest, engine = this.#lab.engine): Promise<string> {
    const { containerId, name } = wanted;
    const [endpoint] = await engine.attachContainer(wanted);
    const namespace = engine.namespacePath(containerId);
    this.#servers.set(name, startIn(namespace, process.execPath, '--input-type=module', '-e', namedServer(name)));
    await waitFor('the server', async () => isListening(endpoint?.ipv4 ?? ''));
    await engine.setReachable(containerId, true);
    return containerId;
  }

  async stop(name: string): Promise<void> {
    const server = this.#servers.get(name);
    this.#servers.delete(name);
    if (server?.kill()) await once(server, 'exit');
    await this.#lab.engine.detachContainer(this.request(name).containerId);
  }

  async close(): Promise<void> {
    for (const name of [...this.#servers.keys()]) await this.stop(name);
  }
}

function isListening(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(80, address);
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** One connection that stays open. */
export class OpenConnection {
  readonly #socket: Socket;
  #text = '';
  #hasEnded = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => (this.#text += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.#hasEnded = true));
  }

  static async open(host: string, hostPort: number): Promise<OpenConnection> {
    const connection = new OpenConnection(connect(hostPort, host));
    await waitFor('an answer', () => connection.#text.includes('\n') || connection.#hasEnded, AT_ONCE);
    return connection;
  }

  /** Who answers; empty if nobody did. */
  get server(): string {
    return this.#text.split('\n')[0] ?? '';
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether what is said comes back. */
  async answers(): Promise<boolean> {
    const word = `still here ${this.#text.length}\n`;
    this.#socket.write(word);
    await waitFor('the echo', () => this.#text.endsWith(word) || this.#hasEnded, AT_ONCE);
    return this.#text.endsWith(word);
  }

  get localPort(): number {
    return (this.#socket.address() as AddressInfo).port;
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Who answered so many connections, one after the other. */
export async function whoAnswers(host: string, count: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let index = 0; index < count; index++) {
    const connection = await OpenConnection.open(host, 8080);
    counts[connection.server] = (counts[connection.server] ?? 0) + 1;
    connection.close();
  }
  return counts;
}

/** Who answers a datagram. */
export function whoAnswersUdp(host: string): Promise<string> {
  return nodeIn(null, askPeer(host, 5300, 'udp'));
}
