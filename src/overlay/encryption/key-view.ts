// What the store says of keys, kept up to date: the ring, and the hosts that hold keys of it.
import type { Clock } from '../../core/clock.ts';
import { followPrefix } from '../store/follow-prefix.ts';
import { HOLDERS_PREFIX, holderKey, KEY_RING_KEY } from '../store/keys.ts';
import type { OverlayStore } from '../store/overlay-store.ts';
import { PrefixView } from '../store/prefix-view.ts';
import { type Holder, type KeyRing, parseHolder, parseKeyRing } from '../store/records.ts';
import { generationFor } from './key-ring.ts';

export type KeyViewOptions = {
  readonly store: OverlayStore;
  /** Steady. */
  readonly clock: Clock;
  readonly onNews: () => void;
};

export class KeyView implements AsyncDisposable {
  readonly #options: KeyViewOptions;
  readonly #closed = new AbortController();
  readonly #rings = new PrefixView((value, key) => (key === KEY_RING_KEY ? parseKeyRing(value) : undefined));
  readonly #holders = new PrefixView(toHolder);
  /** By node: the store has them no more, but a host that was only cut off goes on with the keys that it has. */
  readonly #departed = new Map<string, Holder>();
  readonly #following: readonly Promise<void>[];
  #ring: KeyRing | undefined;
  #ringSince = 0;

  /** Begins to follow. */
  constructor(options: KeyViewOptions) {
    this.#options = options;
    this.#following = [this.#followRing(), this.#followHolders()];
  }

  /** Whether the store has told everything once. */
  get isTold(): boolean {
    return this.#rings.revision !== undefined && this.#holders.revision !== undefined;
  }

  /** What the store has. */
  get storedRing(): KeyRing | undefined {
    return this.#rings.values.get(KEY_RING_KEY);
  }

  /** That, or what it had before it lost all. */
  get ring(): KeyRing | undefined {
    return this.#ring;
  }

  /** How long the ring has been as it is, as far as is known. */
  get ringAgeMs(): number {
    return this.#options.clock.now() - this.#ringSince;
  }

  /** What the store has, by name of the node. */
  holders(): readonly Holder[] {
    return [...this.#holders.values.values()].sort((a, b) => (a.node < b.node ? -1 : 1));
  }

  /** Those that it has no more, and that still hold keys of the ring. */
  departed(): readonly Holder[] {
    for (const [node, holder] of this.#departed)
      if (!this.#ring || !generationFor(this.#ring, holder)) this.#departed.delete(node);
    return [...this.#departed.values()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await Promise.all(this.#following);
  }

  async #followRing(): Promise<void> {
    for await (const news of this.#follow(KEY_RING_KEY)) {
      if (this.#rings.apply(news).length > 0) this.#ringSince = this.#options.clock.now();
      this.#ring = this.storedRing ?? this.#ring;
      this.#options.onNews();
    }
  }

  async #followHolders(): Promise<void> {
    for await (const news of this.#follow(HOLDERS_PREFIX)) {
      const before = new Map(this.#holders.values);
      for (const { key, value } of this.#holders.apply(news)) {
        const gone = before.get(key);
        if (value) this.#departed.delete(value.node);
        else if (gone) this.#departed.set(gone.node, gone);
      }
      this.#options.onNews();
    }
  }

  #follow(prefix: string): ReturnType<typeof followPrefix> {
    const { store, clock } = this.#options;
    return followPrefix(store, prefix, { clock, signal: this.#closed.signal });
  }
}

// A record says itself where it belongs; what was put elsewhere is not believed.
function toHolder(value: string, key: string): Holder | undefined {
  const holder = parseHolder(value);
  return holder && holderKey(holder.node) === key ? holder : undefined;
}
