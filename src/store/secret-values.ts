// Values of secrets that came with a stack (from variables, inline, or opened), by keyed digest: what else is stored has the
// digest. The values are sealed with the machine's key.
import { isSealed, type SealedBox } from '../core/sealed-box.ts';
import type { Database } from './database.ts';

/** Typed queries over the table `secret_values`. */
export class SecretValueTable {
  readonly #database: Database;
  readonly #box: SealedBox;

  constructor(database: Database, box: SealedBox) {
    this.#database = database;
    this.#box = box;
  }

  /** Undefined also for one that this machine's key does not open. */
  find(digest: string): Buffer | undefined {
    const bytes = this.#row(digest);
    if (!bytes) return undefined;
    return isSealed(bytes) ? this.#box.open(digest, bytes) : Buffer.from(bytes);
  }

  add(digest: string, bytes: Uint8Array): void {
    const known = this.#row(digest);
    if (known && isSealed(known) && this.#box.open(digest, known)) return;
    const sql = 'INSERT OR REPLACE INTO secret_values (digest, bytes) VALUES (?, ?)';
    this.#database.run(sql, digest, this.#box.seal(digest, bytes));
  }

  /** Forgets all but these. */
  keepOnly(digests: ReadonlySet<string>): void {
    for (const row of this.#database.all('SELECT digest FROM secret_values')) {
      const digest = String(row['digest']);
      if (!digests.has(digest)) this.#database.run('DELETE FROM secret_values WHERE digest = ?', digest);
    }
  }

  #row(digest: string): Uint8Array | undefined {
    const bytes = this.#database.get('SELECT bytes FROM secret_values WHERE digest = ?', digest)?.['bytes'];
    return bytes instanceof Uint8Array ? bytes : undefined;
  }
}
