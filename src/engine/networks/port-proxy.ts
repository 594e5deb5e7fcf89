// The connections that nft does not translate ([::1], IPv6 to an IPv4 container, a moment without rules) are carried here.
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const MAX_CONNECTIONS = 1000;
const CONNECT_TIMEOUT_MS = 10_000;

export type ProxyTarget = { readonly address: string; readonly port: number };

/** Accepts on a listening descriptor, which it takes over, and carries each connection to the target. */
export class PortProxy {
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  constructor(descriptor: number, target: ProxyTarget) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#carry(client, target));
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.on('error', () => undefined);
    this.#server.listen({ fd: descriptor });
    this.#server.unref();
  }

  /** Where it listens; null before or after. */
  address(): AddressInfo | string | null {
    return this.#server.address();
  }

  /** Ends every connection and frees the port. */
  close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #carry(client: Socket, target: ProxyTarget): void {
    const container = connect({ host: target.address, port: target.port, allowHalfOpen: true, noDelay: true });
    container.setTimeout(CONNECT_TIMEOUT_MS, () => container.destroy());
    container.once('connect', () => container.setTimeout(0));
    for (const [socket, other] of [
      [client, container],
      [container, client],
    ] as const) {
      this.#open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#open.delete(socket);
        other.destroySoon();
      });
      socket.pipe(other);
    }
  }
}
