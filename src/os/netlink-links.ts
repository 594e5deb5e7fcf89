// Links (network devices) over rtnetlink: requests as values, and what a dump of them says. linux/if_link.h.

import { libcFunction } from './libc.ts';
import {
  attribute,
  macBytes,
  macText,
  type NetlinkAttributes,
  type NetlinkRequest,
  NLM_F_CREATE,
  NLM_F_EXCL,
  nested,
  numberAttribute,
  parseAttributes,
  textAttribute,
  uint8,
  uint32,
  zeroTerminated,
} from './netlink-message.ts';
import type { NetlinkSocket } from './netlink-socket.ts';

const ifNameToIndex = libcFunction('uint32_t if_nametoindex(const char*)');

export const RTM_NEWLINK = 16;
const RTM_DELLINK = 17;
const RTM_GETLINK = 18;
export const IFLA_ADDRESS = 1;
export const IFLA_IFNAME = 3;
export const IFLA_MTU = 4;
export const IFLA_MASTER = 10;
export const IFLA_LINKINFO = 18;
const IFLA_IFALIAS = 20;
const IFLA_AF_SPEC = 26;
export const IFLA_GROUP = 27;
const IFLA_NET_NS_FD = 28;
const IFLA_EXT_MASK = 29;
export const IFLA_INFO_KIND = 1;
export const IFLA_INFO_DATA = 2;
export const IFLA_INFO_SLAVE_KIND = 4;
export const IFLA_INFO_SLAVE_DATA = 5;
const IFLA_BR_FORWARD_DELAY = 1;
const IFLA_BR_STP_STATE = 5;
const IFLA_BR_MCAST_SNOOPING = 23;
const IFLA_BRPORT_MODE = 4;
const VETH_INFO_PEER = 1;
const IFLA_INET6_ADDR_GEN_MODE = 8;
const IN6_ADDR_GEN_MODE_NONE = 1;
const AF_INET6 = 10;
const RTEXT_FILTER_SKIP_STATS = 8;
const IFF_UP = 1;
/** Of `struct ifinfomsg`. */
export const IFINFO_SIZE = 16;

export type BridgeOptions = {
  readonly name: string;
  readonly mac: string;
  readonly mtu: number;
  readonly group: number;
};

/** Creates a bridge without spanning tree, delay or snooping. The MAC is given: else it changes as ports come and go. */
export function createBridge(bridge: BridgeOptions): NetlinkRequest {
  const details = nested(
    IFLA_INFO_DATA,
    attribute(IFLA_BR_FORWARD_DELAY, uint32(0)),
    attribute(IFLA_BR_STP_STATE, uint32(0)),
    attribute(IFLA_BR_MCAST_SNOOPING, uint8(0)),
  );
  const body = [
    linkHeader(),
    attribute(IFLA_IFNAME, zeroTerminated(bridge.name)),
    attribute(IFLA_ADDRESS, macBytes(bridge.mac)),
    attribute(IFLA_MTU, uint32(bridge.mtu)),
    attribute(IFLA_GROUP, uint32(bridge.group)),
    nested(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, zeroTerminated('bridge')), details),
  ];
  return {
    type: RTM_NEWLINK,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    body: Buffer.concat(body),
    what: `create bridge "${bridge.name}"`,
  };
}

export type VethOptions = {
  readonly name: string;
  readonly bridgeIndex: number;
  readonly mtu: number;
  readonly group: number;
  readonly peer: { readonly name: string; readonly mac: string; readonly namespaceFd: number };
};

/** Creates a pair: a port of the bridge, and a peer that is born in the other network namespace. */
export function createVeth(veth: VethOptions): NetlinkRequest {
  const peer = [
    linkHeader(),
    attribute(IFLA_IFNAME, zeroTerminated(veth.peer.name)),
    attribute(IFLA_ADDRESS, macBytes(veth.peer.mac)),
    attribute(IFLA_MTU, uint32(veth.mtu)),
    attribute(IFLA_NET_NS_FD, uint32(veth.peer.namespaceFd)),
  ];
  const details = nested(IFLA_INFO_DATA, nested(VETH_INFO_PEER, ...peer));
  const body = [
    linkHeader(),
    attribute(IFLA_IFNAME, zeroTerminated(veth.name)),
    attribute(IFLA_MTU, uint32(veth.mtu)),
    attribute(IFLA_MASTER, uint32(veth.bridgeIndex)),
    attribute(IFLA_GROUP, uint32(veth.group)),
    nested(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, zeroTerminated('veth')), details),
  ];
  return {
    type: RTM_NEWLINK,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    body: Buffer.concat(body),
    what: `create link "${veth.name}"`,
  };
}

export type PortOptions = { readonly alias: string; readonly withIpv6: boolean };

/** Hairpin on (a container that reaches itself through br_netfilter needs it), no IPv6 address of its own, a name for people. */
export function configurePort(name: string, options: PortOptions): NetlinkRequest {
  const port = nested(
    IFLA_LINKINFO,
    attribute(IFLA_INFO_SLAVE_KIND, zeroTerminated('bridge')),
    nested(IFLA_INFO_SLAVE_DATA, attribute(IFLA_BRPORT_MODE, uint8(1))),
  );
  const noAddress = nested(
    IFLA_AF_SPEC,
    nested(AF_INET6, attribute(IFLA_INET6_ADDR_GEN_MODE, uint8(IN6_ADDR_GEN_MODE_NONE))),
  );
  const alias = attribute(IFLA_IFALIAS, Buffer.from(options.alias.slice(0, 255)));
  const body = [byName(name), port, alias, ...(options.withIpv6 ? [noAddress] : [])];
  return { type: RTM_NEWLINK, flags: 0, body: Buffer.concat(body), what: `configure bridge port "${name}"` };
}

export function setLinkUp(name: string): NetlinkRequest {
  const body = Buffer.concat([linkHeader(IFF_UP, IFF_UP), attribute(IFLA_IFNAME, zeroTerminated(name))]);
  return { type: RTM_NEWLINK, flags: 0, body, what: `set link "${name}" up` };
}

/** Makes a link a port of a bridge. */
export function setLinkMaster(name: string, bridgeIndex: number): NetlinkRequest {
  const body = Buffer.concat([byName(name), attribute(IFLA_MASTER, uint32(bridgeIndex))]);
  return { type: RTM_NEWLINK, flags: 0, body, what: `attach link "${name}" to its bridge` };
}

/** Moves a link into a group; a whole group is deleted in one call. */
export function setLinkGroup(name: string, group: number): NetlinkRequest {
  const body = Buffer.concat([byName(name), attribute(IFLA_GROUP, uint32(group))]);
  return { type: RTM_NEWLINK, flags: 0, body, what: `set the group of link "${name}"` };
}

export function setLinkMtu(name: string, mtu: number): NetlinkRequest {
  const body = Buffer.concat([byName(name), attribute(IFLA_MTU, uint32(mtu))]);
  return { type: RTM_NEWLINK, flags: 0, body, what: `set the MTU of link "${name}"` };
}

export function setLinkMac(name: string, mac: string): NetlinkRequest {
  const body = Buffer.concat([byName(name), attribute(IFLA_ADDRESS, macBytes(mac))]);
  return { type: RTM_NEWLINK, flags: 0, body, what: `set the MAC of link "${name}"` };
}

export function deleteLink(name: string): NetlinkRequest {
  return { type: RTM_DELLINK, flags: 0, body: byName(name), what: `delete link "${name}"` };
}

/** Deletes every link of a group for the price of one. ENODEV if there is none. */
export function deleteLinkGroup(group: number): NetlinkRequest {
  const body = Buffer.concat([linkHeader(), attribute(IFLA_GROUP, uint32(group))]);
  return { type: RTM_DELLINK, flags: 0, body, what: `delete the links of group ${group}` };
}

export type Link = {
  readonly index: number;
  readonly name: string;
  /** `bridge`, `veth`; undefined for hardware. */
  readonly kind: string | undefined;
  readonly up: boolean;
  readonly mtu: number;
  readonly mac: string;
  readonly group: number;
  /** Index of the bridge it is a port of, or 0. */
  readonly master: number;
};

/** Every link of the socket's network namespace. */
export function observeLinks(socket: NetlinkSocket): Link[] {
  return observeDetailedLinks(socket).map(({ link }) => link);
}

/** A link, with what its kind and its bridge tell beside: the attributes of `IFLA_INFO_DATA` and `IFLA_INFO_SLAVE_DATA`. */
export type DetailedLink = {
  readonly link: Link;
  readonly device: NetlinkAttributes;
  readonly port: NetlinkAttributes;
};

export function observeDetailedLinks(socket: NetlinkSocket): DetailedLink[] {
  const body = Buffer.concat([linkHeader(), attribute(IFLA_EXT_MASK, uint32(RTEXT_FILTER_SKIP_STATS))]);
  const replies = socket.dump({ type: RTM_GETLINK, flags: 0, body, what: 'list links' });
  return replies
    .filter((reply) => reply.type === RTM_NEWLINK && reply.body.length >= IFINFO_SIZE)
    .map((reply) => parseLink(reply.body));
}

/** Those of the socket's network namespace that there are, by name. Of few it is much quicker than `observeLinks`. */
export function findLinks(socket: NetlinkSocket, names: Iterable<string>): ReadonlyMap<string, Link> {
  const requests = [...names].map((name) => {
    const body = Buffer.concat([byName(name), attribute(IFLA_EXT_MASK, uint32(RTEXT_FILTER_SKIP_STATS))]);
    return { type: RTM_GETLINK, flags: 0, body, what: `look at link "${name}"` };
  });
  const replies = socket.lookUp(requests, 'ENODEV');
  return new Map(replies.map(({ body }) => parseLink(body).link).map((link) => [link.name, link]));
}

/** The index of a link in the thread's current network namespace, or 0. */
export function linkIndex(name: string): number {
  return Number(ifNameToIndex(name));
}

function parseLink(body: Buffer): DetailedLink {
  const attributes = parseAttributes(body, IFINFO_SIZE);
  const details = parseNested(attributes, IFLA_LINKINFO);
  const link: Link = {
    index: body.readInt32LE(4),
    name: textAttribute(attributes, IFLA_IFNAME) ?? '',
    kind: textAttribute(details, IFLA_INFO_KIND),
    up: (body.readUInt32LE(8) & IFF_UP) !== 0,
    mtu: numberAttribute(attributes, IFLA_MTU) ?? 0,
    mac: macText(attributes.get(IFLA_ADDRESS)),
    group: numberAttribute(attributes, IFLA_GROUP) ?? 0,
    master: numberAttribute(attributes, IFLA_MASTER) ?? 0,
  };
  return { link, device: parseNested(details, IFLA_INFO_DATA), port: parseNested(details, IFLA_INFO_SLAVE_DATA) };
}

function parseNested(attributes: NetlinkAttributes, type: number): NetlinkAttributes {
  return parseAttributes(attributes.get(type) ?? Buffer.alloc(0));
}

/** struct ifinfomsg with no index: the link is named by an attribute. */
function linkHeader(flags = 0, change = 0): Buffer {
  const header = Buffer.alloc(IFINFO_SIZE);
  header.writeUInt32LE(flags, 8);
  header.writeUInt32LE(change, 12);
  return header;
}

/** A request's body so far: a link that is named and not numbered. */
export function byName(name: string): Buffer {
  return Buffer.concat([linkHeader(), attribute(IFLA_IFNAME, zeroTerminated(name))]);
}
