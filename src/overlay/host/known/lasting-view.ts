import type { PrefixNews } from '../../store/follow-prefix.ts';
import { PrefixView } from '../../store/prefix-view.ts';

/** What the news meant: `replaced` if the store that tells now is another one than what was known came from. */
export type LastingChange = 'none' | 'changed' | 'told-anew' | 'replaced';

/** Values by their keys, as texts, the way they are in the store. */
export type RememberedEntries = { readonly identity: string; readonly texts: ReadonlyMap<string, string> };

export type LastingViewOptions<T> = {
  readonly parse: (value: string, key: string) => T | undefined;
  /** What an earlier process was told last. */
  readonly remembered?: RememberedEntries | undefined;
};

/**
 * What is beneath a prefix, which outlasts the store: beside what it says now there is what was known `before`, of an earlier
 * process or of a store that another one has replaced. Of each key it is believed until the present store says something of
 * that key; all of it until the same store tells everything, or until `forget`.
 */
export class LastingView<T> {
  readonly #present: PrefixView<T>;
  readonly #before = new Map<string, T>();
  #identity: string | undefined;

  constructor({ parse, remembered }: LastingViewOptions<T>) {
    this.#present = new PrefixView(parse);
    this.#identity = remembered?.identity;
    for (const [key, text] of remembered?.texts ?? []) {
      const value = parse(text, key);
      if (value !== undefined) this.#before.set(key, value);
    }
  }

  /** Whether the store itself has told of it. */
  get isTold(): boolean {
    return this.#present.revision !== undefined;
  }

  /** Whether it is known at all: until then, nobody is known not to be there. */
  get isKnown(): boolean {
    return this.isTold || this.#identity !== undefined;
  }

  /** What the present store says. */
  get present(): ReadonlyMap<string, T> {
    return this.#present.values;
  }

  /** What it does not say, or not yet. */
  get before(): ReadonlyMap<string, T> {
    return this.#before;
  }

  /** For a later process; undefined while that would be less than what is known. */
  remember(): RememberedEntries | undefined {
    if (!this.isTold || this.#identity === undefined || this.#before.size > 0) return undefined;
    return { identity: this.#identity, texts: this.#present.texts };
  }

  apply(news: PrefixNews): LastingChange {
    if (news.kind === 'away' || news.kind === 'back') return 'none';
    if (news.kind === 'reset') return this.#reset(news);
    let isChanged = this.#present.apply(news).length > 0;
    for (const event of news.events)
      isChanged = this.#before.delete(event.kind === 'put' ? event.entry.key : event.key) || isChanged;
    return isChanged ? 'changed' : 'none';
  }

  /** Nothing but what the present store says. */
  forget(): void {
    this.#before.clear();
  }

  #reset(news: Extract<PrefixNews, { kind: 'reset' }>): LastingChange {
    const isOther = news.because === 'store-replaced' || (this.#identity ?? news.identity) !== news.identity;
    if (!isOther) this.#before.clear();
    else for (const [key, value] of this.#present.values) this.#before.set(key, value);
    this.#identity = news.identity;
    this.#present.apply(news);
    for (const { key } of news.entries) this.#before.delete(key);
    return isOther ? 'replaced' : 'told-anew';
  }
}
