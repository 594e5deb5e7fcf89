// Runs in the network namespace of a container: answers whoever asks it over UDP and TCP, and asks others for the test.
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup, Resolver } from 'node:dns/promises';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { toWireError } from '../../../src/core/errors.ts';
import { TALK_GROUP, TALK_PORT, type TalkCall } from './talker.ts';

const PATIENCE_MS = 3000;
const resolver = new Resolver({ timeout: 1000, tries: 2 });
resolver.setServers(['127.0.0.11']);

/** Every datagram that came in, as text; what begins with `echo` is sent back as it is. */
const heard: string[] = [];
const asked = createSocket({ type: 'udp4', reuseAddr: true });
asked.on('message', (message, from) => {
  heard.push(message.subarray(0, 40).toString());
  if (message.subarray(0, 4).toString() === 'echo') asked.send(message, from.port, from.address);
});
asked.bind(TALK_PORT, '0.0.0.0', () => {
  asked.setBroadcast(true);
  // A network without a way out has no route for it.
  asked.addMembership(TALK_GROUP, ownAddress());
  // The digest of all that comes, once the other side has no more.
  createServer({ allowHalfOpen: true }, (connection) => {
    const hash = createHash('sha256');
    connection.on('data', (bytes) => hash.update(bytes));
    connection.on('end', () => connection.end(hash.digest('hex')));
    connection.on('error', () => undefined);
  }).listen(TALK_PORT, '0.0.0.0', () => process.send?.({ id: 0 }));
});

process.on('message', async ({ id, request }: { readonly id: number; readonly request: TalkCall }) => {
  try {
    process.send?.({ id, result: (await answer(request)) ?? null });
  } catch (error) {
    process.send?.({ id, error: toWireError(error) });
  }
});
// The test's process is gone.
process.on('disconnect', () => process.exit(1));

function answer(request: TalkCall): Promise<unknown> | unknown {
  switch (request.call) {
    case 'resolve':
      return resolver.resolve4(request.name).catch(() => []);
    case 'udp':
      return udpEcho(request.name, request.size);
    case 'tcp':
      return tcpDigest(request.name, request.size);
    case 'send':
      return new Promise((resolve) => asked.send(request.text, TALK_PORT, request.address, resolve));
    case 'heard':
      return heard;
  }
}

function ownAddress(): string | undefined {
  return networkInterfaces()['eth0']?.find(({ family }) => family === 'IPv4')?.address;
}

async function addressOf(name: string): Promise<string> {
  const [address] = /^[\d.]+$/.test(name) ? [(await lookup(name)).address] : await resolver.resolve4(name);
  return address ?? '';
}

/** Whether what comes back is what was sent. */
async function udpEcho(name: string, size: number): Promise<boolean> {
  const address = await addressOf(name);
  const sent = Buffer.concat([Buffer.from('echo'), Buffer.alloc(size - 4, `${size} bytes `)]);
  const socket = createSocket('udp4');
  try {
    return await new Promise((resolve, reject) => {
      setTimeout(() => resolve(false), PATIENCE_MS).unref();
      socket.on('message', (message) => resolve(message.equals(sent)));
      socket.on('error', reject);
      socket.send(sent, TALK_PORT, address);
    });
  } finally {
    socket.close();
  }
}

/** Whether all of it arrived as it was sent. */
async function tcpDigest(name: string, size: number): Promise<boolean> {
  const address = await addressOf(name);
  const sent = Buffer.alloc(size, `${size} bytes `);
  const socket = connect({ host: address, port: TALK_PORT, timeout: PATIENCE_MS });
  return new Promise((resolve, reject) => {
    let said = '';
    socket.on('data', (bytes) => (said += bytes.toString()));
    socket.on('end', () => resolve(said === createHash('sha256').update(sent).digest('hex')));
    socket.on('timeout', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', reject);
    socket.end(sent);
  });
}
