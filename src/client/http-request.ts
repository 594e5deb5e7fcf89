import type { ClientRequest, RequestOptions } from 'node:http';

const NO_TLS = { servername: '' };

/**
 * As `http.request`. An `import` of node:http reads all of its exports, those that are made when they are first read
 * included (`WebSocket`), and takes 50 ms for it in Node 26; this way it takes 6. Without a `servername` it would find one,
 * for TLS, which compiles a regular expression of IPv6 addresses: 5 ms.
 */
export function httpRequest(options: RequestOptions): ClientRequest {
  return process.getBuiltinModule('node:http').request({ ...NO_TLS, ...options });
}
