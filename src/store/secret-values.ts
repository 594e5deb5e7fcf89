// Values of secrets that came with a stack (from variables, or inline), by keyed digest: what else is stored has the digest.
import type { Database } from './database.ts';

/** Typed queries over the table `secret_values`. */
export class SecretValueTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find(digest: string): Buffer | undefined {
    const bytes = this.#database.get('SELECT bytes FROM secret_values WHERE digest = ?', digest)?.['bytes'];
    return bytes instanceof Uint8Array ? Buffer.from(bytes) : undefined;
  }

  add(digest: string, bytes: Uint8Array): void {
    if (!this.find(digest))
      this.#database.run('INSERT INTO secret_values (digest, bytes) VALUES (?, ?)', digest, bytes);
  }

  /** Forgets all but these. */
  keepOnly(digests: ReadonlySet<string>): void {
    for (const row of this.#database.all('SELECT digest FROM secret_values')) {
      const digest = String(row['digest']);
      if (!digests.has(digest)) this.#database.run('DELETE FROM secret_values WHERE digest = ?', digest);
    }
  }
}
