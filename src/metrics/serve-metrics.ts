// Metrics over HTTP for Prometheus: one path, read only, with limits for whoever asks.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { Registry } from 'prom-client';
import type { MetricsAddress } from './metrics-address.ts';

const MOST_CONNECTIONS = 16;
const TIMEOUT_MS = 5000;
const MOST_HEADERS = 50;

/** Rejects where the address cannot be had. */
export async function serveMetrics({ host, port }: MetricsAddress, text: () => Promise<string>): Promise<Server> {
  const server = createServer(
    { headersTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_MS },
    answerer(text),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.maxHeadersCount = MOST_HEADERS;
  server.keepAliveTimeout = TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // Nothing that a connection does may end the daemon, nor keep it from ending.
  server.on('error', () => {});
  server.unref();
  return server;
}

/** Many who ask at once get what one collects. */
function answerer(text: () => Promise<string>) {
  let collecting: Promise<string> | undefined;
  const collect = (): Promise<string> => {
    collecting ??= text().finally(() => {
      collecting = undefined;
    });
    return collecting;
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) end(response, refusal, '');
    else
      collect().then(
        (body) => end(response, 200, request.method === 'HEAD' ? '' : body),
        () => end(response, 500, ''),
      );
  };
}

/** A page in a browser of this machine could ask by a name of its own that leads here: only addresses and "localhost" are answered. */
function refusalOf({ method, url, headers }: IncomingMessage): number | undefined {
  const host = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  if (host !== 'localhost' && isIP(host) === 0) return 403;
  if (url?.split('?', 1)[0] !== '/metrics') return 404;
  return method === 'GET' || method === 'HEAD' ? undefined : 405;
}

function end(response: ServerResponse, status: number, body: string): void {
  const type = status === 200 ? { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE } : {};
  response.writeHead(status, {
    ...type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
