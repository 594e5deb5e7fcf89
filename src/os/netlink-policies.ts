// Policies of IPsec: which packets may leave and enter this host encrypted only. linux/xfrm.h.
import { AF_INET, AF_INET6 } from './ip-address.ts';
import { attribute, type NetlinkReply, type NetlinkRequest, parseAttributes } from './netlink-message.ts';
import type { NetlinkSocket } from './netlink-socket.ts';
import {
  ADDRESS_SIZE,
  ESP,
  encodeSelector,
  LIMITS_SIZE,
  type PacketSelector,
  parseSelector,
  SELECTOR_SIZE,
  TRANSPORT_MODE,
  USAGE_SIZE,
  unlimited,
} from './netlink-xfrm.ts';

const XFRM_MSG_NEWPOLICY = 0x13;
const XFRM_MSG_DELPOLICY = 0x14;
const XFRM_MSG_GETPOLICY = 0x15;
/** Makes one where there is none, and takes its place where there is. */
const XFRM_MSG_UPDPOLICY = 0x19;
const XFRMA_TMPL = 5;
const DIRECTIONS = ['in', 'out'] as const;

/** struct xfrm_userpolicy_info */
const INFO_SIZE = 168;
const LIMITS_OFFSET = SELECTOR_SIZE;
const DIRECTION_OFFSET = SELECTOR_SIZE + LIMITS_SIZE + USAGE_SIZE + 8;
/** struct xfrm_userpolicy_id */
const ID_SIZE = 64;
const ID_DIRECTION_OFFSET = SELECTOR_SIZE + 4;
/** struct xfrm_user_tmpl */
const TEMPLATE_SIZE = 64;
const TEMPLATE_FAMILY_OFFSET = 24;
const TEMPLATE_REQID_OFFSET = 28 + ADDRESS_SIZE;
const TEMPLATE_CIPHERS_OFFSET = 52;

/** Packets that are meant pass by ESP in transport mode, by an association of that number, or not at all. */
export type EncryptionPolicy = {
  readonly direction: (typeof DIRECTIONS)[number];
  readonly packets: PacketSelector;
  readonly reqid: number;
};

/** Whatever there is for these packets. */
export function setPolicy({ direction, packets, reqid }: EncryptionPolicy): NetlinkRequest {
  const info = Buffer.alloc(INFO_SIZE);
  encodeSelector(packets).copy(info, 0);
  unlimited().copy(info, LIMITS_OFFSET);
  info[DIRECTION_OFFSET] = DIRECTIONS.indexOf(direction);
  return {
    type: XFRM_MSG_UPDPOLICY,
    flags: 0,
    body: Buffer.concat([info, attribute(XFRMA_TMPL, encodeTemplate(packets.family, reqid))]),
    what: `let nothing ${direction === 'in' ? 'in at' : 'out to'} UDP port ${packets.port} but what is encrypted`,
  };
}

export function deletePolicy({ direction, packets }: EncryptionPolicy): NetlinkRequest {
  const tail = Buffer.alloc(ID_SIZE - SELECTOR_SIZE);
  tail[ID_DIRECTION_OFFSET - SELECTOR_SIZE] = DIRECTIONS.indexOf(direction);
  return {
    type: XFRM_MSG_DELPOLICY,
    flags: 0,
    body: Buffer.concat([encodeSelector(packets), tail]),
    what: `delete the policy for UDP port ${packets.port}`,
  };
}

/** Those in the socket's network namespace that `setPolicy` could have made. */
export function observePolicies(socket: NetlinkSocket): EncryptionPolicy[] {
  const request = { type: XFRM_MSG_GETPOLICY, flags: 0, body: Buffer.alloc(0), what: 'list policies of IPsec' };
  return socket.dump(request).flatMap(parsePolicy);
}

function parsePolicy({ type, body }: NetlinkReply): EncryptionPolicy[] {
  if (type !== XFRM_MSG_NEWPOLICY || body.length < INFO_SIZE) return [];
  const direction = DIRECTIONS[body[DIRECTION_OFFSET] ?? -1];
  const packets = parseSelector(body);
  const template = parseAttributes(body, INFO_SIZE).get(XFRMA_TMPL);
  if (direction === undefined || !packets || template?.length !== TEMPLATE_SIZE) return [];
  if (packets.family !== AF_INET && packets.family !== AF_INET6) return [];
  const reqid = template.readUInt32LE(TEMPLATE_REQID_OFFSET);
  return template.equals(encodeTemplate(packets.family, reqid)) ? [{ direction, packets, reqid }] : [];
}

function encodeTemplate(family: number, reqid: number): Buffer {
  const bytes = Buffer.alloc(TEMPLATE_SIZE);
  bytes[ADDRESS_SIZE + 4] = ESP;
  bytes.writeUInt16LE(family, TEMPLATE_FAMILY_OFFSET);
  bytes.writeUInt32LE(reqid, TEMPLATE_REQID_OFFSET);
  bytes[TEMPLATE_REQID_OFFSET + 4] = TRANSPORT_MODE;
  bytes.fill(0xff, TEMPLATE_CIPHERS_OFFSET);
  return bytes;
}
