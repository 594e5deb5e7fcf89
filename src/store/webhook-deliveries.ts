// Deliveries of webhooks that were taken, so that none is taken twice.
import type { Database } from './database.ts';

/** Remembered of one hook. Older ones are forgotten first. */
const MOST_OF_A_HOOK = 4096;

/** Typed queries over the table `webhook_deliveries`. */
export class WebhookDeliveryTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whether it is the first of that id; `at` in milliseconds since 1970. */
  add(hook: string, id: string, at: number): boolean {
    return this.#database.transaction(() => {
      const sql = 'INSERT OR IGNORE INTO webhook_deliveries (hook, id, at) VALUES (?, ?, ?)';
      const isNew = this.#database.run(sql, hook, id, at) > 0;
      if (isNew) this.#forgetOldest(hook);
      return isNew;
    });
  }

  #forgetOldest(hook: string): void {
    const sql = `DELETE FROM webhook_deliveries WHERE hook = ? AND seq <=
      (SELECT seq FROM webhook_deliveries WHERE hook = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`;
    this.#database.run(sql, hook, hook, MOST_OF_A_HOOK);
  }
}
