// Queries on their way to the servers of the host and back, as raw bytes: what they ask is not ours to understand.
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { setMaxListeners } from 'node:events';
import { connect, isIPv6 } from 'node:net';

export type ForwardRequest = {
  readonly message: Buffer;
  readonly transport: 'udp' | 'tcp';
  readonly servers: readonly string[];
  /** Who asks; each has a share of its own. */
  readonly client: string;
};

/** `refused`: too many are under way. `failed`: no server gave an answer. */
export type ForwardResult =
  | { readonly kind: 'answer'; readonly message: Buffer }
  | { readonly kind: 'refused' | 'failed' };

const MAX_PER_CLIENT = 256;
const MAX_IN_ALL = 4096;
const MAX_SERVERS = 3;
const SERVER_TIMEOUT_MS = 2000;
const DNS_PORT = 53;
const SERVER_FAILURE = 2;
const REFUSED = 5;

/** Equal queries under way share one exchange: a loop through a container that asks us again ends there. */
export class DnsForwarder {
  readonly #byClient = new Map<string, number>();
  readonly #underWay = new Map<string, Promise<Buffer | undefined>>();
  readonly #closing = new AbortController();
  #count = 0;

  constructor() {
    setMaxListeners(0, this.#closing.signal);
  }

  async forward(request: ForwardRequest): Promise<ForwardResult> {
    const ofClient = this.#byClient.get(request.client) ?? 0;
    if (this.#closing.signal.aborted) return { kind: 'failed' };
    if (ofClient >= MAX_PER_CLIENT || this.#count >= MAX_IN_ALL) return { kind: 'refused' };
    this.#count++;
    this.#byClient.set(request.client, ofClient + 1);
    try {
      const reply = await this.#share(request);
      return reply ? { kind: 'answer', message: withId(reply, request.message.readUInt16BE(0)) } : { kind: 'failed' };
    } finally {
      this.#count--;
      this.#leave(request.client);
    }
  }

  /** Ends every exchange. */
  close(): void {
    this.#closing.abort();
  }

  #leave(client: string): void {
    const left = (this.#byClient.get(client) ?? 1) - 1;
    if (left === 0) this.#byClient.delete(client);
    else this.#byClient.set(client, left);
  }

  #share(request: ForwardRequest): Promise<Buffer | undefined> {
    const key = `${request.transport} ${request.servers.join()} ${request.message.toString('latin1', 2)}`;
    const known = this.#underWay.get(key);
    if (known) return known;
    const exchange = this.#askInOrder(request).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, exchange);
    return exchange;
  }

  /** The first good answer; else the last bad one. */
  async #askInOrder(request: ForwardRequest): Promise<Buffer | undefined> {
    let last: Buffer | undefined;
    for (const server of request.servers.slice(0, MAX_SERVERS)) {
      const message = withId(request.message, randomInt(65536));
      const ask = request.transport === 'udp' ? askOverUdp : askOverTcp;
      const reply = await ask(server, message, this.#closing.signal).catch(() => undefined);
      if (!reply) continue;
      last = reply;
      const rcode = reply.readUInt8(3) & 0xf;
      if (rcode !== SERVER_FAILURE && rcode !== REFUSED) return reply;
    }
    return last;
  }
}

type Ask = (server: string, message: Buffer, closing: AbortSignal) => Promise<Buffer>;

/** A socket of its own for each query: its port is random, and the kernel drops what comes from elsewhere. */
const askOverUdp: Ask = (server, message, closing) =>
  new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(server) ? 'udp6' : 'udp4');
    const finish = (outcome: Buffer | Error) => {
      clearTimeout(timer);
      closing.removeEventListener('abort', abort);
      socket.close();
      outcome instanceof Error ? reject(outcome) : resolve(outcome);
    };
    const abort = () => finish(new Error('closed'));
    const timer = setTimeout(() => finish(new Error('timeout')), SERVER_TIMEOUT_MS);
    closing.addEventListener('abort', abort);
    socket.on('error', finish);
    socket.on('message', (reply) => {
      if (isReplyTo(message, reply)) finish(reply);
    });
    socket.connect(DNS_PORT, server, () => socket.send(message));
  });

const askOverTcp: Ask = (server, message, closing) =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: server, port: DNS_PORT, signal: closing });
    let received = Buffer.alloc(0);
    const timer = setTimeout(() => socket.destroy(new Error('timeout')), SERVER_TIMEOUT_MS);
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      reject(new Error('closed before the answer'));
    });
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const length = received.length < 2 ? Number.POSITIVE_INFINITY : received.readUInt16BE(0);
      if (received.length < length + 2) return;
      const reply = received.subarray(2, length + 2);
      if (isReplyTo(message, reply)) resolve(reply);
      socket.destroy();
    });
    socket.on('connect', () => socket.write(framed(message)));
  });

/** A message with its length before it, as it goes over TCP. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

function isReplyTo(message: Buffer, reply: Buffer): boolean {
  return reply.length >= 12 && (reply.readUInt8(2) & 0x80) !== 0 && reply.readUInt16BE(0) === message.readUInt16BE(0);
}

function withId(message: Buffer, id: number): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(id, 0);
  return copy;
}
