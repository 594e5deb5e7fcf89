// Work on files that may take long: done at once when it is little, in a thread of its own when it is much.
import { syncFileSystem } from '../../../os/files.ts';
import { hashFiles } from '../copy/hash-files.ts';
import { type WriteJob, writeGroups } from '../copy/write-groups.ts';
import { type FinishedLayer, finishLayer } from './finish-layer.ts';

export type BuildTask =
  | { readonly kind: 'hash'; readonly paths: readonly string[] }
  | { readonly kind: 'write'; readonly job: WriteJob }
  | { readonly kind: 'finish-layer'; readonly directory: string; readonly lower: readonly string[] }
  | { readonly kind: 'sync'; readonly path: string };

export type BuildTaskResult = {
  readonly hash: readonly string[];
  readonly write: undefined;
  readonly 'finish-layer': FinishedLayer;
  readonly sync: undefined;
};

/** Does the work here and now. Blocks. */
export function runTask(task: BuildTask): BuildTaskResult[BuildTask['kind']] {
  switch (task.kind) {
    case 'hash':
      return hashFiles(task.paths);
    case 'write':
      writeGroups(task.job);
      return undefined;
    case 'finish-layer':
      return finishLayer(task.directory, task.lower);
    case 'sync':
      syncFileSystem(task.path);
      return undefined;
  }
}
