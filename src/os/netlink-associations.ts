// Security associations of IPsec: by which key packets from one host to another are encrypted. linux/xfrm.h, RFC 4303.
import { addressFamily } from './ip-address.ts';
import {
  attribute,
  type NetlinkReply,
  type NetlinkRequest,
  NLM_F_CREATE,
  NLM_F_EXCL,
  uint32,
} from './netlink-message.ts';
import type { NetlinkSocket } from './netlink-socket.ts';
import {
  ADDRESS_SIZE,
  ESP,
  encodeSelector,
  LIMITS_SIZE,
  paddedAddress,
  readAddress,
  SELECTOR_SIZE,
  TRANSPORT_MODE,
  USAGE_SIZE,
  unlimited,
} from './netlink-xfrm.ts';

const XFRM_MSG_NEWSA = 0x10;
const XFRM_MSG_DELSA = 0x11;
const XFRM_MSG_GETSA = 0x12;
const XFRMA_SRCADDR = 13;
const XFRMA_ALG_AEAD = 18;
const XFRMA_REPLAY_ESN_VAL = 23;
const XFRM_STATE_ESN = 0x80;

/** struct xfrm_usersa_info, and where its parts are. */
const INFO_SIZE = 224;
const ID_OFFSET = SELECTOR_SIZE;
const FROM_OFFSET = ID_OFFSET + 24;
const LIMITS_OFFSET = FROM_OFFSET + ADDRESS_SIZE;
const REQID_OFFSET = LIMITS_OFFSET + LIMITS_SIZE + USAGE_SIZE + 16;
const FAMILY_OFFSET = REQID_OFFSET + 4;
/** struct xfrm_usersa_id */
const ID_SIZE = 24;

/** AES in Galois/Counter Mode (RFC 4106), its name in the kernel, padded. */
const CIPHER = Buffer.concat([Buffer.from('rfc4106(gcm(aes))'), Buffer.alloc(64 - 'rfc4106(gcm(aes))'.length)]);
const TAG_BITS = 128;
/** Packets that overtake others by more are dropped: a card with many queues may do that to some hundred. */
const REPLAY_WINDOW = 2048;

/** What an association is told from others by. */
export type AssociationId = {
  readonly from: string;
  readonly to: string;
  readonly spi: number;
};

export type Association = AssociationId & {
  /** A key for AES, and four bytes of salt (RFC 4106 §8.1). */
  readonly key: Buffer;
  /** By which policies find it. */
  readonly reqid: number;
  /** UDP. It carries packets to that port, from and to its own addresses, and no others. */
  readonly port: number;
};

export type ObservedAssociation = AssociationId & { readonly reqid: number };

/** Refused with EEXIST if the receiver has one of that number. Sequence numbers have 64 bits (RFC 4304). */
export function addAssociation(association: Association): NetlinkRequest {
  const { from, to, spi, key, reqid } = association;
  const family = addressFamily(to);
  const info = Buffer.alloc(INFO_SIZE);
  encodeSelector({ family, ...association }).copy(info, 0);
  paddedAddress(to).copy(info, ID_OFFSET);
  info.writeUInt32BE(spi, ID_OFFSET + ADDRESS_SIZE);
  info[ID_OFFSET + ADDRESS_SIZE + 4] = ESP;
  paddedAddress(from).copy(info, FROM_OFFSET);
  unlimited().copy(info, LIMITS_OFFSET);
  info.writeUInt32LE(reqid, REQID_OFFSET);
  info.writeUInt16LE(family, FAMILY_OFFSET);
  info[FAMILY_OFFSET + 2] = TRANSPORT_MODE;
  info[FAMILY_OFFSET + 4] = XFRM_STATE_ESN;
  const cipher = Buffer.concat([CIPHER, uint32(key.length * 8), uint32(TAG_BITS), key]);
  return {
    type: XFRM_MSG_NEWSA,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    body: Buffer.concat([info, attribute(XFRMA_ALG_AEAD, cipher), attribute(XFRMA_REPLAY_ESN_VAL, replayState())]),
    what: `encrypt packets from ${from} to ${to}`,
  };
}

export function deleteAssociation({ from, to, spi }: AssociationId): NetlinkRequest {
  const id = Buffer.alloc(ID_SIZE);
  paddedAddress(to).copy(id, 0);
  id.writeUInt32BE(spi, ADDRESS_SIZE);
  id.writeUInt16LE(addressFamily(to), ADDRESS_SIZE + 4);
  id[ADDRESS_SIZE + 6] = ESP;
  return {
    type: XFRM_MSG_DELSA,
    flags: 0,
    body: Buffer.concat([id, attribute(XFRMA_SRCADDR, paddedAddress(from))]),
    what: `delete a key for packets from ${from} to ${to}`,
  };
}

/** All of ESP in transport mode in the socket's network namespace, whoever made them. */
export function observeAssociations(socket: NetlinkSocket): ObservedAssociation[] {
  const request = { type: XFRM_MSG_GETSA, flags: 0, body: Buffer.alloc(0), what: 'list security associations' };
  return socket.dump(request).flatMap(parseAssociation);
}

function parseAssociation({ type, body }: NetlinkReply): ObservedAssociation[] {
  if (type !== XFRM_MSG_NEWSA || body.length < INFO_SIZE) return [];
  const isOurKind = body[ID_OFFSET + ADDRESS_SIZE + 4] === ESP && body[FAMILY_OFFSET + 2] === TRANSPORT_MODE;
  if (!isOurKind) return [];
  const family = body.readUInt16LE(FAMILY_OFFSET);
  return [
    {
      from: readAddress(body, FROM_OFFSET, family),
      to: readAddress(body, ID_OFFSET, family),
      spi: body.readUInt32BE(ID_OFFSET + ADDRESS_SIZE),
      reqid: body.readUInt32LE(REQID_OFFSET),
    },
  ];
}

/** struct xfrm_replay_state_esn at its beginning, where the map of what has come is left out. */
function replayState(): Buffer {
  return Buffer.concat([uint32(REPLAY_WINDOW / 32), Buffer.alloc(16), uint32(REPLAY_WINDOW)]);
}
