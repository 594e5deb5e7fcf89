// The kernel's table of flows over ctnetlink (linux/netfilter/nfnetlink_conntrack.h). Address translation is decided once a
// flow, so a UDP flow that began before a port was published, or after it moved, sticks until its entry goes; and so do the
// packets of a connection to a container that is gone, first of all those by which it is begun.
import { errorCode } from '../core/errors.ts';
import {
  attribute,
  ipv4Attribute,
  ipv4Bytes,
  type NetlinkAttributes,
  type NetlinkRequest,
  nested,
  parseAttributes,
  uint8,
  uint32,
} from './netlink-message.ts';
import { NetlinkSocket } from './netlink-socket.ts';

const CTNETLINK_GET = (1 << 8) | 1;
const CTNETLINK_DELETE = (1 << 8) | 2;
const AF_INET = 2;
const CTA_TUPLE_ORIG = 1;
const CTA_TUPLE_REPLY = 2;
const CTA_ZONE = 18;
const CTA_FILTER = 25;
const CTA_FILTER_ORIG_FLAGS = 1;
const CTA_FILTER_REPLY_FLAGS = 2;
const CTA_FILTER_IP_SRC = 1 << 0;
const CTA_FILTER_PROTO_NUM = 1 << 3;
const CTA_TUPLE_IP = 1;
const CTA_TUPLE_PROTO = 2;
const CTA_IP_V4_SRC = 1;
const CTA_PROTO_NUM = 1;
const CTA_PROTO_DST_PORT = 3;
const NFGEN_SIZE = 4;
const UDP = 17;
const NLA_F_NESTED = 0x8000;

export type StaleFlows = {
  /** Ports of the host that UDP flows were first sent to. */
  readonly udpPorts: ReadonlySet<number>;
  /** Containers that answer UDP flows. */
  readonly udpAnsweredBy: ReadonlySet<string>;
  /** Containers that answer flows of any protocol. */
  readonly answeredBy: ReadonlySet<string>;
};

/** Forgets the flows that are meant. Returns how many. */
export function deleteFlows(flows: StaleFlows): number {
  using socket = new NetlinkSocket('netfilter');
  return findFlows(socket, flows).filter((flow) => deleteFlow(socket, flow)).length;
}

/** A flow as the kernel describes it. */
export type Flow = NetlinkAttributes;

export function findFlows(socket: NetlinkSocket, flows: StaleFlows): Flow[] {
  const hasUdp = flows.udpPorts.size + flows.udpAnsweredBy.size > 0;
  const lists = [...(hasUdp ? [listUdpFlows()] : []), ...[...flows.answeredBy].map(listFlowsAnsweredBy)];
  return lists
    .flatMap((list) => socket.dump(list))
    .map((reply) => parseAttributes(reply.body, NFGEN_SIZE))
    .filter((flow) => isMeant(flow, flows));
}

/** Kernels before 5.8 ignore a filter and list every flow, so replies are looked at in any case. */
function listUdpFlows(): NetlinkRequest {
  const tuple = nested(CTA_TUPLE_ORIG, nested(CTA_TUPLE_PROTO, attribute(CTA_PROTO_NUM, uint8(UDP))));
  return listFlows(tuple, { orig: CTA_FILTER_PROTO_NUM, reply: 0 });
}

function listFlowsAnsweredBy(address: string): NetlinkRequest {
  const tuple = nested(CTA_TUPLE_REPLY, nested(CTA_TUPLE_IP, attribute(CTA_IP_V4_SRC, ipv4Bytes(address))));
  return listFlows(tuple, { orig: 0, reply: CTA_FILTER_IP_SRC });
}

function listFlows(tuple: Buffer, flags: { readonly orig: number; readonly reply: number }): NetlinkRequest {
  const filter = nested(
    CTA_FILTER,
    attribute(CTA_FILTER_ORIG_FLAGS, uint32(flags.orig)),
    attribute(CTA_FILTER_REPLY_FLAGS, uint32(flags.reply)),
  );
  return { type: CTNETLINK_GET, flags: 0, body: Buffer.concat([familyHeader(), tuple, filter]), what: 'list flows' };
}

function isMeant(flow: Flow, flows: StaleFlows): boolean {
  const source = ipv4Attribute(parseAttributes(inner(flow, CTA_TUPLE_REPLY, CTA_TUPLE_IP)), CTA_IP_V4_SRC);
  if (source !== undefined && flows.answeredBy.has(source)) return true;
  const protocol = parseAttributes(inner(flow, CTA_TUPLE_ORIG, CTA_TUPLE_PROTO));
  if (protocol.get(CTA_PROTO_NUM)?.[0] !== UDP) return false;
  const port = protocol.get(CTA_PROTO_DST_PORT);
  if (port?.length === 2 && flows.udpPorts.has(port.readUInt16BE(0))) return true;
  return source !== undefined && flows.udpAnsweredBy.has(source);
}

/**
 * False if it is gone already. By the end that answers: a client that uses its port again meanwhile has another flow to the
 * same port, which leads to another container.
 */
export function deleteFlow(socket: NetlinkSocket, flow: Flow): boolean {
  const tuple = attribute(CTA_TUPLE_REPLY | NLA_F_NESTED, flow.get(CTA_TUPLE_REPLY) ?? Buffer.alloc(0));
  const zone = flow.get(CTA_ZONE);
  const body = Buffer.concat([familyHeader(), tuple, ...(zone ? [attribute(CTA_ZONE, zone)] : [])]);
  try {
    socket.request([{ type: CTNETLINK_DELETE, flags: 0, body, what: 'delete a flow' }]);
    return true;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return false;
  }
}

function inner(flow: Flow, tuple: number, part: number): Buffer {
  return parseAttributes(flow.get(tuple) ?? Buffer.alloc(0)).get(part) ?? Buffer.alloc(0);
}

/** struct nfgenmsg. */
function familyHeader(): Buffer {
  return Buffer.from([AF_INET, 0, 0, 0]);
}
