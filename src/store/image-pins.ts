// The digests that the images of a deployment were pinned to, for each commit that was tried.
import type { Database, Row } from './database.ts';
import { UntilWritten } from './until-written.ts';

/** A rule of the host's policy that was satisfied, and how. */
export type PinVerification = {
  /** The pattern of the rule. */
  readonly match: string;
  /** `sha256:…` of the public key that the signature was made with. */
  readonly key: string;
  /** Of the rule as it was then, its keys included: under another one, the image is verified anew. */
  readonly rule: string;
};

export type ImagePin = {
  /** In full, as the stack names it: `docker.io/library/redis:7`. */
  readonly reference: string;
  /** What it stood for: the index, where there is one. */
  readonly digest: string;
  /** The manifest for this machine; null where nobody asked the registry. */
  readonly manifest: string | null;
  readonly verified: readonly PinVerification[];
  /** When it was resolved, in milliseconds since 1970. */
  readonly at: number;
};

export type PinnedCommit = { readonly commit: string; readonly pins: readonly ImagePin[]; readonly at: number };

/** Typed queries over the table `image_pins`. */
export class ImagePinTable {
  readonly #database: Database;
  readonly #known: UntilWritten<PinnedCommit | undefined>;

  constructor(database: Database) {
    this.#database = database;
    this.#known = new UntilWritten(database);
  }

  find(deployment: string, commit: string): PinnedCommit | undefined {
    return this.#known.of(`${deployment} ${commit}`, () => {
      const sql = 'SELECT * FROM image_pins WHERE deployment = ? AND commit_id = ?';
      const row = this.#database.get(sql, deployment, commit);
      return row && toPinned(row);
    });
  }

  /** The newest first. */
  list(deployment: string): readonly PinnedCommit[] {
    const sql = 'SELECT * FROM image_pins WHERE deployment = ? ORDER BY updated_at DESC, commit_id';
    return this.#database.all(sql, deployment).map(toPinned);
  }

  /** Keeps at most `kept` commits of a deployment, this one among them. */
  put(deployment: string, { commit, pins, at }: PinnedCommit, kept: number): void {
    const sql = 'INSERT OR REPLACE INTO image_pins (deployment, commit_id, pins, updated_at) VALUES (?, ?, ?, ?)';
    this.#database.run(sql, deployment, commit, JSON.stringify(pins), at);
    const old =
      'DELETE FROM image_pins WHERE deployment = ? AND commit_id <> ? AND commit_id NOT IN (SELECT commit_id FROM image_pins WHERE deployment = ? ORDER BY updated_at DESC LIMIT ?)';
    this.#database.run(old, deployment, commit, deployment, kept);
  }

  deleteAll(deployment: string): void {
    this.#database.run('DELETE FROM image_pins WHERE deployment = ?', deployment);
  }
}

function toPinned(row: Row): PinnedCommit {
  return {
    commit: String(row['commit_id']),
    pins: JSON.parse(String(row['pins'])) as readonly ImagePin[],
    at: Number(row['updated_at']),
  };
}
