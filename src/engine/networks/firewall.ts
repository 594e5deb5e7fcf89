// Keeps the kernel's table equal to what should be: applied whole, noticed when somebody else changed or flushed it.
import { sha256 } from '../../core/hash.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { Nftables } from '../../os/nftables.ts';
import { readNftablesGeneration } from '../../os/nftables-generation.ts';
import { closeForeignChains, type ForeignChain, observeForeignChains, openForeignChains } from './foreign-firewall.ts';
import { type FirewallState, firewallFingerprint, renderFirewall } from './render-firewall.ts';

/** The listing is not worth a wait, and is what a flush is told by: it is taken soon after each change. */
const LISTING_DELAY_MS = 100;

export class Firewall implements Disposable {
  readonly #table: string;
  readonly #nft = new Nftables();
  readonly #socket = new NetlinkSocket('netfilter');
  #applied: { readonly state: FirewallState; readonly text: string } | undefined;
  /** Digest of nft's own listing of what was applied; taken soon after it. */
  #listing: string | undefined;
  #foreign: readonly ForeignChain[] | undefined;
  /** Of the kernel's rules, when all of them were found as they should be. */
  #goodAt: number | undefined;
  #working: Promise<unknown> = Promise.resolve();
  #listingTimer: NodeJS.Timeout | undefined;

  constructor(table: string) {
    this.#table = table;
  }

  /** Makes the kernel's table what `state` says, in one transaction on a pool thread. */
  apply(state: Omit<FirewallState, 'table' | 'mark'>): Promise<void> {
    return this.#oneAtATime(async () => {
      this.#foreign ??= observeForeignChains(this.#nft, this.#table);
      const mark = this.#foreign.some((chain) => chain.opening !== null);
      const full = { ...state, table: this.#table, mark };
      const text = renderFirewall(full);
      if (text !== this.#applied?.text) await this.#replace(full, text);
    });
  }

  /** Applies again if the table is gone or differs, and opens foreign chains that came up since. True if it had to. */
  verify(): Promise<boolean> {
    return this.#oneAtATime(async () => {
      const applied = this.#applied?.state;
      // Read before what it stands for, so that a change in between counts as one after it.
      const generation = readNftablesGeneration(this.#socket);
      if (!applied || this.#isGood(generation)) return false;
      this.#foreign = observeForeignChains(this.#nft, this.#table);
      const mark = this.#foreign.some((chain) => chain.opening !== null);
      const opened = applied.networks.length > 0 ? openForeignChains(this.#nft, this.#table, this.#foreign) : [];
      if (mark === applied.mark && (await this.#isIntact(applied))) {
        this.#goodAt = generation;
        return opened.length > 0;
      }
      const state = { ...applied, mark };
      await this.#replace(state, renderFirewall(state));
      return true;
    });
  }

  /** Whether the table is what was applied; nothing is changed. */
  isIntact(): Promise<boolean> {
    return this.#oneAtATime(async () => {
      const applied = this.#applied?.state;
      if (!applied || this.#isGood(readNftablesGeneration(this.#socket))) return true;
      const listing = this.#listing;
      const intact = await this.#isIntact(applied);
      // A look that found a change must not make the next one take it for what was applied.
      if (!intact) this.#listing = listing;
      return intact;
    });
  }

  /** Foreign chains that drop forwarded packets, as last seen. */
  foreignChains(): readonly ForeignChain[] {
    this.#foreign ??= observeForeignChains(this.#nft, this.#table);
    return this.#foreign;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#listingTimer);
    void this.#working.finally(() => {
      this.#nft[Symbol.dispose]();
      this.#socket[Symbol.dispose]();
    });
  }

  /** Nobody has changed any rule since all of them were. */
  #isGood(generation: number | undefined): boolean {
    return generation !== undefined && generation === this.#goodAt;
  }

  async #replace(state: FirewallState, text: string): Promise<void> {
    this.#applied = undefined;
    this.#goodAt = undefined;
    await this.#nft.runAsync(text);
    this.#applied = { state, text };
    this.#listing = undefined;
    this.#takeListingSoon();
    if (state.networks.length === 0) closeForeignChains(this.#nft, this.#table);
    else openForeignChains(this.#nft, this.#table, this.#foreign ?? []);
  }

  #takeListingSoon(): void {
    clearTimeout(this.#listingTimer);
    this.#listingTimer = setTimeout(() => void this.isIntact().catch(() => undefined), LISTING_DELAY_MS);
    this.#listingTimer.unref();
  }

  async #isIntact(state: FirewallState): Promise<boolean> {
    const text = await this.#nft.listTextAsync(`list table inet ${this.#table}`);
    if (state.networks.length === 0) return text === undefined;
    if (!text?.includes(`comment "${firewallFingerprint(state)}"`)) return false;
    const listing = sha256(text);
    const isSame = this.#listing === undefined || this.#listing === listing;
    this.#listing = listing;
    return isSame;
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#working.then(work);
    this.#working = result.catch(() => undefined);
    return result;
  }
}
