// What the loop knows of each deployment beside its record: conditions, budgets, what it does not try again.
import type { WireError } from '../core/errors.ts';
import type { Database } from './database.ts';
import type { CommitMark } from './deployments.ts';
import { UntilWritten } from './until-written.ts';

export type ConditionType =
  | 'Ready'
  | 'Reconciling'
  | 'Stalled'
  | 'Suspended'
  | 'Fetched'
  | 'Verified'
  | 'Applied'
  | 'Healthy';

export type Condition = {
  readonly type: ConditionType;
  readonly status: 'true' | 'false' | 'unknown';
  /** One word for programs, such as `Succeeded` or `RetriesSpent`. */
  readonly reason: string;
  /** For people. */
  readonly message: string;
  /** When status or reason became what they are, in milliseconds since 1970. */
  readonly at: number;
  /** The generation of the declaration that it speaks of. */
  readonly observedGeneration: number;
};

/** Why a commit is not tried again by itself. */
export type HeldBecause = 'refused' | 'invalid' | 'quarantined' | 'retries-spent';

/** A commit that is not tried again while the grounds with this digest are the same. */
export type HeldCommit = {
  readonly commit: string;
  readonly grounds: string;
  readonly because: HeldBecause;
  readonly error: WireError;
  readonly at: number;
};

/** Tries of one commit that failed. */
export type Retries = { readonly commit: string; readonly grounds: string; readonly count: number };

/** Repairs since things were stable. None begins before `until`. */
export type Repairs = {
  readonly count: number;
  readonly at: number;
  readonly until: number;
  /** The budget is used up: no more until a release. */
  readonly isSpent: boolean;
  /** Of the last one; null where it went well. */
  readonly error: WireError | null;
};

/** What the deployment has made, by name: only that is ever removed again. */
export type Inventory = { readonly services: readonly string[]; readonly networks: readonly string[] };

export type Waiting = {
  readonly for: 'window' | 'dependency';
  /** The commit that waits. */
  readonly commit: string;
  /** When it goes on; null where that depends on others. */
  readonly until: number | null;
  /** For people: what it waits for. */
  readonly message: string;
};

export type LoopStatus = {
  readonly conditions: readonly Condition[];
  /** The last commit that was applied and found healthy. */
  readonly good: CommitMark | null;
  /** Oldest first. */
  readonly held: readonly HeldCommit[];
  readonly retries: Retries | null;
  readonly repairs: Repairs | null;
  readonly inventory: Inventory;
  readonly waiting: Waiting | null;
  /** The commit of a release that has begun, and of which no end is known yet. */
  readonly trying: string | null;
};

export const NO_STATUS: LoopStatus = {
  conditions: [],
  good: null,
  held: [],
  retries: null,
  repairs: null,
  inventory: { services: [], networks: [] },
  waiting: null,
  trying: null,
};

/** Typed queries over the table `deployment_status`. */
export class DeploymentStatusTable {
  readonly #database: Database;
  readonly #known: UntilWritten<LoopStatus>;

  constructor(database: Database) {
    this.#database = database;
    this.#known = new UntilWritten(database);
  }

  /** Of a deployment without one, the empty status. */
  find(name: string): LoopStatus {
    return this.#known.of(name, () => this.#read(name));
  }

  #read(name: string): LoopStatus {
    const row = this.#database.get('SELECT status FROM deployment_status WHERE name = ?', name);
    return row ? { ...NO_STATUS, ...(JSON.parse(String(row['status'])) as Partial<LoopStatus>) } : NO_STATUS;
  }

  save(name: string, status: LoopStatus): void {
    const sql = 'INSERT OR REPLACE INTO deployment_status (name, status) VALUES (?, ?)';
    this.#database.run(sql, name, JSON.stringify(status));
  }

  delete(name: string): void {
    this.#database.run('DELETE FROM deployment_status WHERE name = ?', name);
  }
}
