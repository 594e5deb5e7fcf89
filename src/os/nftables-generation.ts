// The number of the ruleset of a network namespace (linux/netfilter/nf_tables.h): the kernel gives it a new one with each
// transaction, whoever's it is, so that as long as it is the same nothing was changed.
import { type NetlinkRequest, parseAttributes } from './netlink-message.ts';
import type { NetlinkSocket } from './netlink-socket.ts';

const NEW_GENERATION = (10 << 8) | 15;
const GET_GENERATION = (10 << 8) | 16;
const NFGEN_SIZE = 4;
const NFTA_GEN_ID = 1;

const REQUEST: NetlinkRequest = {
  type: GET_GENERATION,
  flags: 0,
  body: Buffer.alloc(NFGEN_SIZE),
  what: 'ask for the generation of the rules',
};

/** Of the namespace that the socket (`netfilter`) belongs to; undefined where the kernel has no nftables. */
export function readNftablesGeneration(socket: NetlinkSocket): number | undefined {
  const [reply] = socket.lookUp([REQUEST], 'EINVAL').filter(({ type }) => type === NEW_GENERATION);
  return reply && parseAttributes(reply.body, NFGEN_SIZE).get(NFTA_GEN_ID)?.readUInt32BE(0);
}
