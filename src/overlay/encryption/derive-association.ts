// Keys between two hosts in one direction: what both can derive, and nobody who does not know the secret. Pure.
import { hkdfSync } from 'node:crypto';
import type { AssociationId } from '../../os/netlink-associations.ts';
import type { Generation, Holder } from '../store/records.ts';

/** AES with 256 bits, and the salt of RFC 4106 §8.1. */
const KEY_BYTES = 32 + 4;
const SPI_BYTES = 4;
/** Lower numbers are reserved (RFC 4303 §2.1). */
const LEAST_SPI = 256;

export type DerivedAssociation = AssociationId & { readonly key: Buffer };

/** Another one for each direction, generation, and memory of either kernel: no key ever meets one sequence number twice. */
export function deriveAssociation(generation: Generation, from: Holder, to: Holder): DerivedAssociation {
  const info = ['dockr overlay esp 1', generation.id, from.address, from.salt, to.address, to.salt].join('\0');
  const secret = Buffer.from(generation.secret, 'base64');
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', info, KEY_BYTES + SPI_BYTES));
  const spi = Math.max(LEAST_SPI, bytes.readUInt32BE(KEY_BYTES));
  return { from: from.address, to: to.address, spi, key: bytes.subarray(0, KEY_BYTES) };
}
