// What keys between hosts are derived from, and which hosts take packets that are encrypted with them.
import { deleteEntry } from './delete-entry.ts';
import { changeAsHost, entryOf, type StoreAccess } from './host-change.ts';
import { HOLDERS_PREFIX, holderKey, KEY_RING_KEY } from './keys.ts';
import { encodeRecord, type Holder, type KeyRing, parseKeyRing } from './records.ts';
import { StoreError } from './store-error.ts';

export class KeyRecords {
  readonly #access: StoreAccess;

  constructor(access: StoreAccess) {
    this.#access = access;
  }

  /** Where there is none. Whoever was faster has it: followers will tell. */
  async enterRing(ring: KeyRing): Promise<void> {
    const outcome = await changeAsHost(this.#access, {
      conditions: [{ kind: 'absent', key: KEY_RING_KEY }],
      changes: () => [{ kind: 'put', key: KEY_RING_KEY, value: encodeRecord(ring) }],
      otherwiseGet: [KEY_RING_KEY],
      whenUnknown: { kind: 'look-up', key: KEY_RING_KEY },
    });
    const found = entryOf(outcome, KEY_RING_KEY);
    if (found && !parseKeyRing(found.value))
      throw new StoreError('store-bad-answer', {
        message: `read the keys of encrypted networks at "${KEY_RING_KEY}": the record is not one of this version`,
        hint: 'remove the key from etcd if no newer dockr made it',
      });
  }

  /** Nothing if it is not what it was any more. */
  async replaceRing(before: KeyRing, ring: KeyRing): Promise<void> {
    await changeAsHost(this.#access, {
      conditions: [{ kind: 'has-value', key: KEY_RING_KEY, value: encodeRecord(before) }],
      changes: () => [{ kind: 'put', key: KEY_RING_KEY, value: encodeRecord(ring) }],
      otherwiseGet: [],
      whenUnknown: { kind: 'repeat' },
    });
  }

  /** Of this host, as long as the ring is what it knows: a generation that is entered meanwhile is one that it does not hold. */
  async enterHolder(holder: Holder, ring: KeyRing): Promise<void> {
    const key = holderKey(holder.node);
    await changeAsHost(this.#access, {
      conditions: [{ kind: 'has-value', key: KEY_RING_KEY, value: encodeRecord(ring) }],
      changes: (lease) => [{ kind: 'put', key, value: encodeRecord(holder), lease }],
      otherwiseGet: [],
      whenUnknown: { kind: 'repeat' },
    });
  }

  /** This host has no encrypted network any more. The last one takes the ring along. */
  async withdrawHolder(): Promise<void> {
    const { store, session } = this.#access;
    await session.settle();
    await deleteEntry(store, holderKey(session.host.node), { isMeant: () => true });
    await store.transact({
      conditions: [{ kind: 'none-beneath', prefix: HOLDERS_PREFIX }],
      changes: [{ kind: 'delete', key: KEY_RING_KEY }],
      otherwiseGet: [],
      whenUnknown: { kind: 'repeat' },
    });
  }
}
