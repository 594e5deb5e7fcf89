// Stacks, their revisions and the journal of what was done to them.
import type { Database, Row } from './database.ts';

export type StackRecord = {
  readonly name: string;
  readonly revision: number;
  readonly model: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly updatedAt: number;
};

const KEPT_REVISIONS = 10;

/** Typed queries over the tables `stacks` and `revisions`. Models are JSON text: this layer does not look inside. */
export class StackTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): StackRecord[] {
    return this.#database.all('SELECT * FROM stacks ORDER BY name').map(toRecord);
  }

  find(name: string): StackRecord | undefined {
    const row = this.#database.get('SELECT * FROM stacks WHERE name = ?', name);
    return row && toRecord(row);
  }

  /** Records the model that is about to be applied. An equal one keeps its revision. */
  save(stack: { name: string; model: string; directory: string; files: readonly string[] }): number {
    return this.#database.transaction(() => {
      const known = this.find(stack.name);
      if (known?.model === stack.model && known.directory === stack.directory) return known.revision;
      const revision = (known?.revision ?? this.#lastRevision(stack.name)) + 1;
      const now = Date.now();
      const sql =
        'INSERT OR REPLACE INTO stacks (name, revision, model, directory, files, updated_at) VALUES (?, ?, ?, ?, ?, ?)';
      this.#database.run(sql, stack.name, revision, stack.model, stack.directory, JSON.stringify(stack.files), now);
      this.#database.run(
        "INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, 'applying', ?)",
        stack.name,
        revision,
        stack.model,
        now,
      );
      this.#database.run(
        'DELETE FROM revisions WHERE stack = ? AND revision <= ?',
        stack.name,
        revision - KEPT_REVISIONS,
      );
      return revision;
    });
  }

  setOutcome(name: string, revision: number, outcome: 'applied' | 'failed'): void {
    this.#database.run(
      'UPDATE revisions SET outcome = ?1 WHERE stack = ?2 AND revision = ?3 AND outcome <> ?1',
      outcome,
      name,
      revision,
    );
  }

  delete(name: string): void {
    this.#database.run('DELETE FROM stacks WHERE name = ?', name);
  }

  #lastRevision(name: string): number {
    return Number(
      this.#database.get('SELECT max(revision) AS last FROM revisions WHERE stack = ?', name)?.['last'] ?? 0,
    );
  }
}

function toRecord(row: Row): StackRecord {
  return {
    name: String(row['name']),
    revision: Number(row['revision']),
    model: String(row['model']),
    directory: String(row['directory']),
    files: JSON.parse(String(row['files'])) as string[],
    updatedAt: Number(row['updated_at']),
  };
}

export type InterruptedStep = { readonly stack: string; readonly operation: string; readonly step: string };

/** The journal: intent before each step, outcome after it. */
export class Journal {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  begin(operation: string, stack: string, step: string): number {
    const sql = 'INSERT INTO journal (operation, stack, step, started_at) VALUES (?, ?, ?, ?) RETURNING seq';
    return Number(this.#database.get(sql, operation, stack, step, Date.now())?.['seq']);
  }

  end(seq: number, outcome: string): void {
    this.#database.run('UPDATE journal SET ended_at = ?, outcome = ? WHERE seq = ?', Date.now(), outcome, seq);
  }

  /** Steps that a crash cut short; they are closed as such, for the next plan starts from what is. */
  takeInterrupted(): InterruptedStep[] {
    return this.#database.transaction(() => {
      const rows = this.#database.all('SELECT stack, operation, step FROM journal WHERE outcome IS NULL ORDER BY seq');
      this.#database.run("UPDATE journal SET ended_at = ?, outcome = 'interrupted' WHERE outcome IS NULL", Date.now());
      this.#database.run('DELETE FROM journal WHERE seq <= (SELECT max(seq) FROM journal) - 5000');
      return rows.map((row) => ({
        stack: String(row['stack']),
        operation: String(row['operation']),
        step: String(row['step']),
      }));
    });
  }
}
