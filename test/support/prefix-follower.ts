import { followPrefix, type PrefixNews } from '../../src/overlay/store/follow-prefix.ts';
import type { OverlayStore } from '../../src/overlay/store/overlay-store.ts';
import { STEADY_CLOCK } from '../../src/overlay/store/steady-clock.ts';

/** Follows a prefix and keeps what it was told, until it is disposed of. */
export class PrefixFollower implements AsyncDisposable {
  readonly news: PrefixNews[] = [];
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(store: OverlayStore, prefix: string) {
    this.#ended = this.#follow(store, prefix);
  }

  /** Values of all that was put, in the order it was told; what a reset listed is not in it. */
  get puts(): readonly string[] {
    return this.news
      .flatMap((news) => (news.kind === 'changed' ? news.events : []))
      .flatMap((event) => (event.kind === 'put' ? [event.entry.value] : []));
  }

  get kinds(): readonly string[] {
    return this.news.map((news) => (news.kind === 'reset' ? `reset ${news.because}` : news.kind));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #follow(store: OverlayStore, prefix: string): Promise<void> {
    const options = { clock: STEADY_CLOCK, signal: this.#stop.signal };
    for await (const news of followPrefix(store, prefix, options)) this.news.push(news);
  }
}
