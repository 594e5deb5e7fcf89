// The connections that nft does not translate ([::1], IPv6 to an IPv4 container, a moment without rules) are carried here.
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const MAX_CONNECTIONS = 1000;
const CONNECT_TIMEOUT_MS = 10_000;

export type ProxyTarget = { readonly containerId: string; readonly address: string; readonly port: number };

/** Whom to try for a connection of this client, best first. */
export type ChooseTargets = (clientAddress: string) => readonly ProxyTarget[];

/** Accepts on a listening descriptor, which it takes over, and carries each connection to the first target that takes it. */
export class PortProxy {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  /** The container's side of each connection. */
  readonly #carried = new Map<Socket, ProxyTarget>();

  constructor(descriptor: number, choose: ChooseTargets) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#clients.add(client);
      client.on('error', () => client.destroy());
      client.on('close', () => this.#clients.delete(client));
      this.#carry(client, choose(client.remoteAddress ?? ''));
    });
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.on('error', () => undefined);
    this.#server.listen({ fd: descriptor });
    this.#server.unref();
  }

  /** Where it listens; null before or after. */
  address(): AddressInfo | string | null {
    return this.#server.address();
  }

  /** The ports from which connections to a container are carried. */
  portsTo(containerId: string): number[] {
    return this.#socketsTo(containerId).flatMap(({ localPort }) => (localPort === undefined ? [] : [localPort]));
  }

  /** Ends the connections to a container. */
  cut(containerId: string): void {
    for (const socket of this.#socketsTo(containerId)) socket.destroy();
  }

  /** Ends every connection and frees the port. */
  close(): Promise<void> {
    for (const socket of [...this.#clients, ...this.#carried.keys()]) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #socketsTo(containerId: string): Socket[] {
    return [...this.#carried].flatMap(([socket, target]) => (target.containerId === containerId ? [socket] : []));
  }

  /** Nothing is read from the client before somebody has taken the connection, so another one can be tried. */
  #carry(client: Socket, [target, ...others]: readonly ProxyTarget[]): void {
    if (!target || client.destroyed) {
      client.destroy();
      return;
    }
    const container = connect({ host: target.address, port: target.port, allowHalfOpen: true, noDelay: true });
    this.#carried.set(container, target);
    const giveUp = () => container.destroy();
    const tryNext = () => this.#carry(client, others);
    container.setTimeout(CONNECT_TIMEOUT_MS, giveUp);
    container.on('error', giveUp);
    container.on('close', () => this.#carried.delete(container));
    container.once('close', tryNext);
    client.once('close', giveUp);
    container.once('connect', () => {
      container.off('close', tryNext);
      client.off('close', giveUp);
      container.setTimeout(0);
      join(client, container);
    });
  }
}

function join(client: Socket, container: Socket): void {
  for (const [socket, other] of [
    [client, container],
    [container, client],
  ] as const) {
    socket.on('error', () => other.destroy());
    socket.on('close', () => other.destroySoon());
    socket.pipe(other);
  }
}
