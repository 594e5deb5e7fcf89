import { randomUUID } from 'node:crypto';
import { HOSTS_PREFIX, KEY_RING_KEY, NETWORKS_PREFIX, STORE_KEY } from './keys.ts';
import type { CallOptions, OverlayStore, Revision } from './overlay-store.ts';
import { StoreError } from './store-error.ts';

/** Which store this is and how far it is. etcd's own ids do not tell: with an empty disk it takes the same again. */
export async function identifyStore(
  store: OverlayStore,
  options: CallOptions = {},
): Promise<{ readonly identity: string; readonly revision: Revision }> {
  const value = randomUUID();
  const outcome = await store.transact(
    {
      conditions: [{ kind: 'absent', key: STORE_KEY }],
      changes: [{ kind: 'put', key: STORE_KEY, value }],
      otherwiseGet: [STORE_KEY],
      whenUnknown: { kind: 'look-up', key: STORE_KEY },
    },
    options,
  );
  const { revision } = outcome;
  if (outcome.kind === 'done') return { identity: `${value}@${revision}`, revision };
  const [entry] = outcome.entries;
  if (!entry)
    throw new StoreError('store-bad-answer', { message: `read "${STORE_KEY}": it is there and is not there` });
  return { identity: `${entry.value}@${entry.createRevision}`, revision };
}

/** The last host leaves nothing behind. Whoever still follows takes it for another store afterwards, an empty one. */
export async function forgetStoreIfEmpty(store: OverlayStore): Promise<void> {
  await store.transact({
    conditions: [
      { kind: 'none-beneath', prefix: HOSTS_PREFIX },
      { kind: 'none-beneath', prefix: NETWORKS_PREFIX },
    ],
    changes: [
      { kind: 'delete', key: STORE_KEY },
      { kind: 'delete', key: KEY_RING_KEY },
    ],
    otherwiseGet: [],
    whenUnknown: { kind: 'repeat' },
  });
}
