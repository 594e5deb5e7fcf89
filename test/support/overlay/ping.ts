// Echo requests from a network namespace over raw sockets: what a `ping` with a size and "do not fragment" tells.
import { isIPv4 } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { errorCode } from '../../../src/core/errors.ts';
import { addressBytes } from '../../../src/os/ip-address.ts';
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC, O_NONBLOCK } from '../../../src/os/libc.ts';
import { uint16Network } from '../../../src/os/netlink-message.ts';
import { insideNetworkNamespace } from '../../../src/os/network-namespace.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const setsockoptCall = libcFunction('int setsockopt(int, int, int, const void*, uint32_t)');
const sendtoCall = libcFunction('long sendto(int, const void*, size_t, int, const void*, uint32_t)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');

const SOCK_RAW = 3;
const IPV4 = { family: 2, protocol: 1, request: 8, reply: 0, overhead: 28, level: 0, discover: 10 } as const;
const IPV6 = { family: 10, protocol: 58, request: 128, reply: 129, overhead: 48, level: 41, discover: 23 } as const;
/** Do not fragment, and ask the kernel's memory of paths beforehand (PMTUDISC_DO). */
const DO_NOT_FRAGMENT = Buffer.from([2, 0, 0, 0]);
const PATIENCE_MS = 1500;
let lastNumber = process.pid % 1000;

export type PingResult =
  | { readonly kind: 'reply'; readonly elapsedMs: number }
  /** A router says so, or the kernel that was to send it (then `by` is `sender`). */
  | { readonly kind: 'too-big'; readonly mtu: number | undefined; readonly by: 'router' | 'sender' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'silence' };

/** `packetSize` is that of the IP packet, headers included; it is never fragmented. */
export async function ping(
  namespace: string,
  address: string,
  options: { readonly packetSize?: number; readonly patienceMs?: number } = {},
): Promise<PingResult> {
  const version = isIPv4(address) ? IPV4 : IPV6;
  const { family, protocol, level, discover } = version;
  const fd = insideNetworkNamespace(namespace, () =>
    checkCall(socketCall(family, SOCK_RAW | O_CLOEXEC | O_NONBLOCK, protocol), 'socket'),
  );
  try {
    checkCall(setsockoptCall(fd, level, discover, DO_NOT_FRAGMENT, 4), 'setsockopt');
    const number = ++lastNumber & 0xffff;
    const message = echoRequest(version, number, (options.packetSize ?? 84) - version.overhead);
    const started = performance.now();
    const target = socketAddress(family, address);
    checkCall(sendtoCall(fd, message, message.length, 0, target, target.length), 'sendto');
    return await waitForAnswer(fd, { version, number, started, patienceMs: options.patienceMs ?? PATIENCE_MS });
  } catch (error) {
    if (errorCode(error) === 'EMSGSIZE') return { kind: 'too-big', mtu: undefined, by: 'sender' };
    if (errorCode(error) === 'EHOSTUNREACH' || errorCode(error) === 'ENETUNREACH') return { kind: 'unreachable' };
    throw error;
  } finally {
    closeDescriptor(fd);
  }
}

/** The share of so many pings that are answered, 0 to 1, each with little patience. */
export async function answeredShare(namespace: string, address: string, count: number): Promise<number> {
  const results = await Promise.all(Array.from({ length: count }, () => ping(namespace, address, { patienceMs: 500 })));
  return results.filter(({ kind }) => kind === 'reply').length / count;
}

type Version = typeof IPV4 | typeof IPV6;

type Wait = {
  readonly version: Version;
  readonly number: number;
  readonly started: number;
  readonly patienceMs: number;
};

async function waitForAnswer(fd: number, wait: Wait): Promise<PingResult> {
  const bytes = Buffer.alloc(65536);
  while (performance.now() - wait.started < wait.patienceMs) {
    const count = Number(recvCall(fd, bytes, bytes.length, 0));
    const answer = count > 0 ? parseAnswer(bytes.subarray(0, count), wait) : undefined;
    if (answer) return answer;
    if (count <= 0) await setTimeout(1);
  }
  return { kind: 'silence' };
}

function parseAnswer(packet: Buffer, { version, number, started }: Wait): PingResult | undefined {
  // An IPv4 socket gets the header, too.
  const message = version === IPV4 ? packet.subarray(((packet[0] ?? 0) & 0xf) * 4) : packet;
  const [type = -1, code = -1] = message;
  if (type === version.reply && message.readUInt16BE(4) === number)
    return { kind: 'reply', elapsedMs: performance.now() - started };
  if (version === IPV4 && type === 3 && code === 4)
    return { kind: 'too-big', mtu: message.readUInt16BE(6), by: 'router' };
  if (version === IPV6 && type === 2) return { kind: 'too-big', mtu: message.readUInt32BE(4), by: 'router' };
  if (type === (version === IPV4 ? 3 : 1)) return { kind: 'unreachable' };
  return undefined;
}

function echoRequest({ request, family }: Version, number: number, dataSize: number): Buffer {
  const message = Buffer.alloc(8 + dataSize);
  message[0] = request;
  uint16Network(number).copy(message, 4);
  // Of ICMPv6 the kernel makes the checksum.
  if (family === IPV4.family) message.writeUInt16BE(checksum(message), 2);
  return message;
}

function checksum(message: Buffer): number {
  let sum = 0;
  for (let offset = 0; offset + 1 < message.length; offset += 2) sum += message.readUInt16BE(offset);
  if (message.length % 2 === 1) sum += (message.at(-1) ?? 0) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function socketAddress(family: number, address: string): Buffer {
  const bytes = Buffer.alloc(family === IPV4.family ? 16 : 28);
  bytes.writeUInt16LE(family, 0);
  addressBytes(address).copy(bytes, family === IPV4.family ? 4 : 8);
  return bytes;
}
