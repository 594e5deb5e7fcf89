// Volumes as the database knows them.
import type { VolumeSpec } from '../core/specs.ts';
import type { Database, Row } from './database.ts';

export type VolumeRecord = {
  readonly name: string;
  readonly spec: VolumeSpec;
  /** Id of the container that an anonymous volume was made for. */
  readonly anonymousOf: string | null;
  /** Whether the image's content has been copied in, wholly. */
  readonly populated: boolean;
  readonly createdAt: number;
};

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

  handOver(from: string, to: string): void {
    this.#database.run('UPDATE volumes SET anonymous_of = ? WHERE anonymous_of = ?', to, from);
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
