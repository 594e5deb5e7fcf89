// Branches whose previews came to an end while they were there: none is made anew until they have another commit.
import type { Database } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';

const KEY = 'preview-ends';

/** By branch, the commit that it had at that time. */
export type EndedBranches = Readonly<Record<string, string>>;

/** One value of the table `meta`, by parent. */
export class PreviewEnds {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(parent: string): EndedBranches {
    return new Map(Object.entries(this.#all())).get(parent) ?? {};
  }

  put(parent: string, ended: EndedBranches): void {
    const { [parent]: _, ...others } = this.#all();
    const isEmpty = Object.keys(ended).length === 0;
    writeMeta(this.#database, KEY, isEmpty ? others : { ...others, [parent]: ended });
  }

  #all(): Readonly<Record<string, EndedBranches>> {
    return readMeta<Record<string, EndedBranches>>(this.#database, KEY) ?? {};
  }
}
