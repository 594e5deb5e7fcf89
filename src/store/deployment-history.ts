// What was tried of each deployment, and what came of it.
import { isSameValue } from '../core/is-same-value.ts';
import type { Database, Row } from './database.ts';
import type { CommitMark } from './deployments.ts';

/** `repaired`: it ran already, and something of it had to be put right. */
export type HistoryOutcome = 'applied' | 'repaired' | 'failed' | 'refused' | 'rolled-back';

export type HistoryPin = { readonly reference: string; readonly digest: string };

export type HistoryEntry = {
  /** From 1, never used twice in a deployment. */
  readonly number: number;
  readonly commit: string;
  /** Of the declaration. */
  readonly generation: number;
  readonly outcome: HistoryOutcome;
  /** For people: `push`, `sync`, `rollback`, `adopt`. */
  readonly cause: string;
  readonly signer: string | null;
  readonly relation: CommitMark['relation'] | null;
  /** The code of what went wrong. */
  readonly error: string | null;
  /** What the images of the commit were pinned to by then, in the order of their names; empty where it did not come so far. */
  readonly pins: readonly HistoryPin[];
  /** Milliseconds since 1970: when it came to this first, and last. */
  readonly at: number;
  readonly until: number;
  readonly times: number;
};

export type NewHistoryEntry = Omit<HistoryEntry, 'number' | 'until' | 'times'>;

const MOST_ENTRIES = 50;

/** Typed queries over the table `deployment_history`. */
export class DeploymentHistory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Oldest first. */
  list(deployment: string): HistoryEntry[] {
    const sql = 'SELECT * FROM deployment_history WHERE deployment = ? ORDER BY number';
    return this.#database.all(sql, deployment).map(toEntry);
  }

  /** Adds an entry, or counts the last one once more if it says the same. The oldest ones are forgotten. */
  add(deployment: string, entry: NewHistoryEntry): void {
    this.#database.transaction(() => {
      const last = this.#last(deployment);
      if (last && isSame(last, entry)) {
        const sql = 'UPDATE deployment_history SET until = ?, times = times + 1 WHERE deployment = ? AND number = ?';
        this.#database.run(sql, entry.at, deployment, last.number);
        return;
      }
      this.#insert(deployment, (last?.number ?? 0) + 1, entry);
    });
  }

  /** The newest entry of a commit that ran well. */
  findApplied(deployment: string, commit: string): HistoryEntry | undefined {
    return this.list(deployment).findLast((entry) => entry.commit === commit && isGood(entry));
  }

  #last(deployment: string): HistoryEntry | undefined {
    const sql = 'SELECT * FROM deployment_history WHERE deployment = ? ORDER BY number DESC LIMIT 1';
    const row = this.#database.get(sql, deployment);
    return row && toEntry(row);
  }

  #insert(deployment: string, number: number, entry: NewHistoryEntry): void {
    const { commit, generation, outcome, cause, signer, relation, error, at, pins } = entry;
    const sql = `INSERT INTO deployment_history
      (deployment, number, commit_name, generation, outcome, cause, signer, relation, error, pins, at, until)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    const texts = [commit, generation, outcome, cause, signer, relation ?? null, error, JSON.stringify(pins)];
    this.#database.run(sql, deployment, number, ...texts, at, at);
    const prune = 'DELETE FROM deployment_history WHERE deployment = ? AND number <= ?';
    this.#database.run(prune, deployment, number - MOST_ENTRIES);
  }
}

/** Whether an entry says that its commit ran. */
export function isGood({ outcome }: Pick<HistoryEntry, 'outcome'>): boolean {
  return outcome === 'applied' || outcome === 'repaired';
}

function isSame(last: HistoryEntry, { commit, generation, outcome, error, signer, pins }: NewHistoryEntry): boolean {
  return (
    last.commit === commit &&
    last.generation === generation &&
    last.outcome === outcome &&
    last.error === error &&
    last.signer === signer &&
    isSameValue(last.pins, pins)
  );
}

function toEntry(row: Row): HistoryEntry {
  return {
    number: Number(row['number']),
    commit: String(row['commit_name']),
    generation: Number(row['generation']),
    outcome: String(row['outcome']) as HistoryOutcome,
    cause: String(row['cause']),
    signer: row['signer'] === null ? null : String(row['signer']),
    relation: row['relation'] === null ? null : (String(row['relation']) as CommitMark['relation']),
    error: row['error'] === null ? null : String(row['error']),
    pins: JSON.parse(String(row['pins'])) as readonly HistoryPin[],
    at: Number(row['at']),
    until: Number(row['until']),
    times: Number(row['times']),
  };
}
