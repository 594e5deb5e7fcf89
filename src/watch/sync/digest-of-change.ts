import { join } from 'node:path';
import type { SyncChange, SyncExpectation } from '../../core/sync-change.ts';
import { hashFile } from './hash-file.ts';

/** A change with what its file has in it; a file that is gone has nothing. */
export async function withDigest(source: string, change: SyncChange): Promise<SyncExpectation> {
  if (change.entry?.kind !== 'file') return change;
  const found = await hashFile(change.path === '' ? source : join(source, change.path));
  return found === undefined ? change : { ...change, sha256: found };
}
