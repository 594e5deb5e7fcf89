// TCP and UDP sockets as bare descriptors: bound at once with the true errno, in the thread's current network namespace.
// Node adopts them with `dgram.bind({ fd })` and `net.listen({ fd })`.
import { isIPv6 } from 'node:net';
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC, O_NONBLOCK } from './libc.ts';
import { moveHigh } from './low-descriptors.ts';
import { ipv4Bytes } from './netlink-message.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const bindCall = libcFunction('int bind(int, const void*, uint32_t)');
const listenCall = libcFunction('int listen(int, int)');
const setsockoptCall = libcFunction('int setsockopt(int, int, int, const void*, uint32_t)');
const getsocknameCall = libcFunction('int getsockname(int, _Out_ uint8_t*, _Inout_ uint32_t*)');
const inetPton = libcFunction('int inet_pton(int, const char*, _Out_ uint8_t*)');

const AF_INET = 2;
const AF_INET6 = 10;
const TYPES = { tcp: 1, udp: 2, sctp: 1 } as const;
const PROTOCOL_NUMBERS = { tcp: 6, udp: 17, sctp: 132 } as const;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_RCVBUF = 8;
const SOL_IPV6 = 41;
const IPV6_V6ONLY = 26;
const BACKLOG = 4096;

export type InetProtocol = keyof typeof TYPES;
export type InetSocketOptions = {
  readonly protocol: InetProtocol;
  readonly address: string;
  /** 0 lets the kernel choose. */
  readonly port: number;
  /** Bytes; for a socket that is never read. */
  readonly receiveBuffer?: number;
};

/** A bound socket, listening unless it is UDP. Throws a SystemError (EADDRINUSE, EADDRNOTAVAIL, EACCES, EAFNOSUPPORT). */
export function openInetSocket(options: InetSocketOptions): number {
  const family = isIPv6(options.address) ? AF_INET6 : AF_INET;
  const what = `${options.protocol} socket at ${options.address} port ${options.port}`;
  const type = TYPES[options.protocol] | O_CLOEXEC | O_NONBLOCK;
  const fd = checkCall(socketCall(family, type, PROTOCOL_NUMBERS[options.protocol]), what);
  try {
    // Not for UDP: there it would let two sockets share the port.
    if (options.protocol !== 'udp') setOption(fd, [SOL_SOCKET, SO_REUSEADDR], 1);
    if (family === AF_INET6) setOption(fd, [SOL_IPV6, IPV6_V6ONLY], 1);
    if (options.receiveBuffer) setOption(fd, [SOL_SOCKET, SO_RCVBUF], options.receiveBuffer);
    const address = socketAddress(family, options);
    checkCall(bindCall(fd, address, address.length), what);
    if (options.protocol !== 'udp') checkCall(listenCall(fd, BACKLOG), what);
    // There may be thousands, and they stay.
    return moveHigh(fd);
  } catch (error) {
    closeDescriptor(fd);
    throw error;
  }
}

/** The port that a socket is bound to. */
export function boundPort(fd: number): number {
  const address = Buffer.alloc(28);
  checkCall(getsocknameCall(fd, address, [address.length]), 'getsockname');
  return address.readUInt16BE(2);
}

function setOption(fd: number, [level, name]: readonly [number, number], value: number): void {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  checkCall(setsockoptCall(fd, level, name, bytes, bytes.length), 'setsockopt');
}

function socketAddress(family: number, options: InetSocketOptions): Buffer {
  const bytes = Buffer.alloc(family === AF_INET6 ? 28 : 16);
  bytes.writeUInt16LE(family, 0);
  bytes.writeUInt16BE(options.port, 2);
  if (family === AF_INET) {
    ipv4Bytes(options.address).copy(bytes, 4);
    return bytes;
  }
  const address = Buffer.alloc(16);
  inetPton(AF_INET6, options.address, address);
  address.copy(bytes, 8);
  return bytes;
}
