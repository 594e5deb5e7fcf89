import type { CallOptions, OverlayStore } from './overlay-store.ts';
import { StoreError } from './store-error.ts';

const ROUNDS = 10;

/**
 * Deletes the entry of that key if its value is one that `isMeant`. Only the entry that was seen: a request that the store
 * carries out late, when nobody waits for it any more, must not delete what was put there since.
 */
export async function deleteEntry(
  store: OverlayStore,
  key: string,
  { isMeant, ...options }: CallOptions & { readonly isMeant: (value: string) => boolean },
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { entry } = await store.get(key, options);
    if (!entry || !isMeant(entry.value)) return;
    const { modRevision } = entry;
    const outcome = await store.transact(
      {
        conditions: [{ kind: 'unchanged', key, modRevision }],
        changes: [{ kind: 'delete', key }],
        otherwiseGet: [],
        whenUnknown: { kind: 'repeat' },
      },
      options,
    );
    if (outcome.kind === 'done') return;
  }
  throw new StoreError('store-conflict', { message: `delete "${key}": it was changed ${ROUNDS} times meanwhile` });
}
