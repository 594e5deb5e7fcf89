import type { Database } from './database.ts';

/** What was read, by key, for as long as nothing is written: loops ask for the same all the time. */
export class UntilWritten<Value> {
  readonly #database: Pick<Database, 'writes'>;
  readonly #known = new Map<string, Value>();
  #writes = -1;

  constructor(database: Pick<Database, 'writes'>) {
    this.#database = database;
  }

  /** `read` reads the database, and nothing else. */
  of(key: string, read: () => Value): Value {
    const { writes } = this.#database;
    if (writes !== this.#writes) this.#known.clear();
    this.#writes = writes;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = read();
    this.#known.set(key, value);
    return value;
  }
}
