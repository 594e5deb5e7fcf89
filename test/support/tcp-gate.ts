// A way to a server on the loopback address that a test can make bad.
import { connect, createServer, type Server, type Socket } from 'node:net';

/** `closed` refuses, `silent` lets nothing through either way, `mute` lets only what goes to the server through. */
export type GateState = 'open' | 'closed' | 'silent' | 'mute';

export class TcpGate implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #state: GateState = 'open';

  private constructor(server: Server, port: number, target: { readonly host: string; readonly port: number }) {
    this.port = port;
    this.#server = server;
    this.#target = target;
    server.on('connection', (socket) => this.#join(socket));
  }

  static async open(targetPort: number, host = '127.0.0.1'): Promise<TcpGate> {
    const server = createServer();
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await listening;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the kernel gave no port');
    return new TcpGate(server, address.port, { host, port: targetPort });
  }

  /** Connections that are there stay, unless it is closed; what they were silent about is gone for ever. */
  set(state: GateState): void {
    this.#state = state;
    if (state === 'closed') for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.set('closed');
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket): void {
    if (this.#state === 'closed') {
      near.destroy();
      return;
    }
    const far = connect(this.#target);
    near.on('data', (bytes) => this.#state !== 'silent' && far.write(bytes));
    far.on('data', (bytes) => this.#state === 'open' && near.write(bytes));
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
