// Questions for an address that go to one MAC, as large as one likes, and the answers to them. RFC 826. Pure.
import { addressBytes } from '../../os/ip-address.ts';
import { macBytes, uint16Network } from '../../os/netlink-message.ts';

export const ETHERTYPE_ARP = 0x0806;
const ETHERNET_SIZE = 14;
const ARP_SIZE = 28;
const REQUEST = 1;
const REPLY = 2;

/** IPv4. */
export type Neighbour = { readonly mac: string; readonly address: string };

/** `size` is that of what the Ethernet header carries, 28 at least; what the question does not need is zeros. */
export function arpRequest(from: Neighbour, to: Neighbour, size: number): Buffer {
  const frame = Buffer.concat([
    macBytes(to.mac),
    macBytes(from.mac),
    uint16Network(ETHERTYPE_ARP),
    Buffer.from([0, 1, 8, 0, 6, 4, 0, REQUEST]),
    macBytes(from.mac),
    addressBytes(from.address),
    Buffer.alloc(6),
    addressBytes(to.address),
  ]);
  return Buffer.concat([frame, Buffer.alloc(Math.max(0, size - ARP_SIZE))]);
}

/** Whether the frame is the answer of one to the other. */
export function isArpReply(frame: Buffer, from: Neighbour, to: Neighbour): boolean {
  if (frame.length < ETHERNET_SIZE + ARP_SIZE || frame.readUInt16BE(12) !== ETHERTYPE_ARP) return false;
  const arp = frame.subarray(ETHERNET_SIZE);
  return (
    arp.readUInt16BE(6) === REPLY &&
    arp.subarray(8, 14).equals(macBytes(from.mac)) &&
    arp.subarray(14, 18).equals(addressBytes(from.address)) &&
    arp.subarray(24, 28).equals(addressBytes(to.address))
  );
}
