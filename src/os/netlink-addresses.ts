// Addresses (IPv4 and IPv6) and IPv4 routes over rtnetlink. linux/if_addr.h, linux/rtnetlink.h.
import { AF_INET, AF_INET6, addressBytes, addressFamily, addressText } from './ip-address.ts';
import {
  attribute,
  ipv4Attribute,
  ipv4Bytes,
  type NetlinkRequest,
  NLM_F_CREATE,
  NLM_F_REPLACE,
  numberAttribute,
  parseAttributes,
  textAttribute,
  uint32,
} from './netlink-message.ts';
import type { NetlinkSocket } from './netlink-socket.ts';

const RTM_NEWADDR = 20;
const RTM_DELADDR = 21;
const RTM_GETADDR = 22;
const RTM_NEWROUTE = 24;
const RTM_GETROUTE = 26;
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_LABEL = 3;
const IFA_FLAGS = 8;
/** An IPv6 address is usable at once; nobody else on the link is asked whether it is free. */
const IFA_F_NODAD = 2;
const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_TABLE = 15;
const RT_TABLE_MAIN = 254;
const RTPROT_BOOT = 3;
const RTN_UNICAST = 1;
const ADDRESS_HEADER_SIZE = 8;
const ROUTE_HEADER_SIZE = 12;

export type InterfaceAddress = { readonly linkIndex: number; readonly address: string; readonly prefixLength: number };

/** Gives a link an address; none the worse if it is there already. */
export function setAddress(address: InterfaceAddress): NetlinkRequest {
  const { body, text } = encodeAddress(address);
  return { type: RTM_NEWADDR, flags: NLM_F_CREATE | NLM_F_REPLACE, body, what: `add address ${text}` };
}

export function deleteAddress(address: InterfaceAddress): NetlinkRequest {
  const { body, text } = encodeAddress(address);
  return { type: RTM_DELADDR, flags: 0, body, what: `delete address ${text}` };
}

/** The default route; replaces the one that is there. */
export function setDefaultRoute(gateway: string, linkIndex: number): NetlinkRequest {
  const header = Buffer.from([AF_INET, 0, 0, 0, RT_TABLE_MAIN, RTPROT_BOOT, 0, RTN_UNICAST, 0, 0, 0, 0]);
  const body = Buffer.concat([
    header,
    attribute(RTA_GATEWAY, ipv4Bytes(gateway)),
    attribute(RTA_OIF, uint32(linkIndex)),
  ]);
  return { type: RTM_NEWROUTE, flags: NLM_F_CREATE | NLM_F_REPLACE, body, what: `set the default route to ${gateway}` };
}

/** Every IPv4 address of the socket's network namespace. */
export function observeAddresses(socket: NetlinkSocket): (InterfaceAddress & { readonly label: string })[] {
  return observeAddressesOf(socket, AF_INET);
}

/** Every IPv6 address of the socket's network namespace, those of the links' own included. */
export function observeIpv6Addresses(socket: NetlinkSocket): InterfaceAddress[] {
  return observeAddressesOf(socket, AF_INET6);
}

function observeAddressesOf(socket: NetlinkSocket, family: number): (InterfaceAddress & { readonly label: string })[] {
  const header = Buffer.from([family, 0, 0, 0, 0, 0, 0, 0]);
  const replies = socket.dump({ type: RTM_GETADDR, flags: 0, body: header, what: 'list addresses' });
  return replies.flatMap((reply) => {
    // A kernel without IPv6 answers with what it has of all families.
    if (reply.type !== RTM_NEWADDR || reply.body.length < ADDRESS_HEADER_SIZE || reply.body[0] !== family) return [];
    const attributes = parseAttributes(reply.body, ADDRESS_HEADER_SIZE);
    const address = addressText(attributes.get(IFA_LOCAL) ?? attributes.get(IFA_ADDRESS));
    if (address === undefined) return [];
    const label = textAttribute(attributes, IFA_LABEL) ?? '';
    return [{ linkIndex: reply.body.readUInt32LE(4), address, prefixLength: reply.body[1] ?? 32, label }];
  });
}

export type Route = {
  /** `0.0.0.0` with length 0 is the default route. */
  readonly destination: string;
  readonly prefixLength: number;
  readonly gateway: string | undefined;
  readonly linkIndex: number | undefined;
  readonly table: number;
};

/** Every IPv4 unicast route of all tables, local and broadcast ones left out. */
export function observeRoutes(socket: NetlinkSocket): Route[] {
  const header = Buffer.alloc(ROUTE_HEADER_SIZE);
  header[0] = AF_INET;
  const replies = socket.dump({ type: RTM_GETROUTE, flags: 0, body: header, what: 'list routes' });
  return replies.flatMap((reply) => {
    const isUnicast =
      reply.type === RTM_NEWROUTE && reply.body.length >= ROUTE_HEADER_SIZE && reply.body[7] === RTN_UNICAST;
    if (!isUnicast) return [];
    const attributes = parseAttributes(reply.body, ROUTE_HEADER_SIZE);
    return [
      {
        destination: ipv4Attribute(attributes, RTA_DST) ?? '0.0.0.0',
        prefixLength: reply.body[1] ?? 0,
        gateway: ipv4Attribute(attributes, RTA_GATEWAY),
        linkIndex: numberAttribute(attributes, RTA_OIF),
        table: numberAttribute(attributes, RTA_TABLE) ?? reply.body[4] ?? 0,
      },
    ];
  });
}

function encodeAddress(address: InterfaceAddress): { readonly body: Buffer; readonly text: string } {
  const bytes = addressBytes(address.address);
  const family = addressFamily(address.address);
  const header = Buffer.concat([Buffer.from([family, address.prefixLength, 0, 0]), uint32(address.linkIndex)]);
  const noDetection = family === AF_INET6 ? [attribute(IFA_FLAGS, uint32(IFA_F_NODAD))] : [];
  return {
    body: Buffer.concat([header, attribute(IFA_LOCAL, bytes), attribute(IFA_ADDRESS, bytes), ...noDetection]),
    text: `${address.address}/${address.prefixLength}`,
  };
}
