// Deployments as the database knows them: what was declared, and what became of it.
import type { WireError } from '../core/errors.ts';
import type { Database, Row } from './database.ts';

/** A commit and when something was done with it, in milliseconds since 1970. */
export type CommitMark = { readonly commit: string; readonly at: number };

export type DeploymentRecord = {
  /** Also the name of its stack. */
  readonly name: string;
  readonly url: string;
  /** null is whatever the repository's HEAD names. */
  readonly branch: string | null;
  /** Of the stack file or its folder, relative to the root of the repository. */
  readonly path: string;
  readonly intervalMs: number;
  readonly suspended: boolean;
  readonly createdAt: number;
  /** The last commit that was tried. */
  readonly attempted: CommitMark | null;
  /** The commit that runs. */
  readonly applied: CommitMark | null;
  readonly error: { readonly error: WireError; readonly at: number } | null;
  /** Rounds that failed since one ended well. */
  readonly failures: number;
};

export type DeploymentOutcome = Pick<DeploymentRecord, 'attempted' | 'applied' | 'error' | 'failures'>;

/** Typed queries over the table `deployments`. */
export class DeploymentTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): DeploymentRecord[] {
    return this.#database.all('SELECT * FROM deployments ORDER BY name').map(toRecord);
  }

  find(name: string): DeploymentRecord | undefined {
    const row = this.#database.get('SELECT * FROM deployments WHERE name = ?', name);
    return row && toRecord(row);
  }

  insert({ name, url, branch, path, intervalMs, suspended, createdAt }: DeploymentRecord): void {
    const sql =
      'INSERT INTO deployments (name, url, branch, path, interval_ms, suspended, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)';
    this.#database.run(sql, name, url, branch, path, intervalMs, suspended ? 1 : 0, createdAt);
  }

  setSuspended(name: string, suspended: boolean): void {
    this.#database.run('UPDATE deployments SET suspended = ? WHERE name = ?', suspended ? 1 : 0, name);
  }

  setOutcome(name: string, outcome: DeploymentOutcome): void {
    const sql = 'UPDATE deployments SET attempted = ?, applied = ?, error = ?, failures = ? WHERE name = ?';
    const { attempted, applied, error, failures } = outcome;
    this.#database.run(sql, toText(attempted), toText(applied), toText(error), failures, name);
  }

  delete(name: string): void {
    this.#database.run('DELETE FROM deployments WHERE name = ?', name);
  }
}

function toRecord(row: Row): DeploymentRecord {
  return {
    name: String(row['name']),
    url: String(row['url']),
    branch: row['branch'] === null ? null : String(row['branch']),
    path: String(row['path']),
    intervalMs: Number(row['interval_ms']),
    suspended: row['suspended'] === 1,
    createdAt: Number(row['created_at']),
    attempted: fromText(row['attempted']),
    applied: fromText(row['applied']),
    error: fromText(row['error']),
    failures: Number(row['failures']),
  };
}

function toText(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function fromText<T>(value: unknown): T | null {
  return typeof value === 'string' ? (JSON.parse(value) as T) : null;
}
