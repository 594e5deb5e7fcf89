// Stacks as their releases have them, kept from one round to the next: a release never changes, and the loader reads nothing
// beside it. What the host says to a stack depends on the host as it is, and is asked in each round anew.
import { Remembered } from '../core/remembered.ts';
import type { LoadedStack } from '../stack/load-stack.ts';

/** All that a stack is loaded from. */
export type WrittenFrom = {
  /** Of the release: another commit has another. */
  readonly directory: string;
  /** Where its files are, and what the declaration says of them. */
  readonly place: { readonly name: string };
};

export type Reading = {
  readonly loaded: LoadedStack;
  /** Of the files that were read. */
  readonly bytes: number;
  /** Something encrypted was opened: the keys may go, and what was in it is not to stay in memory. */
  readonly hasOpened: boolean;
};

/** A tree with its positions takes some fifty times as much as its text. */
const LARGEST_KEPT_BYTES = 128 * 1024;

export class WrittenStacks {
  readonly #last = new Remembered<WrittenFrom, LoadedStack>();

  /** The stack that was loaded from the very same, else what `read` gives. Only the last one of each name is kept. */
  async load(from: WrittenFrom, read: () => Promise<Reading>): Promise<LoadedStack> {
    const { name } = from.place;
    const known = this.#last.find(name, from);
    if (known) return known;
    this.#last.forget(name);
    const { loaded, bytes, hasOpened } = await read();
    if (!hasOpened && bytes <= LARGEST_KEPT_BYTES) this.#last.keep(name, from, loaded);
    return loaded;
  }

  forget(name: string): void {
    this.#last.forget(name);
  }
}
