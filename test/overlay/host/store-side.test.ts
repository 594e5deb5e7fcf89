import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GivenUpAddresses } from '../../../src/overlay/host/given-up-addresses.ts';
import { Problems } from '../../../src/overlay/host/problems.ts';
import { makeStoreParts } from '../../../src/overlay/host/store-parts.ts';
import { StoreSide } from '../../../src/overlay/host/store-side.ts';
import { USERS_PREFIX } from '../../../src/overlay/store/keys.ts';
import type { Transaction, TransactionOutcome } from '../../../src/overlay/store/overlay-store.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { WANTED } from '../../support/overlay-hosts.ts';

/** Whose answers to the entry of a user take as long as the test wants. */
class SlowStore extends MemoryStore {
  readonly answers = Promise.withResolvers<void>();

  override async transact(transaction: Transaction): Promise<TransactionOutcome> {
    const outcome = await super.transact(transaction);
    const isUse = transaction.changes.some((change) => change.kind === 'put' && change.key.startsWith(USERS_PREFIX));
    if (isUse) await this.answers.promise;
    return outcome;
  }
}

test('a network that is asked for just now is not taken for one that was left', async () => {
  const clock = new FakeClock();
  const store = new SlowStore(clock);
  const host = { node: 'near', id: 'id-near', address: '192.0.2.1' };
  const parts = makeStoreParts(store, { host, ttlSeconds: 30, clock });
  await parts.session.join();
  const side = new StoreSide({
    parts,
    givenUp: new GivenUpAddresses(),
    problems: new Problems(() => undefined),
    local: () => [],
    onLost: () => undefined,
    onUnfinished: () => undefined,
  });
  const used = side.use(WANTED);
  await settled();
  // The store has it, and this host has not heard so yet.
  const looked = side.followThoroughly();
  await settled();
  store.answers.resolve();
  const { id } = await used;
  await looked;
  await side.followThoroughly();
  const users = () => store.list(USERS_PREFIX).then(({ entries }) => entries.map(({ key }) => key));
  assert.deepEqual(await users(), [`${USERS_PREFIX}${id}/near`]);
  side.leave({ ...(await used) });
  await side.follow();
  assert.deepEqual(await users(), []);
  await parts.session[Symbol.asyncDispose]();
});
