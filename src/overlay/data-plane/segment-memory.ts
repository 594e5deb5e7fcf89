// What was applied to a segment last, and where addresses were before: tells repairs from changes, and what has moved.
import { digestOf } from '../../core/hash.ts';
import type { GatewayAddress } from './desired-state.ts';
import type { WantedLinks } from './plan-links.ts';
import type { SegmentEntries } from './segment-entries.ts';
import type { EntryStep } from './steps.ts';

/** Addresses that went are kept in mind as long as there are not more of them than of those that stay, and some. */
const LEAST_REMEMBERED = 4096;

export class SegmentMemory {
  #entries: SegmentEntries | undefined;
  #linksDigest: string | undefined;
  #gateways: readonly GatewayAddress[] = [];
  readonly #macByAddress = new Map<string, string>();

  /** Those that we set, and may take away. */
  get gateways(): readonly GatewayAddress[] {
    return this.#gateways;
  }

  /** Whether a step at the links can only be needed because somebody changed them. */
  areLinksAsApplied(links: WantedLinks): boolean {
    return this.#linksDigest === digestOf(links);
  }

  /** Whether a step at the entries can only be needed because somebody changed them. */
  isRepair(step: EntryStep, wanted: SegmentEntries): boolean {
    const last = this.#entries;
    if (!last) return false;
    switch (step.kind) {
      case 'set-forwarding':
        return last.hostByMac.get(step.mac) === wanted.hostByMac.get(step.mac);
      case 'delete-forwarding':
        return !last.hostByMac.has(step.mac) && (step.host === undefined || !last.floodTargets.has(step.host));
      case 'add-flood-target':
        return last.floodTargets.has(step.host);
      case 'set-neighbour':
        return last.macByAddress.get(step.address) === wanted.macByAddress.get(step.address);
      case 'delete-neighbour':
        return !last.macByAddress.has(step.address);
    }
  }

  /** Addresses that others may know with another MAC, of the neighbours that were set now. */
  movedAddresses(steps: readonly EntryStep[]): readonly { readonly address: string; readonly mac: string }[] {
    return steps.flatMap((step) => {
      if (step.kind !== 'set-neighbour') return [];
      const before = this.#macByAddress.get(step.address) ?? step.before;
      return before === undefined || before === step.mac ? [] : [{ address: step.address, mac: step.mac }];
    });
  }

  remember(links: WantedLinks, entries: SegmentEntries): void {
    this.#entries = entries;
    this.#linksDigest = digestOf(links);
    this.#gateways = links.gateways;
    for (const known of [entries.macByAddress, entries.localMacByAddress])
      for (const [address, mac] of known) this.#macByAddress.set(address, mac);
    this.#forget(entries);
  }

  #forget(entries: SegmentEntries): void {
    const present = entries.macByAddress.size + entries.localMacByAddress.size;
    const limit = present + Math.max(present, LEAST_REMEMBERED);
    for (const address of this.#macByAddress.keys()) {
      if (this.#macByAddress.size <= limit) return;
      if (!entries.macByAddress.has(address) && !entries.localMacByAddress.has(address))
        this.#macByAddress.delete(address);
    }
  }
}
