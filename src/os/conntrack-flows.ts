// The open flows of the current network namespace (linux/netfilter/nfnetlink_conntrack.h, nf_conntrack_tcp.h).
import { readFileSync } from 'node:fs';
import { ipv4Attribute, type NetlinkAttributes, type NetlinkRequest, parseAttributes } from './netlink-message.ts';
import { NetlinkSocket } from './netlink-socket.ts';

const CTNETLINK_GET = (1 << 8) | 1;
const AF_INET = 2;
const NFGEN_SIZE = 4;
const CTA_TUPLE_REPLY = 2;
const CTA_STATUS = 3;
const CTA_PROTOINFO = 4;
const CTA_TIMEOUT = 7;
const CTA_TUPLE_IP = 1;
const CTA_TUPLE_PROTO = 2;
const CTA_IP_V4_SRC = 1;
const CTA_IP_V4_DST = 2;
const CTA_PROTO_NUM = 1;
const CTA_PROTO_DST_PORT = 3;
const CTA_PROTOINFO_TCP = 1;
const CTA_PROTOINFO_SCTP = 3;
const CTA_PROTOINFO_STATE = 1;
const IPS_ASSURED = 1 << 2;
const [TCP, UDP, SCTP] = [6, 17, 132];
/** SYN_RECV, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK; not TIME_WAIT and CLOSE, where nothing is left to say. */
const OPEN_TCP: ReadonlySet<number> = new Set([2, 3, 4, 5, 6]);
/** COOKIE_WAIT to SHUTDOWN_ACK_SENT. */
const OPEN_SCTP: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 7]);
const UDP_TIMEOUT = '/proc/sys/net/netfilter/nf_conntrack_udp_timeout';
const UDP_STREAM_TIMEOUT = '/proc/sys/net/netfilter/nf_conntrack_udp_timeout_stream';

/** A flow that somebody else began. */
export type OpenFlow = { readonly answeredBy: string; readonly client: string; readonly clientPort: number };

export type OpenFlowsOptions = {
  /** Only flows that these answer. */
  readonly addresses: ReadonlySet<string>;
  /** A UDP flow is open that long after its last packet. */
  readonly udpSeconds: number;
};

/** Flows that are not over: of TCP and SCTP by their state, of UDP by when they were last seen. */
export function listOpenFlows({ addresses, udpSeconds }: OpenFlowsOptions): OpenFlow[] {
  using socket = new NetlinkSocket('netfilter');
  const udp = {
    seconds: udpSeconds,
    timeout: readTimeout(UDP_TIMEOUT, 30),
    stream: readTimeout(UDP_STREAM_TIMEOUT, 120),
  };
  return socket.dump(LIST_FLOWS).flatMap(({ body }) => {
    const flow = parseAttributes(body, NFGEN_SIZE);
    const ends = endsOf(flow);
    return ends && addresses.has(ends.answeredBy) && isOpen(flow, udp) ? [ends] : [];
  });
}

const LIST_FLOWS: NetlinkRequest = {
  type: CTNETLINK_GET,
  flags: 0,
  body: Buffer.from([AF_INET, 0, 0, 0]),
  what: 'list flows',
};

type UdpTimes = { readonly seconds: number; readonly timeout: number; readonly stream: number };

function isOpen(flow: NetlinkAttributes, udp: UdpTimes): boolean {
  switch (protocolOf(flow)) {
    case TCP:
      return OPEN_TCP.has(stateOf(flow, CTA_PROTOINFO_TCP));
    case SCTP:
      return OPEN_SCTP.has(stateOf(flow, CTA_PROTOINFO_SCTP));
    case UDP: {
      // Only the time that is left is told; each packet sets it to the whole again.
      const left = flow.get(CTA_TIMEOUT)?.readUInt32BE(0) ?? 0;
      const isStream = ((flow.get(CTA_STATUS)?.readUInt32BE(0) ?? 0) & IPS_ASSURED) !== 0;
      return (isStream ? udp.stream : udp.timeout) - left < udp.seconds;
    }
    default:
      return false;
  }
}

function endsOf(flow: NetlinkAttributes): OpenFlow | undefined {
  const reply = parseAttributes(flow.get(CTA_TUPLE_REPLY) ?? Buffer.alloc(0));
  const addresses = parseAttributes(reply.get(CTA_TUPLE_IP) ?? Buffer.alloc(0));
  const protocol = parseAttributes(reply.get(CTA_TUPLE_PROTO) ?? Buffer.alloc(0));
  const [answeredBy, client] = [ipv4Attribute(addresses, CTA_IP_V4_SRC), ipv4Attribute(addresses, CTA_IP_V4_DST)];
  if (answeredBy === undefined || client === undefined) return undefined;
  const port = protocol.get(CTA_PROTO_DST_PORT);
  return { answeredBy, client, clientPort: port?.length === 2 ? port.readUInt16BE(0) : 0 };
}

function protocolOf(flow: NetlinkAttributes): number | undefined {
  const reply = parseAttributes(flow.get(CTA_TUPLE_REPLY) ?? Buffer.alloc(0));
  return parseAttributes(reply.get(CTA_TUPLE_PROTO) ?? Buffer.alloc(0)).get(CTA_PROTO_NUM)?.[0];
}

function stateOf(flow: NetlinkAttributes, protocol: number): number {
  const all = parseAttributes(flow.get(CTA_PROTOINFO) ?? Buffer.alloc(0));
  return parseAttributes(all.get(protocol) ?? Buffer.alloc(0)).get(CTA_PROTOINFO_STATE)?.[0] ?? 0;
}

/** Of the thread's network namespace. */
function readTimeout(path: string, otherwise: number): number {
  try {
    return Number(readFileSync(path, 'utf8')) || otherwise;
  } catch {
    return otherwise;
  }
}
