// Newer images that policies of a deployment found: which runs in place of what the repository names, and which is bad.
import type { Database, Row } from './database.ts';
import { UntilWritten } from './until-written.ts';

export type ImageUpdate = {
  /** In full, as the repository names it. */
  readonly declared: string;
  /** The newer one, in full with its digest. */
  readonly reference: string;
  /** `trying`: it is being deployed. `bad`: it did not get healthy, and is not tried again. */
  readonly state: 'trying' | 'active' | 'bad';
  /** How often its deployment began. */
  readonly attempts: number;
  /** Why it is bad. */
  readonly reason: string | null;
  readonly at: number;
};

/** Typed queries over the table `image_updates`. */
export class ImageUpdateTable {
  readonly #database: Database;
  readonly #known: UntilWritten<readonly ImageUpdate[]>;

  constructor(database: Database) {
    this.#database = database;
    this.#known = new UntilWritten(database);
  }

  list(deployment: string): readonly ImageUpdate[] {
    return this.#known.of(deployment, () => {
      const sql = 'SELECT * FROM image_updates WHERE deployment = ? ORDER BY declared, updated_at, reference';
      return this.#database.all(sql, deployment).map(toUpdate);
    });
  }

  put(deployment: string, { declared, reference, state, attempts, reason, at }: ImageUpdate): void {
    const sql =
      'INSERT OR REPLACE INTO image_updates (deployment, declared, reference, state, attempts, reason, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)';
    this.#database.run(sql, deployment, declared, reference, state, attempts, reason, at);
  }

  delete(deployment: string, { declared, reference }: Pick<ImageUpdate, 'declared' | 'reference'>): void {
    const sql = 'DELETE FROM image_updates WHERE deployment = ? AND declared = ? AND reference = ?';
    this.#database.run(sql, deployment, declared, reference);
  }

  deleteAll(deployment: string): void {
    this.#database.run('DELETE FROM image_updates WHERE deployment = ?', deployment);
  }
}

function toUpdate(row: Row): ImageUpdate {
  return {
    declared: String(row['declared']),
    reference: String(row['reference']),
    state: row['state'] as ImageUpdate['state'],
    attempts: Number(row['attempts']),
    reason: row['reason'] === null ? null : String(row['reason']),
    at: Number(row['updated_at']),
  };
}
