// The keys in this host's kernel, made what they should be; and whether the kernel has forgotten some.
import { randomBytes } from 'node:crypto';
import type { AssociationId } from '../../os/netlink-associations.ts';
import type { Holder, KeyRing } from '../store/records.ts';
import type { AssociationTable } from './kernel-associations.ts';
import {
  associationName,
  type HeldKeys,
  planAssociations,
  type WantedAssociations,
  wantedAssociations,
} from './plan-associations.ts';

/** This host as the store has it. */
export type Self = {
  readonly node: string;
  readonly address: string;
  /** What it said last of itself. */
  readonly entered: Holder | undefined;
  readonly now: number;
};

/** Packets of an old key may come so long after it was replaced: from hosts that the store reaches late. */
const LATE_MS = 300_000;
/** So long after a host has entered that its memory is another one, the others know. */
const SETTLE_MS = 10_000;
const SALT_BYTES = 16;

export class OwnKeys {
  readonly #table: AssociationTable;
  /** Names of what the kernel was to have last; undefined before the first time. */
  #wanted: ReadonlySet<string> | undefined;
  /** Names of what was of no use and went, of this salt. */
  readonly #removed = new Set<string>();
  /** By name, since when it is of no use. */
  readonly #idleSince = new Map<string, number>();
  #salt: string | undefined;
  /** Since when the store has it. */
  #saltSince: number | undefined;

  constructor(table: AssociationTable) {
    this.#table = table;
  }

  /** Makes the kernel have the keys; gives what this host can say of itself then. */
  apply(keys: Omit<HeldKeys, 'own'>, self: Self): Holder {
    const there = this.#table.list();
    const { node, address } = self;
    const holds = keys.ring.generations.map(({ id }) => id);
    const wantedWith = (salt: string): WantedAssociations =>
      wantedAssociations({ ...keys, own: { node, address, salt, holds, sends: '' } });
    const salt = this.#chooseSalt(self, (candidate) => this.#hasForgotten(wantedWith(candidate), there));
    const wanted = this.#settled(keys.ring, { wanted: wantedWith(salt), there, now: self.now });
    const plan = planAssociations(wanted, there, this.#late(wanted, there, self.now));
    this.#table.add(plan.add);
    this.#table.remove(plan.remove);
    for (const association of plan.remove) this.#removed.add(associationName(association));
    this.#wanted = namesOf(wanted);
    return { node, address, salt, holds, sends: wanted.sends };
  }

  /** Nothing is left of them. */
  clear(): void {
    this.#table.remove(this.#table.list());
    this.#wanted = undefined;
    this.#idleSince.clear();
    this.#forgetSalt();
  }

  /**
   * Another one when the kernel has forgotten a key: how far its sequence numbers had come is not known any more, and other hosts
   * must not be met with one of them twice, nor drop what is behind.
   */
  #chooseSalt({ address, entered, now }: Self, hasForgotten: (salt: string) => boolean): string {
    const known = this.#salt ?? (entered?.address === address ? entered.salt : undefined);
    if (known === undefined || hasForgotten(known)) {
      this.#forgetSalt();
      this.#salt = randomBytes(SALT_BYTES).toString('hex');
      return this.#salt;
    }
    this.#salt = known;
    if (entered?.salt === known) this.#saltSince ??= now;
    return known;
  }

  #forgetSalt(): void {
    this.#salt = undefined;
    this.#saltSince = undefined;
    this.#removed.clear();
  }

  /** Of what an earlier process had nothing is known, but that a reboot leaves nothing of it. */
  #hasForgotten({ incoming, outgoing }: WantedAssociations, there: readonly AssociationId[]): boolean {
    const present = new Set(there.map(associationName));
    const names = [...incoming, ...outgoing].map(associationName);
    const missing = names.filter((name) => !present.has(name));
    const before = this.#wanted;
    if (!before) return names.length > 0 && missing.length === names.length;
    return missing.some((name) => before.has(name) || this.#removed.has(name));
  }

  /** What others may not know yet is not sent with where there is something that they do know. */
  #settled(
    ring: KeyRing,
    { wanted, there, now }: { wanted: WantedAssociations; there: readonly AssociationId[]; now: number },
  ): WantedAssociations {
    if (this.#saltSince !== undefined && now - this.#saltSince >= SETTLE_MS) return wanted;
    const present = new Set(there.map(associationName));
    const ways = new Set(there.map(wayOf));
    const outgoing = wanted.outgoing.filter((it) => present.has(associationName(it)) || !ways.has(wayOf(it)));
    if (outgoing.length === wanted.outgoing.length) return wanted;
    return { ...wanted, outgoing, sends: ring.generations[0]?.id ?? '' };
  }

  /** What is of no use, but not for long: keys for what may still come in, and those that nothing has taken the place of. */
  #late(wanted: WantedAssociations, there: readonly AssociationId[], now: number): ReadonlySet<string> {
    const useful = namesOf(wanted);
    const idle = there.filter((it) => !useful.has(associationName(it)));
    const names = new Set(idle.map(associationName));
    for (const name of this.#idleSince.keys()) if (!names.has(name)) this.#idleSince.delete(name);
    for (const name of names) this.#idleSince.set(name, this.#idleSince.get(name) ?? now);
    const replaced = new Set(wanted.outgoing.map(wayOf));
    const isLate = (it: AssociationId): boolean =>
      !replaced.has(wayOf(it)) && now - (this.#idleSince.get(associationName(it)) ?? now) < LATE_MS;
    return new Set(idle.filter(isLate).map(associationName));
  }
}

function namesOf({ incoming, outgoing }: WantedAssociations): ReadonlySet<string> {
  return new Set([...incoming, ...outgoing].map(associationName));
}

function wayOf({ from, to }: AssociationId): string {
  return `${from} ${to}`;
}
