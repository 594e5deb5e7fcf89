// Desired states that failed and were rolled back.
import type { Database, Row } from './database.ts';

export type QuarantineRecord = {
  readonly stack: string;
  /** Of the desired state. */
  readonly digest: string;
  readonly revision: number;
  /** For people. */
  readonly reason: string;
  readonly createdAt: number;
};

/** Typed queries over the table `quarantine`. */
export class QuarantineTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find(stack: string, digest: string): QuarantineRecord | undefined {
    const row = this.#database.get('SELECT * FROM quarantine WHERE stack = ? AND digest = ?', stack, digest);
    return row && toRecord(row);
  }

  add({ stack, digest, revision, reason, createdAt }: QuarantineRecord): void {
    const sql =
      'INSERT OR REPLACE INTO quarantine (stack, digest, revision, reason, created_at) VALUES (?, ?, ?, ?, ?)';
    this.#database.run(sql, stack, digest, revision, reason, createdAt);
  }

  /** Lets it be tried again. */
  release(stack: string, digest: string): void {
    if (this.find(stack, digest))
      this.#database.run('DELETE FROM quarantine WHERE stack = ? AND digest = ?', stack, digest);
  }
}

function toRecord(row: Row): QuarantineRecord {
  return {
    stack: String(row['stack']),
    digest: String(row['digest']),
    revision: Number(row['revision']),
    reason: String(row['reason']),
    createdAt: Number(row['created_at']),
  };
}
