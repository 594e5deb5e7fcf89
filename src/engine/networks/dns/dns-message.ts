// Queries in, replies out (RFC 1035 §4, RFC 6891). What a container sends is hostile: nothing here throws.
import { type Answer, decode, encode, type Question } from 'dns-packet';

export const RCODE = {
  noError: 0,
  formatError: 1,
  serverFailure: 2,
  nameError: 3,
  notImplemented: 4,
  refused: 5,
} as const;
export type Rcode = (typeof RCODE)[keyof typeof RCODE];

export type DnsQuery = {
  readonly kind: 'query';
  readonly id: number;
  readonly question: Question;
  /** Lower case, without the last dot. */
  readonly name: string;
  readonly recursionDesired: boolean;
  /** What the client can take over UDP; undefined without EDNS. */
  readonly payloadSize: number | undefined;
};

export type ParsedQuery =
  | DnsQuery
  /** Worth an answer, but only of its header. */
  | { readonly kind: 'unusable'; readonly id: number; readonly rcode: Rcode }
  /** Not a query at all: silence, so that nobody can make two servers talk to each other. */
  | { readonly kind: 'noise' };

const HEADER_SIZE = 12;
const MAX_QUERY_SIZE = 4096;
const FLAG_TRUNCATED = 0x200;
const FLAG_RECURSION_DESIRED = 0x100;
const FLAG_RECURSION_AVAILABLE = 0x80;
const PLAIN_PAYLOAD_SIZE = 512;
const OUR_PAYLOAD_SIZE = 1232;

/** Reads a query with exactly one question. */
export function parseQuery(message: Buffer): ParsedQuery {
  if (message.length < HEADER_SIZE) return { kind: 'noise' };
  const id = message.readUInt16BE(0);
  const flags = message.readUInt16BE(2);
  if ((flags & 0x8000) !== 0) return { kind: 'noise' };
  const opcode = (flags >> 11) & 0xf;
  if (opcode !== 0) return { kind: 'unusable', id, rcode: RCODE.notImplemented };
  const [questions, answers, authorities, additionals] = [4, 6, 8, 10].map((offset) => message.readUInt16BE(offset));
  const isPlausible = questions === 1 && answers === 0 && authorities === 0 && (additionals ?? 0) <= 4;
  if (!isPlausible || message.length > MAX_QUERY_SIZE) return { kind: 'unusable', id, rcode: RCODE.formatError };
  try {
    return readQuery(message, id, flags);
  } catch {
    return { kind: 'unusable', id, rcode: RCODE.formatError };
  }
}

export type ReplyOptions = {
  readonly rcode: Rcode;
  readonly answers?: readonly Answer[];
  readonly transport: 'udp' | 'tcp';
};

/** A reply; answers that do not fit are left out and the reply says so. */
export function encodeReply(query: DnsQuery, options: ReplyOptions): Buffer {
  const limit =
    options.transport === 'tcp'
      ? 65535
      : Math.max(PLAIN_PAYLOAD_SIZE, Math.min(query.payloadSize ?? 0, OUR_PAYLOAD_SIZE));
  const answers = [...(options.answers ?? [])];
  try {
    for (let kept = answers.length; ; kept = Math.floor(kept / 2)) {
      const isCut = kept < answers.length;
      const reply = encodeOnce(query, { rcode: options.rcode, answers: answers.slice(0, kept), isCut });
      if (reply.length <= limit || kept === 0) return reply;
    }
  } catch {
    return encodeHeader(query.id, RCODE.formatError);
  }
}

/** A reply that is only a header. */
export function encodeHeader(id: number, rcode: Rcode): Buffer {
  const header = Buffer.alloc(HEADER_SIZE);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x8000 | FLAG_RECURSION_AVAILABLE | rcode, 2);
  return header;
}

function readQuery(message: Buffer, id: number, flags: number): ParsedQuery {
  const packet = decode(message);
  const question = packet.questions?.[0];
  if (!question) return { kind: 'unusable', id, rcode: RCODE.formatError };
  const edns = packet.additionals?.find((record) => record.type === 'OPT');
  return {
    kind: 'query',
    id,
    question,
    name: question.name.toLowerCase().replace(/\.$/, ''),
    recursionDesired: (flags & FLAG_RECURSION_DESIRED) !== 0,
    payloadSize: edns?.type === 'OPT' ? edns.udpPayloadSize : undefined,
  };
}

function encodeOnce(
  query: DnsQuery,
  part: { readonly rcode: Rcode; readonly answers: Answer[]; readonly isCut: boolean },
): Buffer {
  const recursion = query.recursionDesired ? FLAG_RECURSION_DESIRED : 0;
  return encode({
    type: 'response',
    id: query.id,
    flags: FLAG_RECURSION_AVAILABLE | recursion | (part.isCut ? FLAG_TRUNCATED : 0) | part.rcode,
    questions: [query.question],
    answers: part.answers,
    additionals: query.payloadSize === undefined ? [] : [ednsRecord()],
  });
}

function ednsRecord(): Answer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: OUR_PAYLOAD_SIZE,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  } as Answer;
}
