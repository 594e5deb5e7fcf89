// The branches of those deployments that give some of them previews, each listed once an interval.
import type { Clock } from '../../core/clock.ts';
import { toWireError } from '../../core/errors.ts';
import { Semaphore } from '../../core/mutex.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { Branch } from '../source.ts';
import { previewsOf } from './preview-declaration.ts';
import type { PreviewProblem } from './preview-problem.ts';

export type ListParts = {
  readonly list: (name: string, signal: AbortSignal) => Promise<readonly Branch[]>;
  readonly clock: Clock;
};

/** A server that is down holds its own deployments up, and not all others. */
const LISTS_AT_ONCE = 4;

export class BranchLists {
  readonly #parts: ListParts;
  readonly #slots = new Semaphore(LISTS_AT_ONCE);
  readonly #listedAt = new Map<string, number>();
  readonly #problems = new Map<string, PreviewProblem>();

  constructor(parts: ListParts) {
    this.#parts = parts;
  }

  /** Of those that could not be listed last. */
  get problems(): readonly PreviewProblem[] {
    return [...this.#problems.values()];
  }

  /** By name, the branches of those whose time it is. Does not reject. */
  async read(
    records: readonly DeploymentRecord[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly Branch[]>> {
    const { clock, list } = this.#parts;
    this.#forget(records);
    const lists = new Map<string, readonly Branch[]>();
    const due = records.filter((record) => isListed(record) && clock.now() >= this.#dueAt(record));
    const reading = due.map(({ name }) =>
      this.#slots.run(async () => {
        this.#listedAt.set(name, clock.now());
        this.#problems.delete(name);
        try {
          lists.set(name, await list(name, signal));
        } catch (error) {
          if (!signal.aborted) this.#problems.set(name, { name, error: toWireError(error) });
        }
      }),
    );
    await Promise.all(reading);
    return lists;
  }

  /** Those of one are listed at the next look, whenever they were listed last. */
  expire(name: string): void {
    this.#listedAt.delete(name);
  }

  /** When the next one is due, in milliseconds since 1970; undefined where there is none. */
  nextAt(records: readonly DeploymentRecord[]): number | undefined {
    const times = records.filter(isListed).map((record) => this.#dueAt(record));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #dueAt({ name, declaration }: DeploymentRecord): number {
    return (this.#listedAt.get(name) ?? 0) + declaration.intervalMs;
  }

  #forget(records: readonly DeploymentRecord[]): void {
    const names = new Set(records.filter(isListed).map(({ name }) => name));
    for (const map of [this.#listedAt, this.#problems])
      for (const name of map.keys()) if (!names.has(name)) map.delete(name);
  }
}

/** Whether its branches get previews by themselves. */
export function isListed({ declaration, origin, suspended }: DeploymentRecord): boolean {
  if (origin.kind === 'preview' || suspended || declaration.suspend) return false;
  return declaration.discover.length === 0 && previewsOf(declaration).branches.length > 0;
}
