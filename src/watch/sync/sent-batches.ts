// Changes of a tree with the bytes of its files, for a daemon that cannot read them itself: in parts that fit into a request.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ContainerError } from '../../core/errors.ts';
import type { SyncChange } from '../../core/sync-change.ts';

const BATCH_BYTES = 4 << 20;
const BATCH_CHANGES = 5000;
/** A request takes 64 MiB, and base64 makes four bytes of three. */
const LARGEST_FILE = 40 << 20;

export type SentBatch = {
  readonly changes: readonly SyncChange[];
  /** Base64 by path. A file that has gone since has none. */
  readonly contents: Readonly<Record<string, string>>;
};

/** In the order of the changes. Throws `file-too-large-to-send`. */
export async function* sentBatches(source: string, changes: readonly SyncChange[]): AsyncGenerator<SentBatch> {
  let batch: SyncChange[] = [];
  let contents: Record<string, string> = {};
  let bytes = 0;
  for (const change of changes) {
    if (change.entry?.kind === 'file') {
      const content = await readContent(change.path === '' ? source : join(source, change.path));
      if (content) contents[change.path] = content.toString('base64');
      bytes += content?.length ?? 0;
    }
    batch.push(change);
    if (bytes < BATCH_BYTES && batch.length < BATCH_CHANGES) continue;
    yield { changes: batch, contents };
    batch = [];
    contents = {};
    bytes = 0;
  }
  if (batch.length > 0) yield { changes: batch, contents };
}

/** Undefined for what is no longer a file. A link is not followed, a pipe does not hold up. */
async function readContent(path: string): Promise<Buffer | undefined> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile()) return undefined;
    if (stats.size > LARGEST_FILE) throw tooLarge(path, stats.size);
    return await file.readFile();
  } catch (error) {
    if (error instanceof ContainerError) throw error;
    return undefined;
  }
}

function tooLarge(path: string, size: number): ContainerError {
  return new ContainerError('file-too-large-to-send', {
    message: `"${path}" has ${size} bytes; at most ${LARGEST_FILE} of a file can be sent to another machine`,
    hint: 'leave it out by .dockerignore or "ignore", or bring it there in another way',
  });
}
