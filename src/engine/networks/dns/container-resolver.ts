// 127.0.0.11:53 of one container. Nothing listens on port 53 there, so that the container's own 0.0.0.0:53 stays free: the
// sockets are on ports that the kernel chose, and a small table in the container's namespace leads port 53 to them.
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import { framed } from './dns-forwarder.ts';
import { openResolverSockets } from './resolver-sockets.ts';

/** Answers one message, or says nothing. Never throws. */
export type DnsHandler = (message: Buffer, transport: 'udp' | 'tcp') => Promise<Buffer | undefined>;

const MAX_TCP_CLIENTS = 64;
const TCP_IDLE_MS = 3000;

export class ContainerResolver {
  readonly #udp: UdpSocket;
  readonly #tcp: Server;
  readonly #clients = new Set<Socket>();
  readonly #handle: DnsHandler;

  /** Opens the sockets inside the namespace, whose loopback must be up, and leads port 53 to them. */
  constructor(namespace: string, handle: DnsHandler) {
    this.#handle = handle;
    const descriptors = openResolverSockets(namespace);
    this.#udp = createSocket('udp4');
    this.#udp.on('message', (message, from) => void this.#answerUdp(message, from));
    this.#udp.on('error', () => undefined);
    this.#udp.bind({ fd: descriptors.udp });
    this.#udp.unref();
    this.#tcp = createServer((client) => this.#serveTcp(client));
    this.#tcp.maxConnections = MAX_TCP_CLIENTS;
    this.#tcp.on('error', () => undefined);
    this.#tcp.listen({ fd: descriptors.tcp });
    this.#tcp.unref();
  }

  close(): void {
    for (const client of this.#clients) client.destroy();
    this.#udp.close();
    this.#tcp.close();
  }

  async #answerUdp(message: Buffer, from: RemoteInfo): Promise<void> {
    const reply = await this.#handle(message, 'udp');
    if (!reply) return;
    try {
      this.#udp.send(reply, from.port, from.address, () => undefined);
    } catch {
      // Closed meanwhile: the container is going.
    }
  }

  #serveTcp(client: Socket): void {
    this.#clients.add(client);
    client.setTimeout(TCP_IDLE_MS, () => client.destroy());
    client.on('error', () => client.destroy());
    client.on('close', () => this.#clients.delete(client));
    let received = Buffer.alloc(0);
    client.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      // One at a time: the next is read when this one is answered.
      client.pause();
      void this.#answerAll(client, received).then((rest) => {
        received = rest;
        client.resume();
      });
    });
  }

  /** Answers every whole message; returns what is left. */
  async #answerAll(client: Socket, bytes: Buffer): Promise<Buffer<ArrayBuffer>> {
    let rest = Buffer.from(bytes);
    while (rest.length >= 2 && rest.length >= rest.readUInt16BE(0) + 2) {
      const length = rest.readUInt16BE(0);
      const reply = await this.#handle(rest.subarray(2, length + 2), 'tcp');
      if (!reply || client.destroyed) {
        client.destroy();
        return Buffer.alloc(0);
      }
      client.write(framed(reply));
      rest = rest.subarray(length + 2);
    }
    return rest;
  }
}
