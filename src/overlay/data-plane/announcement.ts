// The frame that tells everybody on a link where an address is now. They take it for what they know already, and only then.
import { AF_INET, addressBytes, addressFamily } from '../../os/ip-address.ts';
import { macBytes, uint16Network, uint32 } from '../../os/netlink-message.ts';

const BROADCAST = macBytes('ff:ff:ff:ff:ff:ff');
/** Of ff02::1. */
const ALL_NODES_MAC = macBytes('33:33:00:00:00:01');
const ALL_NODES = addressBytes('ff02::1');
const ETHERTYPE_ARP = 0x0806;
const ETHERTYPE_IPV6 = 0x86dd;
const ARP_REQUEST = 1;
const ICMPV6 = 58;
const NEIGHBOUR_ADVERTISEMENT = 136;
const OVERRIDE = 0x20;
const TARGET_LINK_ADDRESS = 2;
/** A neighbour is believed only if no router passed its word on. */
const HOP_LIMIT = 255;

/** A gratuitous ARP request (RFC 5227 §3), or an unsolicited neighbour advertisement (RFC 4861 §7.2.6). */
export function announcement(address: string, mac: string): Buffer {
  return addressFamily(address) === AF_INET ? gratuitousArp(address, mac) : unsolicitedAdvertisement(address, mac);
}

function gratuitousArp(address: string, mac: string): Buffer {
  const [ip, hardware] = [addressBytes(address), macBytes(mac)];
  return Buffer.concat([
    ethernet(BROADCAST, hardware, ETHERTYPE_ARP),
    Buffer.from([0, 1, 8, 0, 6, 4, 0, ARP_REQUEST]),
    hardware,
    ip,
    Buffer.alloc(6),
    ip,
  ]);
}

function unsolicitedAdvertisement(address: string, mac: string): Buffer {
  const [ip, hardware] = [addressBytes(address), macBytes(mac)];
  const option = Buffer.concat([Buffer.from([TARGET_LINK_ADDRESS, 1]), hardware]);
  const message = Buffer.concat([Buffer.from([NEIGHBOUR_ADVERTISEMENT, 0, 0, 0, OVERRIDE, 0, 0, 0]), ip, option]);
  message.writeUInt16BE(checksum(ip, message), 2);
  const header = Buffer.concat([
    Buffer.from([0x60, 0, 0, 0]),
    uint16Network(message.length),
    Buffer.from([ICMPV6, HOP_LIMIT]),
    ip,
    ALL_NODES,
  ]);
  return Buffer.concat([ethernet(ALL_NODES_MAC, hardware, ETHERTYPE_IPV6), header, message]);
}

function ethernet(to: Buffer, from: Buffer, type: number): Buffer {
  return Buffer.concat([to, from, uint16Network(type)]);
}

/** Of an ICMPv6 message, over the pseudo-header (RFC 8200 §8.1). */
function checksum(source: Buffer, message: Buffer): number {
  const length = uint32(message.length).reverse();
  const bytes = Buffer.concat([source, ALL_NODES, length, Buffer.from([0, 0, 0, ICMPV6]), message]);
  let sum = 0;
  for (let offset = 0; offset < bytes.length; offset += 2) sum += bytes.readUInt16BE(offset);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
