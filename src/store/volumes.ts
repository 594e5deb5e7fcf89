// Volumes as the database knows them.
import type { VolumeSpec } from '../core/specs.ts';
import type { Database, Row } from './database.ts';

/** The label that says where an anonymous volume is mounted. */
export const ANONYMOUS_TARGET = 'io.dockr.anonymous.target';

export type VolumeRecord = {
  readonly name: string;
  readonly spec: VolumeSpec;
  /** Id of the container that an anonymous volume was made for. */
  readonly anonymousOf: string | null;
  /** Whether the image's content has been copied in, wholly. */
  readonly populated: boolean;
  readonly createdAt: number;
};

const MOUNT_POINT = `coalesce(json_extract(spec, '$.labels."${ANONYMOUS_TARGET}"'), name)`;

/** Typed queries over the table `volumes`. */
export class VolumeTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  insert(spec: VolumeSpec, anonymousOf: string | null, createdAt: number): void {
    const sql = 'INSERT INTO volumes (name, spec, anonymous_of, created_at) VALUES (?, ?, ?, ?)';
    this.#database.run(sql, spec.name, JSON.stringify(spec), anonymousOf, createdAt);
  }

  find(name: string): VolumeRecord | undefined {
    const row = this.#database.get('SELECT * FROM volumes WHERE name = ?', name);
    return row && toRecord(row);
  }

  list(): VolumeRecord[] {
    return this.#database.all('SELECT * FROM volumes ORDER BY name').map(toRecord);
  }

  anonymousOf(containerId: string): VolumeRecord[] {
    return this.#database.all('SELECT * FROM volumes WHERE anonymous_of = ? ORDER BY name', containerId).map(toRecord);
  }

  setPopulated(name: string, populated: boolean): void {
    this.#database.run('UPDATE volumes SET populated = ? WHERE name = ?', Number(populated), name);
  }

  /** All but those whose mount point the receiver has a volume for: it must never find another one in its place. */
  handOver(from: string, to: string): void {
    const sql = `UPDATE volumes SET anonymous_of = ?1 WHERE anonymous_of = ?2
      AND ${MOUNT_POINT} NOT IN (SELECT ${MOUNT_POINT} FROM volumes WHERE anonymous_of = ?1)`;
    this.#database.run(sql, to, from);
  }

  delete(name: string): void {
    this.#database.run('DELETE FROM volumes WHERE name = ?', name);
  }
}

function toRecord(row: Row): VolumeRecord {
  return {
    name: String(row['name']),
    spec: JSON.parse(String(row['spec'])) as VolumeSpec,
    anonymousOf: row['anonymous_of'] === null ? null : String(row['anonymous_of']),
    populated: row['populated'] === 1,
    createdAt: Number(row['created_at']),
  };
}
