// Whether a host answers an echo request (RFC 792, RFC 4443 §4.1), from the thread's current network namespace.
import { setTimeout as delay } from 'node:timers/promises';
import { AF_INET, addressBytes, addressFamily } from './ip-address.ts';
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC, O_NONBLOCK } from './libc.ts';
import { onReadable } from './poller.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const sendtoCall = libcFunction('long sendto(int, const void*, size_t, int, const void*, uint32_t)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');

const SOCK_RAW = 3;
const IPV4 = { protocol: 1, request: 8, reply: 0, addressSize: 16, addressAt: 4 } as const;
const IPV6 = { protocol: 58, request: 128, reply: 129, addressSize: 28, addressAt: 8 } as const;
const DATA_SIZE = 32;

export type EchoOptions = {
  /** 16 bits each; the reply has them, too. */
  readonly id: number;
  readonly attempts: number;
  /** For each attempt. */
  readonly waitMs: number;
};

/** False also where the kernel knows no way there. Throws the SystemError of a socket that cannot be made (EPERM). */
export async function answersEcho(address: string, { id, attempts, waitMs }: EchoOptions): Promise<boolean> {
  const family = addressFamily(address);
  const version = family === AF_INET ? IPV4 : IPV6;
  const fd = checkCall(socketCall(family, SOCK_RAW | O_CLOEXEC | O_NONBLOCK, version.protocol), 'socket(ICMP)');
  const scratch = Buffer.alloc(2048);
  const { promise: answered, resolve } = Promise.withResolvers<true>();
  const stop = onReadable(fd, () => {
    const size = Number(recvCall(fd, scratch, scratch.length, 0));
    if (size > 0 && isReply(scratch.subarray(0, size), version, id)) resolve(true);
  });
  try {
    const target = Buffer.alloc(version.addressSize);
    target.writeUInt16LE(family, 0);
    addressBytes(address).copy(target, version.addressAt);
    const request = echoRequest(version, id);
    for (let attempt = 0; attempt < attempts; attempt++) {
      // What cannot be sent is not answered.
      sendtoCall(fd, request, request.length, 0, target, target.length);
      if (await Promise.race([answered, delay(waitMs, false)])) return true;
    }
    return false;
  } finally {
    stop();
    closeDescriptor(fd);
  }
}

type Version = typeof IPV4 | typeof IPV6;

function echoRequest({ request }: Version, id: number): Buffer {
  const message = Buffer.alloc(8 + DATA_SIZE);
  message[0] = request;
  message.writeUInt16BE(id, 4);
  // Of ICMPv6 the kernel makes the checksum.
  if (request === IPV4.request) message.writeUInt16BE(~(((request << 8) + id) % 0xffff) & 0xffff, 2);
  return message;
}

/** An IPv4 socket gets the header, too. */
function isReply(packet: Buffer, { reply, protocol }: Version, id: number): boolean {
  const message = protocol === IPV4.protocol ? packet.subarray(((packet[0] ?? 0) & 0xf) * 4) : packet;
  return message.length >= 8 && message[0] === reply && message.readUInt16BE(4) === id;
}
