// The wire format of netlink (RFC 3549 §2.2; linux/netlink.h): headers, attributes, and what comes back.

export const NLM_F_REQUEST = 0x1;
export const NLM_F_ACK = 0x4;
export const NLM_F_DUMP = 0x300;
export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const NLM_F_APPEND = 0x800;

const HEADER_SIZE = 16;
const NLA_F_NESTED = 0x8000;
const NLA_TYPE_MASK = 0x3fff;

/** A request, and in words what it does, for the message of an error. */
export type NetlinkRequest = {
  readonly type: number;
  readonly flags: number;
  readonly body: Buffer;
  readonly what: string;
};

export type NetlinkReply = {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly body: Buffer;
};

/** Looked for when asked for: of the thousands that a listing has, few are. */
export type NetlinkAttributes = Pick<ReadonlyMap<number, Buffer>, 'get' | 'has'>;

/** One attribute, padded to four bytes. */
export function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(align(4 + value.length));
  bytes.writeUInt16LE(4 + value.length, 0);
  bytes.writeUInt16LE(type, 2);
  value.copy(bytes, 4);
  return bytes;
}

/** An attribute that holds attributes. */
export function nested(type: number, ...children: readonly Buffer[]): Buffer {
  return attribute(type | NLA_F_NESTED, Buffer.concat(children));
}

/** A string as the kernel takes it, with its terminating zero. */
export function zeroTerminated(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

export function uint8(value: number): Buffer {
  return Buffer.from([value & 0xff]);
}

/** Sixteen bits in the order of the network, as ports are. */
export function uint16Network(value: number): Buffer {
  return Buffer.from([(value >> 8) & 0xff, value & 0xff]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** The bytes of `192.0.2.1`; the text must be a valid IPv4 address. */
export function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number));
}

/** The bytes of `02:00:00:00:00:01`; the text must be a valid MAC address. */
export function macBytes(mac: string): Buffer {
  return Buffer.from(mac.replaceAll(':', ''), 'hex');
}

/** `02:00:00:00:00:01` of six bytes; the empty text of none. */
export function macText(bytes: Buffer | undefined): string {
  if (!bytes) return '';
  let text = '';
  // A dump has thousands of them, for which a regular expression takes three times as long.
  for (const byte of bytes) text += text === '' ? HEX[byte] : `:${HEX[byte]}`;
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A request with its header. */
export function encodeRequest(request: NetlinkRequest, sequence: number): Buffer {
  const bytes = Buffer.alloc(HEADER_SIZE + align(request.body.length));
  bytes.writeUInt32LE(HEADER_SIZE + request.body.length, 0);
  bytes.writeUInt16LE(request.type, 4);
  bytes.writeUInt16LE(request.flags | NLM_F_REQUEST, 6);
  bytes.writeUInt32LE(sequence, 8);
  request.body.copy(bytes, HEADER_SIZE);
  return bytes;
}

/** The messages of one datagram; what is cut short is left out. Bodies are parts of one copy. */
export function parseReplies(datagram: Buffer): NetlinkReply[] {
  const copy = Buffer.from(datagram);
  const replies: NetlinkReply[] = [];
  let offset = 0;
  while (offset + HEADER_SIZE <= copy.length) {
    const length = copy.readUInt32LE(offset);
    if (length < HEADER_SIZE || offset + length > copy.length) break;
    replies.push({
      type: copy.readUInt16LE(offset + 4),
      flags: copy.readUInt16LE(offset + 6),
      sequence: copy.readUInt32LE(offset + 8),
      body: copy.subarray(offset + HEADER_SIZE, offset + length),
    });
    offset += align(length);
  }
  return replies;
}

/** The attributes after a fixed header of `start` bytes; of equal types the last counts. */
export function parseAttributes(bytes: Buffer, start = 0): NetlinkAttributes {
  const get = (type: number) => findAttribute(bytes, start, type);
  return { get, has: (type) => get(type) !== undefined };
}

function findAttribute(bytes: Buffer, start: number, type: number): Buffer | undefined {
  let found: Buffer | undefined;
  let offset = start;
  while (offset + 4 <= bytes.length) {
    const length = bytes.readUInt16LE(offset);
    if (length < 4 || offset + length > bytes.length) break;
    if ((bytes.readUInt16LE(offset + 2) & NLA_TYPE_MASK) === type) found = bytes.subarray(offset + 4, offset + length);
    offset += align(length);
  }
  return found;
}

/** The text of a string attribute, or undefined. */
export function textAttribute(attributes: NetlinkAttributes, type: number): string | undefined {
  const value = attributes.get(type);
  if (!value) return undefined;
  const end = value.indexOf(0);
  return value.toString('utf8', 0, end === -1 ? value.length : end);
}

/** The value of a 32-bit attribute in the host's order, or undefined. */
export function numberAttribute(attributes: NetlinkAttributes, type: number): number | undefined {
  const value = attributes.get(type);
  return value && value.length >= 4 ? value.readUInt32LE(0) : undefined;
}

/** The value of an 8-bit attribute, or undefined. */
export function byteAttribute(attributes: NetlinkAttributes, type: number): number | undefined {
  return attributes.get(type)?.[0];
}

/** `192.0.2.1` of a four-byte attribute, or undefined. */
export function ipv4Attribute(attributes: NetlinkAttributes, type: number): string | undefined {
  const value = attributes.get(type);
  return value?.length === 4 ? ipv4Text(value) : undefined;
}

/** `192.0.2.1` of four bytes. Each look at a container has some of these, for which `join` takes several times as long. */
export function ipv4Text(bytes: Buffer): string {
  return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
}

function align(length: number): number {
  return (length + 3) & ~3;
}
