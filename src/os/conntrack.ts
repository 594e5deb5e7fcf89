// The kernel's table of flows over ctnetlink (linux/netfilter/nfnetlink_conntrack.h). Address translation is decided once a
// flow, so a UDP flow that began before a port was published, or after it moved, sticks until its entry goes.
import { errorCode } from '../core/errors.ts';
import {
  attribute,
  ipv4Attribute,
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
const CTA_FILTER_PROTO_NUM = 1 << 3;
const CTA_TUPLE_IP = 1;
const CTA_TUPLE_PROTO = 2;
const CTA_IP_V4_SRC = 1;
const CTA_PROTO_NUM = 1;
const CTA_PROTO_DST_PORT = 3;
const NFGEN_SIZE = 4;
const UDP = 17;
const NLA_F_NESTED = 0x8000;

export type UdpFlows = {
  /** Ports of the host that the flows were first sent to. */
  readonly hostPorts: ReadonlySet<number>;
  /** Containers that answer them. */
  readonly addresses: ReadonlySet<string>;
};

/** Forgets the UDP flows to these host ports, and those that these addresses answer. Returns how many. */
export function deleteUdpFlows(flows: UdpFlows): number {
  using socket = new NetlinkSocket('netfilter');
  const requests = socket
    .dump(listUdpFlows())
    .map((reply) => parseAttributes(reply.body, NFGEN_SIZE))
    .filter((flow) => isMeant(flow, flows))
    .map(deleteFlow);
  for (const request of requests) deleteOne(socket, request);
  return requests.length;
}

/** Kernels before 5.8 ignore the filter and list every flow, so replies are looked at in any case. */
function listUdpFlows(): NetlinkRequest {
  const tuple = nested(CTA_TUPLE_ORIG, nested(CTA_TUPLE_PROTO, attribute(CTA_PROTO_NUM, uint8(UDP))));
  const filter = nested(
    CTA_FILTER,
    attribute(CTA_FILTER_ORIG_FLAGS, uint32(CTA_FILTER_PROTO_NUM)),
    attribute(CTA_FILTER_REPLY_FLAGS, uint32(0)),
  );
  return {
    type: CTNETLINK_GET,
    flags: 0,
    body: Buffer.concat([familyHeader(), tuple, filter]),
    what: 'list UDP flows',
  };
}

function isMeant(flow: NetlinkAttributes, flows: UdpFlows): boolean {
  const protocol = parseAttributes(inner(flow, CTA_TUPLE_ORIG, CTA_TUPLE_PROTO));
  if (protocol.get(CTA_PROTO_NUM)?.[0] !== UDP) return false;
  const port = protocol.get(CTA_PROTO_DST_PORT);
  if (port?.length === 2 && flows.hostPorts.has(port.readUInt16BE(0))) return true;
  const answeredBy = ipv4Attribute(parseAttributes(inner(flow, CTA_TUPLE_REPLY, CTA_TUPLE_IP)), CTA_IP_V4_SRC);
  return answeredBy !== undefined && flows.addresses.has(answeredBy);
}

function deleteFlow(flow: NetlinkAttributes): NetlinkRequest {
  const tuple = attribute(CTA_TUPLE_ORIG | NLA_F_NESTED, flow.get(CTA_TUPLE_ORIG) ?? Buffer.alloc(0));
  const zone = flow.get(CTA_ZONE);
  const body = Buffer.concat([familyHeader(), tuple, ...(zone ? [attribute(CTA_ZONE, zone)] : [])]);
  return { type: CTNETLINK_DELETE, flags: 0, body, what: 'delete a UDP flow' };
}

function deleteOne(socket: NetlinkSocket, request: NetlinkRequest): void {
  try {
    socket.request([request]);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function inner(flow: NetlinkAttributes, tuple: number, part: number): Buffer {
  return parseAttributes(flow.get(tuple) ?? Buffer.alloc(0)).get(part) ?? Buffer.alloc(0);
}

/** struct nfgenmsg. */
function familyHeader(): Buffer {
  return Buffer.from([AF_INET, 0, 0, 0]);
}
