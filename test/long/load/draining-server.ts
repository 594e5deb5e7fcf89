// The server of the load runs, copied into an image: it drains on its stop signal as well-kept servers do, and needs nothing
// but Node. `/slow` answers after two seconds; VERSION `ill` is never healthy.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';

const VERSION = process.env['VERSION'] ?? 'none';
const SLOW_MS = 2000;
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const GOING_AWAY = 1001;
const TEXT = 1;
const CLOSE = 8;

const sockets = new Set<Duplex>();
let isDraining = false;

const server = createServer((request, response) => {
  request.resume();
  if (request.url === '/health') return answer(response, VERSION === 'ill' ? 503 : 200);
  if (request.url === '/slow') return void setTimeout(() => answer(response, 200), SLOW_MS);
  answer(response, 200);
});
server.on('upgrade', (request, socket) => acceptWebSocket(request, socket));
server.listen(Number(process.env['PORT'] ?? 80), '::');
process.on('SIGTERM', drain);

function answer(response: ServerResponse, status: number): void {
  if (isDraining) response.setHeader('connection', 'close');
  response.writeHead(status).end(VERSION);
}

/** No new connection; the open ones are told with their next answer, and the process ends with the last of them. */
function drain(): void {
  isDraining = true;
  // That of HTTP would end idle connections, on which the next request may be on its way.
  NetServer.prototype.close.call(server, () => process.exit(0));
  const reason = Buffer.alloc(2);
  reason.writeUInt16BE(GOING_AWAY);
  for (const socket of sockets) socket.write(frame(CLOSE, reason));
}

function acceptWebSocket(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    // Frames of clients are masked, and ours are short: two bytes, four of the mask, the payload.
    for (let size = sizeOf(pending); size !== undefined; size = sizeOf(pending)) {
      receive(socket, (pending[0] ?? 0) & 0x0f);
      pending = pending.subarray(size);
    }
  });
}

function sizeOf(bytes: Buffer): number | undefined {
  if (bytes.length < 2) return undefined;
  const size = 6 + ((bytes[1] ?? 0) & 0x7f);
  return bytes.length < size ? undefined : size;
}

function receive(socket: Duplex, opcode: number): void {
  if (opcode === TEXT && !isDraining) socket.write(frame(TEXT, Buffer.from(VERSION)));
  if (opcode !== CLOSE) return;
  // The answer to our own needs none.
  socket.end(isDraining ? undefined : frame(CLOSE, Buffer.alloc(0)));
}

function frame(opcode: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcode, payload.length]), payload]);
}
