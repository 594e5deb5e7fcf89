// Which keys the kernel of this host should have, and the steps there from those that it has. Pure.
import { addressFamily } from '../../os/ip-address.ts';
import type { AssociationId } from '../../os/netlink-associations.ts';
import type { Holder, KeyRing } from '../store/records.ts';
import { type DerivedAssociation, deriveAssociation } from './derive-association.ts';
import { generationFor } from './key-ring.ts';

export type HeldKeys = {
  readonly ring: KeyRing;
  readonly own: Holder;
  /** This host may be among them. */
  readonly holders: readonly Holder[];
  /** Cut off, perhaps: keys for them stay, and nobody waits for them. */
  readonly departed: readonly Holder[];
};

export type WantedAssociations = {
  /** From every other holder, of all generations. */
  readonly incoming: readonly DerivedAssociation[];
  /** To every other holder one. */
  readonly outgoing: readonly DerivedAssociation[];
  /** The oldest generation among these, those to the departed left out. */
  readonly sends: string;
};

export type AssociationPlan = {
  readonly add: readonly DerivedAssociation[];
  /** After the others are there. */
  readonly remove: readonly AssociationId[];
};

/** Of holders at this host's own address nothing is sent or taken: one of the two has a wrong address. */
export function wantedAssociations({ ring, own, holders, departed }: HeldKeys): WantedAssociations {
  const family = addressFamily(own.address);
  const isOther = ({ node, address }: Holder): boolean =>
    node !== own.node && address !== own.address && addressFamily(address) === family;
  const present = holders.filter(isOther);
  const taken = new Set(present.map(({ address }) => address));
  const others = [...present, ...departed.filter((holder) => isOther(holder) && !taken.has(holder.address))];
  const sending = others.flatMap((holder) => {
    const generation = generationFor(ring, holder);
    return generation ? [{ holder, generation }] : [];
  });
  const used = new Set(present.flatMap((holder) => generationFor(ring, holder)?.id ?? []));
  const oldest = ring.generations.find(({ id }) => used.has(id)) ?? ring.generations.at(-1);
  return {
    incoming: others.flatMap((holder) =>
      ring.generations.map((generation) => deriveAssociation(generation, holder, own)),
    ),
    outgoing: sending.map(({ holder, generation }) => deriveAssociation(generation, own, holder)),
    sends: oldest?.id ?? '',
  };
}

/** Packets that were sent a moment ago may still come: keys for them stay as long as they are in `late`. */
export function planAssociations(
  wanted: Pick<WantedAssociations, 'incoming' | 'outgoing'>,
  there: readonly AssociationId[],
  late: ReadonlySet<string>,
): AssociationPlan {
  const all = [...wanted.incoming, ...wanted.outgoing];
  const known = new Set(there.map(associationName));
  const wantedNames = new Set(all.map(associationName));
  return {
    // Those for what comes in before those for what goes out.
    add: all.filter((association) => !known.has(associationName(association))),
    remove: there.filter((it) => !wantedNames.has(associationName(it)) && !late.has(associationName(it))),
  };
}

export function associationName({ from, to, spi }: AssociationId): string {
  return `${from} ${to} ${spi}`;
}
