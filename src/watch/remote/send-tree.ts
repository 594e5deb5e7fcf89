// A directory that a build needs, brought to the daemon's machine: what it consists of is told, and what is missing there sent.
import { hostname, userInfo } from 'node:os';
import type { Client } from '../../client/client.ts';
import { sha256 } from '../../core/hash.ts';
import type { SyncExpectation } from '../../core/sync-change.ts';
import { withDigest } from '../sync/digest-of-change.ts';
import { diffManifests, type Manifest } from '../sync/manifest.ts';
import { sentBatches } from '../sync/sent-batches.ts';

export type SentTree = { readonly root: string; readonly manifest: Manifest };

/** Gives the directory on the daemon's machine: the same one each time. */
export async function sendTree(client: Client, { root, manifest }: SentTree): Promise<string> {
  const key = sha256(JSON.stringify([hostname(), userInfo().uid, root])).slice('sha256:'.length);
  const all = diffManifests(manifest, new Map(), manifest.keys());
  const expected: SyncExpectation[] = [];
  for (const change of all) expected.push(await withDigest(root, change));
  const { different, path } = await client.call('offer-tree', { key, expected });
  const missing = new Set(different);
  const changes = all.filter((change) => missing.has(change.path));
  for await (const batch of sentBatches(root, changes)) await client.call('send-tree', { key, ...batch });
  return path;
}
