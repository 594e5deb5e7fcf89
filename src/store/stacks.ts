// Stacks, and the journal of what was done to them.
import type { Database, Row } from './database.ts';

export type StackRecord = {
  readonly name: string;
  readonly revision: number;
  readonly model: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly updatedAt: number;
};

/** Typed queries over the table `stacks`: the model of each that was applied last. Models are JSON text: this layer does not look inside. */
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

  /** Writes nothing when all of it is known. */
  save(stack: Omit<StackRecord, 'updatedAt'>, nowMs: number): void {
    const { name, revision, model, directory } = stack;
    const files = JSON.stringify(stack.files);
    const known = this.find(name);
    const isKnown = known?.revision === revision && known.model === model && known.directory === directory;
    if (isKnown && JSON.stringify(known.files) === files) return;
    const sql =
      'INSERT OR REPLACE INTO stacks (name, revision, model, directory, files, updated_at) VALUES (?, ?, ?, ?, ?, ?)';
    this.#database.run(sql, name, revision, model, directory, files, nowMs);
  }

  delete(name: string): void {
    this.#database.run('DELETE FROM stacks WHERE name = ?', name);
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
