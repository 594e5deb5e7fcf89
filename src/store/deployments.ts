// Deployments as the database knows them: what was declared, and what became of it.
import { completeDeclaration, type Declaration, type DeclarationOrigin } from '../core/declaration.ts';
import type { WireError } from '../core/errors.ts';
import type { Database, Row } from './database.ts';
import { UntilWritten } from './until-written.ts';

/** A commit and when something was done with it, in milliseconds since 1970. */
export type CommitMark = {
  readonly commit: string;
  readonly at: number;
  /** Who signed it, where that was verified. */
  readonly signer?: string;
  /** Of the declaration, where it was applied; the first if there is none. */
  readonly generation?: number;
  /** Where it does not go on from the one before it: that was set back, or its history rewritten. */
  readonly relation?: 'older' | 'rewritten' | 'unknown';
};

export type DeploymentRecord = {
  /** Also the name of its stack. */
  readonly name: string;
  readonly declaration: Declaration;
  readonly origin: DeclarationOrigin;
  /** How often the declaration has changed, from 1. */
  readonly generation: number;
  /** By a person; the declaration may say so, too. */
  readonly suspended: boolean;
  readonly createdAt: number;
  /** The commit that a person went back to, and stays at until told otherwise. */
  readonly pinned: CommitMark | null;
  /** The last commit that was tried. */
  readonly attempted: CommitMark | null;
  /** The commit that runs. */
  readonly applied: CommitMark | null;
  /** `refusedOn`: the commit was refused, and is not judged again while the grounds with this digest are the same. */
  readonly error: { readonly error: WireError; readonly at: number; readonly refusedOn?: string } | null;
  /** Rounds that failed since one ended well. */
  readonly failures: number;
};

export type DeploymentOutcome = Pick<DeploymentRecord, 'attempted' | 'applied' | 'error' | 'failures'>;

export type NewDeployment = Pick<DeploymentRecord, 'name' | 'declaration' | 'origin' | 'createdAt'>;

/** Typed queries over the table `deployments`. */
export class DeploymentTable {
  readonly #database: Database;
  readonly #all: UntilWritten<readonly DeploymentRecord[]>;
  readonly #known: UntilWritten<DeploymentRecord | undefined>;

  constructor(database: Database) {
    this.#database = database;
    this.#all = new UntilWritten(database);
    this.#known = new UntilWritten(database);
  }

  /** By name. */
  list(): DeploymentRecord[] {
    return [...this.#all.of('all', () => this.#database.all('SELECT * FROM deployments ORDER BY name').map(toRecord))];
  }

  find(name: string): DeploymentRecord | undefined {
    return this.#known.of(name, () => {
      const row = this.#database.get('SELECT * FROM deployments WHERE name = ?', name);
      return row && toRecord(row);
    });
  }

  /** The first generation of a deployment, of which nothing was tried yet. */
  insert({ name, declaration, origin, createdAt }: NewDeployment): void {
    const sql = 'INSERT INTO deployments (name, declaration, origin, suspended, created_at) VALUES (?, ?, ?, 0, ?)';
    this.#database.run(sql, name, JSON.stringify(declaration), JSON.stringify(origin), createdAt);
  }

  /** The next generation; what became of the one before it stays known. */
  setDeclaration(name: string, declaration: Declaration, origin: DeclarationOrigin): void {
    const sql = 'UPDATE deployments SET declaration = ?, origin = ?, generation = generation + 1 WHERE name = ?';
    this.#database.run(sql, JSON.stringify(declaration), JSON.stringify(origin), name);
  }

  /** The same declaration, found somewhere else. */
  setOrigin(name: string, origin: DeclarationOrigin): void {
    this.#database.run('UPDATE deployments SET origin = ? WHERE name = ?', JSON.stringify(origin), name);
  }

  setSuspended(name: string, suspended: boolean): void {
    this.#database.run('UPDATE deployments SET suspended = ? WHERE name = ?', suspended ? 1 : 0, name);
  }

  setPinned(name: string, pinned: CommitMark | null): void {
    this.#database.run('UPDATE deployments SET pinned = ? WHERE name = ?', toText(pinned), name);
  }

  setOutcome(name: string, outcome: DeploymentOutcome): void {
    const sql = 'UPDATE deployments SET attempted = ?, applied = ?, error = ?, failures = ? WHERE name = ?';
    const { attempted, applied, error, failures } = outcome;
    this.#database.run(sql, toText(attempted), toText(applied), toText(error), failures, name);
  }

  /** With its history. */
  delete(name: string): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM deployments WHERE name = ?', name);
      this.#database.run('DELETE FROM deployment_history WHERE deployment = ?', name);
    });
  }
}

function toRecord(row: Row): DeploymentRecord {
  return {
    name: String(row['name']),
    declaration: completeDeclaration(JSON.parse(String(row['declaration']))),
    origin: JSON.parse(String(row['origin'])) as DeclarationOrigin,
    generation: Number(row['generation']),
    suspended: row['suspended'] === 1,
    createdAt: Number(row['created_at']),
    pinned: fromText(row['pinned']),
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
