// What was applied to each stack, newest last: to be shown, compared, and gone back to.
import type { Database, Row } from './database.ts';

/** `rolled-back`: it failed, and the one before runs again. `applied-in-part`: all that was asked for, which was not all of it. */
export type RevisionOutcome = 'applying' | 'applied' | 'applied-in-part' | 'failed' | 'rolled-back';

export type RevisionRecord = {
  readonly stack: string;
  /** From 1, never used twice in a stack. */
  readonly revision: number;
  /** JSON; this layer does not look inside. */
  readonly model: string;
  readonly directory: string;
  readonly files: readonly string[];
  /** Of the desired state. */
  readonly digest: string;
  /** Image reference -> the id it stood for; empty until it was applied. */
  readonly images: Readonly<Record<string, string>>;
  /** What was read beside the files -> its digest. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outcome: RevisionOutcome;
  /** For people: `up`, `rollback to 3`, `commit 1f0a9c2`. */
  readonly cause: string;
  readonly error: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly endedAt: number | null;
};

export type NewRevision = Omit<RevisionRecord, 'revision' | 'images' | 'outcome' | 'error' | 'createdAt' | 'endedAt'>;

export type RevisionEnd = {
  readonly outcome: RevisionOutcome;
  readonly images: Readonly<Record<string, string>>;
  readonly error: string | null;
};

/** Typed queries over the table `revisions`. */
export class RevisionTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Oldest first. */
  list(stack: string): RevisionRecord[] {
    return this.#database.all('SELECT * FROM revisions WHERE stack = ? ORDER BY revision', stack).map(toRecord);
  }

  find(stack: string, revision: number): RevisionRecord | undefined {
    const row = this.#database.get('SELECT * FROM revisions WHERE stack = ? AND revision = ?', stack, revision);
    return row && toRecord(row);
  }

  last(stack: string): RevisionRecord | undefined {
    const row = this.#database.get('SELECT * FROM revisions WHERE stack = ? ORDER BY revision DESC LIMIT 1', stack);
    return row && toRecord(row);
  }

  /** Ids of the images that some revision may need again. */
  imageIds(): ReadonlySet<string> {
    const rows = this.#database.all('SELECT images FROM revisions');
    return new Set(rows.flatMap((row) => Object.values(toTexts(row['images']))));
  }

  /** Of every stack that has a history. */
  models(): string[] {
    return this.#database.all('SELECT model FROM revisions').map((row) => String(row['model']));
  }

  /** The number of the revision that is about to be applied: the last one's, if it is that one. */
  begin(revision: NewRevision, nowMs: number): number {
    return this.#database.transaction(() => {
      const last = this.last(revision.stack);
      if (last?.digest !== revision.digest) return this.#insert(revision, (last?.revision ?? 0) + 1, nowMs);
      if (last.model !== revision.model || last.directory !== revision.directory)
        this.#refresh(revision, last.revision);
      return last.revision;
    });
  }

  /** Records what came of it. Other images than the last time make it another revision, whose number is returned. */
  end(stack: string, number: number, end: RevisionEnd, nowMs: number): number {
    return this.#database.transaction(() => {
      const found = this.find(stack, number);
      if (!found) return number;
      const images = JSON.stringify(end.images);
      const known = JSON.stringify(found.images);
      if (images === known && found.outcome === end.outcome && found.error === end.error) return number;
      const wasGood = found.outcome === 'applied';
      const isOther = wasGood && images !== known;
      const revision = isOther ? this.#insert(found, number + 1, nowMs) : number;
      // What ran well once can be gone back to, whatever becomes of it later.
      const outcome = wasGood && !isOther ? 'applied' : end.outcome;
      const sql = `UPDATE revisions SET outcome = ?, images = ?, error = ?, ended_at = ? WHERE stack = ? AND revision = ?`;
      this.#database.run(sql, outcome, images, end.error, nowMs, stack, revision);
      return revision;
    });
  }

  /** At a start of the daemon: what was under way then has not been finished. */
  closeInterrupted(): void {
    if (this.#database.get("SELECT 1 FROM revisions WHERE outcome = 'applying' LIMIT 1"))
      this.#database.run("UPDATE revisions SET outcome = 'failed', error = 'interrupted' WHERE outcome = 'applying'");
  }

  /** Writes nothing when all of it is known. */
  setInputs(stack: string, revision: number, inputs: Readonly<Record<string, string>>): void {
    const sql = 'UPDATE revisions SET inputs = ?1 WHERE stack = ?2 AND revision = ?3 AND inputs <> ?1';
    this.#database.run(sql, JSON.stringify(inputs), stack, revision);
  }

  setOutcome(stack: string, revision: number, outcome: RevisionOutcome): void {
    const sql = 'UPDATE revisions SET outcome = ? WHERE stack = ? AND revision = ?';
    this.#database.run(sql, outcome, stack, revision);
  }

  /** Forgets all but the newest `keep`, and never `except`. */
  prune(stack: string, keep: number, except: readonly number[]): void {
    const old = this.list(stack).slice(0, -keep);
    for (const { revision } of old)
      if (!except.includes(revision))
        this.#database.run('DELETE FROM revisions WHERE stack = ? AND revision = ?', stack, revision);
  }

  #insert(
    { stack, model, directory, files, digest, inputs, cause }: NewRevision,
    revision: number,
    nowMs: number,
  ): number {
    const sql = `INSERT INTO revisions (stack, revision, model, directory, files, digest, inputs, cause, outcome, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'applying', ?)`;
    const texts = [JSON.stringify(files), digest, JSON.stringify(inputs), cause];
    this.#database.run(sql, stack, revision, model, directory, ...texts, nowMs);
    return revision;
  }

  /** The same desired state from another file, or from the same one with other comments. */
  #refresh({ stack, model, directory, files }: NewRevision, revision: number): void {
    const sql = 'UPDATE revisions SET model = ?, directory = ?, files = ? WHERE stack = ? AND revision = ?';
    this.#database.run(sql, model, directory, JSON.stringify(files), stack, revision);
  }
}

function toRecord(row: Row): RevisionRecord {
  return {
    stack: String(row['stack']),
    revision: Number(row['revision']),
    model: String(row['model']),
    directory: String(row['directory']),
    files: JSON.parse(String(row['files'])) as string[],
    digest: String(row['digest']),
    images: toTexts(row['images']),
    inputs: toTexts(row['inputs']),
    outcome: String(row['outcome']) as RevisionOutcome,
    cause: String(row['cause']),
    error: row['error'] === null ? null : String(row['error']),
    createdAt: Number(row['created_at']),
    endedAt: row['ended_at'] === null ? null : Number(row['ended_at']),
  };
}

function toTexts(value: unknown): Readonly<Record<string, string>> {
  return JSON.parse(String(value)) as Record<string, string>;
}
