import type { PrefixNews } from './follow-prefix.ts';
import type { Revision } from './overlay-store.ts';

/** What became of one key: `value` is undefined if it is gone. */
export type KeyChange<T> = { readonly key: string; readonly value: T | undefined };

/** What was at each key that the news touched. */
type TextsBefore = ReadonlyMap<string, string | undefined>;

/**
 * What is beneath a prefix, kept up to date by the news of `followPrefix`, as values that `parse` makes. Entries that it
 * makes nothing of are left out. While the store is away it stays as it is.
 */
export class PrefixView<T> {
  readonly #parse: (value: string, key: string) => T | undefined;
  readonly #texts = new Map<string, string>();
  readonly #values = new Map<string, T>();
  #revision: Revision | undefined;

  constructor(parse: (value: string, key: string) => T | undefined) {
    this.#parse = parse;
  }

  get values(): ReadonlyMap<string, T> {
    return this.#values;
  }

  /** Of the same keys, as they are in the store. */
  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** Undefined until the first listing came. */
  get revision(): Revision | undefined {
    return this.#revision;
  }

  /** Takes the news in; gives what differs now, each key once. After a reset that is the difference to before. */
  apply(news: PrefixNews): readonly KeyChange<T>[] {
    if (news.kind === 'away' || news.kind === 'back') return [];
    this.#revision = news.revision;
    const before = news.kind === 'reset' ? this.#replace(news.entries) : this.#follow(news.events);
    return [...before]
      .filter(([key, text]) => text !== this.#texts.get(key))
      .map(([key]) => ({ key, value: this.#values.get(key) }));
  }

  #replace(entries: Extract<PrefixNews, { kind: 'reset' }>['entries']): TextsBefore {
    const before = new Map<string, string | undefined>(this.#texts);
    this.#texts.clear();
    this.#values.clear();
    for (const { key, value } of entries) {
      if (!before.has(key)) before.set(key, undefined);
      this.#put(key, value);
    }
    return before;
  }

  #follow(events: Extract<PrefixNews, { kind: 'changed' }>['events']): TextsBefore {
    const before = new Map<string, string | undefined>();
    for (const event of events) {
      const key = event.kind === 'put' ? event.entry.key : event.key;
      if (!before.has(key)) before.set(key, this.#texts.get(key));
      this.#remove(key);
      if (event.kind === 'put') this.#put(key, event.entry.value);
    }
    return before;
  }

  #put(key: string, text: string): void {
    const value = this.#parse(text, key);
    if (value === undefined) return;
    this.#texts.set(key, text);
    this.#values.set(key, value);
  }

  #remove(key: string): void {
    this.#texts.delete(key);
    this.#values.delete(key);
  }
}
