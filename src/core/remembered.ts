import { isSameValue } from './is-same-value.ts';

/** What was made last under each name, and what it was made from: from the same it need not be made again. */
export class Remembered<From, Made> {
  readonly #last = new Map<string, { readonly from: From; readonly made: Made }>();

  /** undefined where nothing was made, or from something else. */
  find(name: string, from: From): Made | undefined {
    const last = this.#last.get(name);
    return last && isSameValue(last.from, from) ? last.made : undefined;
  }

  has(name: string): boolean {
    return this.#last.has(name);
  }

  keep(name: string, from: From, made: Made): void {
    this.#last.set(name, { from, made });
  }

  forget(name: string): void {
    this.#last.delete(name);
  }

  names(): readonly string[] {
    return [...this.#last.keys()];
  }
}
