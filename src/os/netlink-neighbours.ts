// Neighbours (ARP, ND) and forwarding entries of bridges and VXLAN devices over rtnetlink: one message type for both.
// linux/neighbour.h.
import { addressBytes, addressFamily, addressText } from './ip-address.ts';
import {
  attribute,
  byteAttribute,
  macBytes,
  macText,
  type NetlinkReply,
  type NetlinkRequest,
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_REPLACE,
  parseAttributes,
  uint8,
} from './netlink-message.ts';
import type { NetlinkSocket } from './netlink-socket.ts';

const RTM_NEWNEIGH = 28;
const RTM_DELNEIGH = 29;
const RTM_GETNEIGH = 30;
const AF_UNSPEC = 0;
const AF_BRIDGE = 7;
const NDA_DST = 1;
const NDA_LLADDR = 2;
const NDA_MASTER = 9;
const NDA_PROTOCOL = 12;
const NUD_REACHABLE = 0x02;
const NUD_NOARP = 0x40;
const NUD_PERMANENT = 0x80;
const NTF_SELF = 0x02;
const NTF_MASTER = 0x04;
const NTF_STICKY = 0x40;
const HEADER_SIZE = 12;
const IFINFO_SIZE = 16;

/** Which of the two tables an entry is in: the bridge's (which port?), or the VXLAN device's (which host?). */
export type ForwardingTable = 'bridge' | 'device';

export type Neighbour = { readonly linkIndex: number; readonly address: string; readonly mac: string };

export type ObservedNeighbour = Neighbour & {
  readonly permanent: boolean;
  /** Who says that it made the entry, a number as for routes; 0 is nobody. */
  readonly protocol: number;
};

/** Sets a neighbour for good, whatever there is of it. */
export function setNeighbour(neighbour: Neighbour, protocol: number): NetlinkRequest {
  const header = neighbourHeader(addressFamily(neighbour.address), neighbour.linkIndex, NUD_PERMANENT, 0);
  const body = [
    header,
    attribute(NDA_DST, addressBytes(neighbour.address)),
    attribute(NDA_LLADDR, macBytes(neighbour.mac)),
    attribute(NDA_PROTOCOL, uint8(protocol)),
  ];
  return {
    type: RTM_NEWNEIGH,
    flags: NLM_F_CREATE | NLM_F_REPLACE,
    body: Buffer.concat(body),
    what: `set neighbour ${neighbour.address}`,
  };
}

export function deleteNeighbour(neighbour: Pick<Neighbour, 'linkIndex' | 'address'>): NetlinkRequest {
  const header = neighbourHeader(addressFamily(neighbour.address), neighbour.linkIndex, 0, 0);
  const body = Buffer.concat([header, attribute(NDA_DST, addressBytes(neighbour.address))]);
  return { type: RTM_DELNEIGH, flags: 0, body, what: `delete neighbour ${neighbour.address}` };
}

/** Every neighbour of both families in the socket's network namespace that has a hardware address. */
export function observeNeighbours(socket: NetlinkSocket): ObservedNeighbour[] {
  const body = neighbourHeader(AF_UNSPEC, 0, 0, 0);
  return socket.dump({ type: RTM_GETNEIGH, flags: 0, body, what: 'list neighbours' }).flatMap(parseNeighbour);
}

export type ForwardingEntry = {
  /** Of the VXLAN device. */
  readonly linkIndex: number;
  readonly mac: string;
  /** The host that it is on. */
  readonly vtep: string;
  readonly tables: readonly ForwardingTable[];
};

/**
 * Says in the tables named where a MAC is, for good and whatever they said. One message for both. The entry is sticky:
 * nobody on this host takes the MAC over by sending from it.
 */
export function setForwarding(entry: ForwardingEntry): NetlinkRequest {
  return {
    type: RTM_NEWNEIGH,
    flags: NLM_F_CREATE | NLM_F_REPLACE,
    body: forwardingBody(entry, entry.vtep),
    what: `set the host of ${entry.mac} to ${entry.vtep}`,
  };
}

/** One more host that gets what goes to all. Of the device's table. */
export function addFloodTarget(linkIndex: number, vtep: string): NetlinkRequest {
  return {
    type: RTM_NEWNEIGH,
    flags: NLM_F_CREATE | NLM_F_APPEND,
    body: forwardingBody({ linkIndex, mac: FLOOD_MAC, tables: ['device'] }, vtep),
    what: `add ${vtep} to the hosts that get what goes to all`,
  };
}

/** The key of the entry that lists who gets what goes to all. */
export const FLOOD_MAC = '00:00:00:00:00:00';

/** Takes an entry out of the tables named; of several hosts only `vtep`, where one is given. */
export function deleteForwarding(
  entry: Omit<ForwardingEntry, 'vtep'> & { readonly vtep: string | undefined },
): NetlinkRequest {
  return {
    type: RTM_DELNEIGH,
    flags: 0,
    body: forwardingBody(entry, entry.vtep),
    what: `delete the host of ${entry.mac}`,
  };
}

/** What one table says of a MAC. */
export type ObservedForwarding = {
  readonly table: ForwardingTable;
  readonly mac: string;
  /** Undefined in the bridge's table. */
  readonly vtep: string | undefined;
  /** Neither aged nor taken over by somebody on this host: as `setForwarding` makes it. */
  readonly sticky: boolean;
};

/** Both tables' entries for a VXLAN device that is a port of a bridge. */
export function observeForwarding(socket: NetlinkSocket, linkIndex: number): ObservedForwarding[] {
  // struct ifinfomsg and not ndmsg: its index names the port whose entries are meant.
  const body = Buffer.alloc(IFINFO_SIZE);
  body[0] = AF_BRIDGE;
  body.writeInt32LE(linkIndex, 4);
  const replies = socket.dump({ type: RTM_GETNEIGH, flags: 0, body, what: 'list forwarding entries' });
  return replies.flatMap((reply) => parseForwarding(reply, linkIndex));
}

function parseNeighbour(reply: NetlinkReply): ObservedNeighbour[] {
  if (reply.type !== RTM_NEWNEIGH || reply.body.length < HEADER_SIZE) return [];
  const attributes = parseAttributes(reply.body, HEADER_SIZE);
  const address = addressText(attributes.get(NDA_DST));
  const mac = macText(attributes.get(NDA_LLADDR));
  if (address === undefined || mac === '') return [];
  return [
    {
      linkIndex: reply.body.readInt32LE(4),
      address,
      mac,
      permanent: (reply.body.readUInt16LE(8) & NUD_PERMANENT) !== 0,
      protocol: byteAttribute(attributes, NDA_PROTOCOL) ?? 0,
    },
  ];
}

function parseForwarding(reply: NetlinkReply, linkIndex: number): ObservedForwarding[] {
  if (reply.type !== RTM_NEWNEIGH || reply.body.length < HEADER_SIZE) return [];
  if (reply.body.readInt32LE(4) !== linkIndex) return [];
  const attributes = parseAttributes(reply.body, HEADER_SIZE);
  const state = reply.body.readUInt16LE(8);
  const flags = reply.body[10] ?? 0;
  // The bridge's own address on the port is no business of ours.
  const isBridge = attributes.has(NDA_MASTER);
  if (isBridge && (state & NUD_PERMANENT) !== 0) return [];
  const mac = macText(attributes.get(NDA_LLADDR));
  const vtep = isBridge ? undefined : addressText(attributes.get(NDA_DST));
  const sticky = (flags & NTF_STICKY) !== 0 && (state & NUD_NOARP) !== 0;
  return [{ table: isBridge ? 'bridge' : 'device', mac, vtep, sticky }];
}

/** NOARP is `static` to a bridge, and a VXLAN device asks for REACHABLE or PERMANENT; a bridge takes PERMANENT for its own. */
function forwardingBody(entry: Omit<ForwardingEntry, 'vtep'>, vtep: string | undefined): Buffer {
  const tables = entry.tables.map((table) => (table === 'bridge' ? NTF_MASTER : NTF_SELF));
  const flags = tables.reduce((sum, flag) => sum | flag, NTF_STICKY);
  return Buffer.concat([
    neighbourHeader(AF_BRIDGE, entry.linkIndex, NUD_NOARP | NUD_REACHABLE, flags),
    attribute(NDA_LLADDR, macBytes(entry.mac)),
    ...(vtep === undefined ? [] : [attribute(NDA_DST, addressBytes(vtep))]),
  ]);
}

/** struct ndmsg */
function neighbourHeader(family: number, linkIndex: number, state: number, flags: number): Buffer {
  const header = Buffer.alloc(HEADER_SIZE);
  header[0] = family;
  header.writeInt32LE(linkIndex, 4);
  header.writeUInt16LE(state, 8);
  header[10] = flags;
  return header;
}
