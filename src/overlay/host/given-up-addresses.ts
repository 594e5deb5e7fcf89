// Addresses that no container of this host has any more, and that the store has not been told of yet. A container that comes
// back before that gets its address again, whether the store is there or not.
import { KeyedMutex } from '../../core/mutex.ts';
import type { OverlayDefinition } from '../overlay.ts';

export type Claim = { readonly network: OverlayDefinition; readonly container: string; readonly address: string };

export class GivenUpAddresses {
  readonly #claims = new Map<string, Claim>();
  readonly #turns = new KeyedMutex();

  add(claim: Claim): void {
    this.#claims.set(keyOf(claim), claim);
  }

  /** The address that the container had, if it is still its own; else what `allocate` gives. */
  take(
    wish: Pick<Claim, 'network' | 'container'> & { readonly address: string | null },
    allocate: () => Promise<string>,
  ): Promise<string> {
    const key = keyOf(wish);
    return this.#turns.run(key, async () => {
      const claim = this.#claims.get(key);
      if (claim && (wish.address === null || wish.address === claim.address)) {
        this.#claims.delete(key);
        return claim.address;
      }
      return allocate();
    });
  }

  /** Gives all of them back; what fails stays, and is told by the error. */
  async release(giveBack: (claim: Claim) => Promise<void>): Promise<void> {
    for (const [key, claim] of [...this.#claims])
      await this.#turns.run(key, async () => {
        if (this.#claims.get(key) !== claim) return;
        await giveBack(claim);
        this.#claims.delete(key);
      });
  }

  /** After the lease was lost: nothing of it is ours. */
  forget(): void {
    this.#claims.clear();
  }

  list(): readonly Claim[] {
    return [...this.#claims.values()];
  }
}

function keyOf({ network, container }: Pick<Claim, 'network' | 'container'>): string {
  return `${network.id} ${container}`;
}
