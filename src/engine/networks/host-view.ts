// Links and addresses of the host, as far as somebody asked for them, for as long as the kernel tells of no change.
import type { LinkChanges } from '../../os/link-changes.ts';
import { observeAddresses } from '../../os/netlink-addresses.ts';
import { findLinks, type Link, observeLinks } from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';

export type HostViewParts = { readonly host: NetlinkSocket; readonly changes: Pick<LinkChanges, 'count'> };

/** Up to so many links are asked for by name; of more, all links of the host are listed. */
const FEW_LINKS = 128;

export class HostView {
  readonly #parts: HostViewParts;
  #links = new Map<string, Link>();
  /** Names that were asked for, whether there was such a link or not. */
  readonly #asked = new Set<string>();
  #addresses: ReturnType<typeof observeAddresses> | undefined;
  #count = -1;

  constructor(parts: HostViewParts) {
    this.#parts = parts;
  }

  /** Those of these that there are, and maybe others. */
  links(names: Iterable<string>): ReadonlyMap<string, Link> {
    this.#forgetOld();
    const missing = new Set([...names].filter((name) => !this.#asked.has(name)));
    if (missing.size === 0) return this.#links;
    const { host } = this.#parts;
    const found = missing.size <= FEW_LINKS ? findLinks(host, missing).values() : observeLinks(host);
    for (const link of found) this.#links.set(link.name, link);
    for (const name of missing) this.#asked.add(name);
    return this.#links;
  }

  addresses(): ReturnType<typeof observeAddresses> {
    this.#forgetOld();
    this.#addresses ??= observeAddresses(this.#parts.host);
    return this.#addresses;
  }

  /** Before anything is asked: a change that comes meanwhile counts as one after it. */
  #forgetOld(): void {
    const { count } = this.#parts.changes;
    if (count === this.#count) return;
    this.#count = count;
    // Whoever was given the old ones goes on with these.
    this.#links = new Map();
    this.#asked.clear();
    this.#addresses = undefined;
  }
}
