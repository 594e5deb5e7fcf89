/** What all values beyond the limit are counted as. No name of a deployment or code of an error can be this. */
export const OTHER = '_other';

/** The values that a label may have: as many as came first. So nobody fills the memory of Prometheus, or ours, with names. */
export class LabelLimit {
  readonly #limit: number;
  readonly #known = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  admit(value: string): string {
    if (this.#known.has(value)) return value;
    if (this.#known.size >= this.#limit) return OTHER;
    this.#known.add(value);
    return value;
  }

  /** Makes room for another. */
  forget(value: string): void {
    this.#known.delete(value);
  }
}
