// Containers as the database knows them: what they should be, and the run they are in.
import { ContainerError } from '../core/errors.ts';
import { type ContainerSpec, SPEC_VERSION } from '../core/specs.ts';
import type { Database, Row } from './database.ts';
import { UntilWritten } from './until-written.ts';

/**
 * What should be. `created`: not started yet; `stopping`: the user wants its run to end, and a daemon sees to it; `stopped`: by
 * the user; `removing`: removal has begun and must be finished.
 */
export type ContainerState = 'created' | 'running' | 'stopping' | 'stopped' | 'removing';

export type ContainerRecord = {
  readonly id: string;
  readonly name: string;
  readonly spec: ContainerSpec;
  readonly state: ContainerState;
  readonly createdAt: number;
  /** Grows with each start. */
  readonly run: number;
  /** Of the current run, null when it has ended or its start was cut short. */
  readonly process: { readonly pid: number; readonly startTime: number; readonly bootId: string } | null;
  /** The boot of the last run that had a process. */
  readonly bootId: string | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly error: string | null;
  readonly restarts: number;
};

export type RunEnd = {
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly finishedAt: number;
  readonly error?: string;
};

/** Typed queries over the table `containers`. */
export class ContainerTable {
  readonly #database: Database;
  /** By id. They hardly ever change, are read all the time, and are most of what a row has to be parsed. */
  readonly #specs = new Map<string, { readonly text: string; readonly spec: ContainerSpec }>();
  readonly #lists: UntilWritten<readonly ContainerRecord[]>;

  constructor(database: Database) {
    this.#database = database;
    this.#lists = new UntilWritten(database);
  }

  insert(id: string, spec: ContainerSpec, createdAt: number): void {
    const sql =
      'INSERT INTO containers (id, name, stack, spec, spec_version, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)';
    this.#database.run(sql, id, spec.name, spec.stack, JSON.stringify(spec), SPEC_VERSION, 'created', createdAt);
  }

  find(id: string): ContainerRecord | undefined {
    const row = this.#database.get('SELECT * FROM containers WHERE id = ?', id);
    return row && this.#toRecord(row);
  }

  /** Like `find`; throws `container-not-found`. */
  get(id: string): ContainerRecord {
    const record = this.find(id);
    if (!record) throw new ContainerError('container-not-found', { message: `no container ${id.slice(0, 12)}` });
    return record;
  }

  /** By exact name, else by a prefix of the id that only one has. */
  findByNameOrId(name: string): ContainerRecord | undefined {
    const byName = this.#database.get('SELECT * FROM containers WHERE name = ?', name);
    if (byName) return this.#toRecord(byName);
    if (!/^[0-9a-f]{4,64}$/.test(name)) return undefined;
    const byPrefix = this.#database.all('SELECT * FROM containers WHERE id >= ? AND id < ? LIMIT 2', name, `${name}g`);
    return byPrefix.length === 1 && byPrefix[0] ? this.#toRecord(byPrefix[0]) : undefined;
  }

  list(stack?: string): readonly ContainerRecord[] {
    return this.#lists.of(stack === undefined ? 'all' : `of ${stack}`, () => this.#readList(stack));
  }

  #readList(stack?: string): readonly ContainerRecord[] {
    const rows =
      stack === undefined
        ? this.#database.all('SELECT * FROM containers ORDER BY name')
        : this.#database.all('SELECT * FROM containers WHERE stack = ? ORDER BY name', stack);
    return rows.map((row) => this.#toRecord(row));
  }

  /** Of those with such names. Nothing else is read of the others. */
  listNamed(isMeant: (name: string) => boolean): ContainerRecord[] {
    const rows = this.#database.all('SELECT id, name FROM containers ORDER BY name');
    return rows.filter((row) => isMeant(String(row['name']))).flatMap((row) => this.find(String(row['id'])) ?? []);
  }

  setState(id: string, state: ContainerState): void {
    this.#database.run('UPDATE containers SET state = ?1 WHERE id = ?2 AND state <> ?1', state, id);
  }

  rename(id: string, spec: ContainerSpec): void {
    this.#database.run('UPDATE containers SET name = ?, spec = ? WHERE id = ?', spec.name, JSON.stringify(spec), id);
  }

  /** Says that a run is about to begin, before anything of it exists. */
  beginRun(id: string): number {
    const sql = `UPDATE containers SET run = run + 1, state = 'running', pid = NULL, pid_start = NULL, exit_code = NULL,
      error = NULL, oom = 0, started_at = NULL, finished_at = NULL, health = NULL WHERE id = ? RETURNING run`;
    return Number(this.#database.get(sql, id)?.['run'] ?? 0);
  }

  setProcess(id: string, process: { pid: number; startTime: number; bootId: string }, startedAt: number): void {
    const sql = 'UPDATE containers SET pid = ?, pid_start = ?, boot_id = ?, started_at = ? WHERE id = ?';
    this.#database.run(sql, process.pid, process.startTime, process.bootId, startedAt, id);
  }

  endRun(id: string, end: RunEnd): void {
    const sql = `UPDATE containers SET pid = NULL, pid_start = NULL, exit_code = ?, oom = ?, finished_at = ?, error = ?,
      state = CASE state WHEN 'stopping' THEN 'stopped' ELSE state END WHERE id = ?`;
    this.#database.run(sql, end.exitCode, Number(end.oomKilled), end.finishedAt, end.error ?? null, id);
  }

  /** The start of a run has failed: it is over, and what should be is written in the same moment. */
  abandonRun(id: string, end: Omit<RunEnd, 'oomKilled'>, state: 'created' | 'running'): void {
    const sql = `UPDATE containers SET pid = NULL, pid_start = NULL, exit_code = ?, oom = 0, finished_at = ?, error = ?,
      state = ? WHERE id = ?`;
    this.#database.run(sql, end.exitCode, end.finishedAt, end.error ?? null, state, id);
  }

  setRestarts(id: string, restarts: number): void {
    this.#database.run('UPDATE containers SET restarts = ?1 WHERE id = ?2 AND restarts <> ?1', restarts, id);
  }

  delete(id: string): void {
    this.#database.run('DELETE FROM containers WHERE id = ?', id);
    this.#specs.delete(id);
  }

  #toRecord(row: Row): ContainerRecord {
    const id = String(row['id']);
    const text = String(row['spec']);
    const known = this.#specs.get(id);
    const spec = known?.text === text ? known.spec : (JSON.parse(text) as ContainerSpec);
    if (known?.text !== text) this.#specs.set(id, { text, spec });
    return toRecord(row, spec);
  }
}

/** Whether the user had it stopped, or is about to. */
export function isStopped({ state }: Pick<ContainerRecord, 'state'>): boolean {
  return state === 'stopping' || state === 'stopped';
}

function toRecord(row: Row, spec: ContainerSpec): ContainerRecord {
  const number = (column: string): number | null => (row[column] === null ? null : Number(row[column]));
  const pid = number('pid');
  return {
    id: String(row['id']),
    name: String(row['name']),
    spec,
    state: String(row['state']) as ContainerState,
    createdAt: Number(row['created_at']),
    run: Number(row['run']),
    process: pid === null ? null : { pid, startTime: Number(row['pid_start']), bootId: String(row['boot_id']) },
    bootId: row['boot_id'] === null ? null : String(row['boot_id']),
    startedAt: number('started_at'),
    finishedAt: number('finished_at'),
    exitCode: number('exit_code'),
    oomKilled: row['oom'] === 1,
    error: row['error'] === null ? null : String(row['error']),
    restarts: Number(row['restarts']),
  };
}
