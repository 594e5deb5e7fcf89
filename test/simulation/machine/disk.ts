// The database as a power cut would find it: the real one, in memory, made anew for each daemon from the commits that lasted.
import { Database, type Row, type SqlValue } from '../../../src/store/database.ts';
import type { Life } from './life.ts';

type Statement = { readonly sql: string; readonly values: readonly SqlValue[] };

/** What outlasts a daemon: commits, in their order, and up to which of them a power cut spares them. */
export class Disk {
  readonly commits: (readonly Statement[])[] = [];
  flushed = 0;
  /** Directories of volumes, with what is known of their content. */
  readonly volumes = new Map<string, { hasData: boolean; readonly since: number }>();
  readonly databases: SimulatedDatabase[] = [];
  /** Directories of containers. */
  readonly containers = new Set<string>();

  /** What a power cut leaves: all that was flushed, and some of the rest, never in another order. */
  cutPower(kept: (unflushed: number) => number): void {
    const unflushed = this.commits.length - this.flushed;
    this.commits.length = this.flushed + (unflushed === 0 ? 0 : kept(unflushed));
    this.flushed = this.commits.length;
    // What was made after the last commit that lasted did not last either.
    for (const [name, { since }] of this.volumes) if (since > this.commits.length) this.volumes.delete(name);
  }

  /** Nobody uses what is on it any more. */
  retire(): void {
    retired.push(...this.databases.splice(0));
  }

  /** Makes the directory of a volume if it is not there. */
  makeVolume(name: string): void {
    if (!this.volumes.has(name)) this.volumes.set(name, { hasData: false, since: this.commits.length });
  }
}

/** Of histories that are over: to empty one is cheaper than to make one. */
const retired: SimulatedDatabase[] = [];

/** The database of one daemon. What it writes when it is dead reaches no disk. */
export class SimulatedDatabase extends Database {
  #disk: Disk;
  #life: Life;
  #open: Statement[] | undefined;

  /** What is on the disk, for a daemon that starts. */
  static open(disk: Disk, life: Life): SimulatedDatabase {
    const database = retired.pop() ?? new SimulatedDatabase(disk, life);
    database.#load(disk, life);
    disk.databases.push(database);
    return database;
  }

  constructor(disk: Disk, life: Life) {
    super(':memory:');
    this.#disk = disk;
    this.#life = life;
  }

  override run(sql: string, ...values: SqlValue[]): number {
    this.#beforeWrite();
    const changes = super.run(sql, ...values);
    if (changes > 0) this.#written({ sql, values });
    return changes;
  }

  override get(sql: string, ...values: SqlValue[]): Row | undefined {
    if (sql.startsWith('SELECT')) return super.get(sql, ...values);
    this.#beforeWrite();
    const row = super.get(sql, ...values);
    this.#written({ sql, values });
    return row;
  }

  override transaction<T>(work: () => T): T {
    if (this.#open) return work();
    this.#life.mark('transaction');
    const statements: Statement[] = [];
    this.#open = statements;
    try {
      const result = super.transaction(work);
      if (statements.length > 0 && this.#life.mark('commit')) this.#disk.commits.push(statements);
      return result;
    } finally {
      this.#open = undefined;
    }
  }

  override async flush(): Promise<void> {
    const count = this.#disk.commits.length;
    if (count <= this.#disk.flushed) return;
    await this.#life.work('flush', 2);
    this.#disk.flushed = Math.max(this.#disk.flushed, count);
  }

  #load(disk: Disk, life: Life): void {
    this.#disk = disk;
    this.#life = life;
    super.transaction(() => {
      for (const table of this.#tables()) super.run(`DELETE FROM ${table}`);
      for (const { sql, values } of disk.commits.flat()) super.get(sql, ...values);
    });
  }

  /** Those that refer to others first; the last number of the journal is in one, too. */
  #tables(): string[] {
    const rows = super.all("SELECT name FROM sqlite_master WHERE type = 'table'");
    const names = rows.map(({ name }) => String(name));
    return ['image_names', ...names.filter((name) => name !== 'image_names')];
  }

  #beforeWrite(): void {
    if (!this.#open) this.#life.mark('write');
  }

  #written(statement: Statement): void {
    if (this.#open) this.#open.push(statement);
    else if (this.#life.isAlive) this.#disk.commits.push([statement]);
  }
}
