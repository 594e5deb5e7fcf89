// The one SQLite database of a machine: opened by the daemon alone, which is its only writer.
import { chmodSync, closeSync, fdatasync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { SystemError } from '../core/errors.ts';
import { MIGRATIONS } from './schema.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;

/**
 * A database with its statements cached, in WAL mode. A commit outlasts the end of this process, however it comes; a power
 * cut only after `flush` (`synchronous=NORMAL`: a sync for each of the dozen commits of a container costs more than its
 * start). What is lost then is a tail of commits, never the order of them.
 */
export class Database implements Disposable {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #path: string;
  #depth = 0;
  #isDirty = false;
  #writes = 0;
  #log: number | undefined;
  #flushing: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
    this.#database = new DatabaseSync(path);
    this.#database.exec(
      'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-2000',
    );
    migrate(this.#database, path);
  }

  /** How often something was written since it was opened, at most: as long as it is the same, everything reads as it did. */
  get writes(): number {
    return this.#writes;
  }

  run(sql: string, ...values: SqlValue[]): number {
    const changes = Number(this.#statement(sql).run(...values).changes);
    if (changes > 0) this.#noteWrite();
    return changes;
  }

  all(sql: string, ...values: SqlValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  get(sql: string, ...values: SqlValue[]): Row | undefined {
    // An UPDATE or INSERT may return what it wrote.
    if (!sql.startsWith('SELECT')) this.#noteWrite();
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  /** Runs `work` in one transaction, undone if it throws. Nested calls join the outer one. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#database.exec('BEGIN IMMEDIATE');
    this.#depth++;
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has undone it already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      // Whoever read meanwhile has seen what never was.
      this.#noteWrite();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  /** Every commit made before the call outlasts a power cut once it resolves. Calls that come together share one sync. */
  flush(): Promise<void> {
    if (!this.#flushing) {
      if (!this.#isDirty) return Promise.resolve();
      this.#isDirty = false;
      this.#flushing = this.#sync().finally(() => {
        this.#flushing = undefined;
      });
      return this.#flushing;
    }
    // The one under way may have begun before the caller's last commit.
    this.#queued ??= this.#flushing
      .catch(() => {})
      .then(() => {
        this.#queued = undefined;
        return this.flush();
      });
    return this.#queued;
  }

  // Recovery reads the log's frames up to the first that is not whole, so syncing that one file is enough.
  #sync(): Promise<void> {
    if (this.#path === ':memory:') return Promise.resolve();
    this.#log ??= openSync(`${this.#path}-wal`, 'r');
    const log = this.#log;
    return new Promise((resolve, reject) => {
      fdatasync(log, (error) => (error ? reject(error) : resolve()));
    });
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#log !== undefined) closeSync(this.#log);
    this.#database.close();
  }

  #noteWrite(): void {
    this.#writes++;
    this.#isDirty = true;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function migrate(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > MIGRATIONS.length) {
    throw new SystemError('database-from-newer-version', {
      message: `"${path}" was written by a newer dockr (schema ${version}, this one knows ${MIGRATIONS.length})`,
      hint: 'install that version again, or move the state directory away',
    });
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    if (index === version) keepCopy(database, path, version);
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version=${index + 1}; COMMIT`);
  }
}

/** Where a database is kept as it was before its schema changed, for an upgrade that is taken back. */
export function schemaCopyPath(path: string, version: number): string {
  return `${path}.schema-${version}`;
}

function keepCopy(database: DatabaseSync, path: string, version: number): void {
  if (version === 0 || path === ':memory:') return;
  const copy = schemaCopyPath(path, version);
  rmSync(copy, { force: true });
  database.prepare('VACUUM INTO ?').run(copy);
  chmodSync(copy, 0o600);
}
