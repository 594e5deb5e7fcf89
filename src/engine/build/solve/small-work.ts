// Which work is little enough to be done at once.
import type { CopyGroup } from '../copy/copy-entry.ts';
import type { WriteJob } from '../copy/write-groups.ts';
import { type BuildTask, type BuildTaskResult, runTask } from './build-task.ts';
import type { BuildWorker } from './build-worker.ts';

const MOST_BYTES = 8 << 20;
const MOST_ENTRIES = 64;

/** Writes here if there is little to write, else in the worker. */
export async function writeSomewhere(worker: BuildWorker, job: WriteJob): Promise<void> {
  const task: BuildTask = { kind: 'write', job };
  if (isSmall(job.groups)) runTask(task);
  else await worker.run(task);
}

/** Finishes a layer of which is known how many entries it has at most. */
export async function finishSomewhere(
  worker: BuildWorker,
  task: BuildTask & { readonly kind: 'finish-layer' },
  entries: number,
): Promise<BuildTaskResult['finish-layer']> {
  if (entries > MOST_ENTRIES) return worker.run(task);
  return runTask(task) as BuildTaskResult['finish-layer'];
}

/** The entries of all groups. */
export function countEntries(groups: readonly CopyGroup[]): number {
  return groups.reduce((sum, { entries, parents }) => sum + entries.length + parents.length, 0);
}

function isSmall(groups: readonly CopyGroup[]): boolean {
  const bytes = groups.reduce((sum, { entries }) => sum + entries.reduce((inner, { size }) => inner + size, 0), 0);
  return bytes <= MOST_BYTES && countEntries(groups) <= MOST_ENTRIES;
}
