// Who holds what, so that nobody has to look at everybody: thousands of containers hold a name and a port each.
import { type Claim, collides } from './claims.ts';

type Entry<Holder> = { readonly place: number; readonly claim: Claim; readonly holder: Holder };

export class ClaimIndex<Holder> {
  readonly #byKey = new Map<string, Entry<Holder>[]>();
  /** Ranges of ports, which few have. */
  readonly #ranges: Entry<Holder>[] = [];
  #count = 0;

  add(claim: Claim, holder: Holder): void {
    const entry = { place: this.#count++, claim, holder };
    const key = keyOf(claim);
    if (key === undefined) this.#ranges.push(entry);
    else this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), entry]);
  }

  /** Holders of what stands against a claim, each once, in the order in which they were added. */
  against(needed: Claim): Holder[] {
    const key = keyOf(needed);
    // Whoever takes one of several ports takes one that is free.
    if (key === undefined) return [];
    const candidates = [...(this.#byKey.get(key) ?? []), ...this.#ranges];
    const found = candidates.filter(({ claim }) => collides(needed, claim)).sort((a, b) => a.place - b.place);
    return [...new Set(found.map(({ holder }) => holder))];
  }
}

/** Equal for claims that may collide; undefined for a range of ports. */
function keyOf(claim: Claim): string | undefined {
  if (claim.kind === 'name') return `name ${claim.name}`;
  if (claim.kind === 'address') return `address ${claim.ipv4} ${claim.network}`;
  const { hostPort, protocol } = claim.port;
  return hostPort[0] === hostPort[1] ? `port ${hostPort[0]}/${protocol}` : undefined;
}
