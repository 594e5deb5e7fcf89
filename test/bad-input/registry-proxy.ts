// A proxy in front of a registry that does what bad ones do: changes bytes, or stops in the middle.
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ProxyOptions = {
  /** `127.0.0.1:41231` */
  readonly registry: string;
  /** One bit of the answer to a GET of such a path is turned. */
  readonly altered?: RegExp;
  /** Such an answer stops half-way and stays open. */
  readonly stalled?: RegExp;
};

export type Proxy = AsyncDisposable & {
  readonly address: string;
  /** Resolves when an answer has been held back half-way. */
  readonly stalling: Promise<void>;
};

export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const stalling = Promise.withResolvers<void>();
  const server = createServer((incoming, outgoing) =>
    forward(incoming, outgoing, { options, onStall: stalling.resolve }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    stalling: stalling.promise,
    [Symbol.asyncDispose]: () => close(server),
  };
}

type Forwarding = { readonly options: ProxyOptions; readonly onStall: () => void };

function forward(incoming: IncomingMessage, outgoing: ServerResponse, forwarding: Forwarding): void {
  const { registry } = forwarding.options;
  const { method, url: path = '/', headers } = incoming;
  const [host, port] = registry.split(':');
  const upstream = request({ host, port, method, path, headers: { ...headers, host: registry } }, async (answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    sendBody(outgoing, Buffer.concat(chunks), { ...forwarding, path, method: method ?? 'GET' });
  });
  upstream.on('error', () => outgoing.destroy());
  incoming.pipe(upstream);
}

function sendBody(
  outgoing: ServerResponse,
  body: Buffer,
  { options, onStall, path, method }: Forwarding & { readonly path: string; readonly method: string },
): void {
  const half = body.length >> 1;
  if (method === 'GET' && options.altered?.test(path)) body.writeUInt8(body.readUInt8(half) ^ 1, half);
  if (method !== 'GET' || !options.stalled?.test(path)) {
    outgoing.end(body);
    return;
  }
  outgoing.write(body.subarray(0, half), onStall);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
