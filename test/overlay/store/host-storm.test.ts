// Hosts that take and give back addresses, crash, stand still and come back, at random, over one real etcd.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { SYSTEM_CLOCK } from '../../../src/core/clock.ts';
import type { AddressClaim } from '../../../src/overlay/store/address-leases.ts';
import { EtcdStore } from '../../../src/overlay/store/etcd/etcd-store.ts';
import { addressesPrefix } from '../../../src/overlay/store/keys.ts';
import type { NetworkRecord } from '../../../src/overlay/store/records.ts';
import { STEADY_CLOCK } from '../../../src/overlay/store/steady-clock.ts';
import { isTransient, StoreError } from '../../../src/overlay/store/store-error.ts';
import { type Etcd, etcdSkipReason, startEtcd } from '../../support/etcd.ts';
import { startHost, type TestHost, WANTED } from '../../support/overlay-hosts.ts';
import { seededRandom } from '../../support/random.ts';
import { createTestRoot, type TestRoot } from '../../support/test-root.ts';
import { waitFor } from '../../support/wait-for.ts';

const SUBNET = '10.90.0.0/27';
/** All but the first two and the last. */
const USABLE = 29;
const HOSTS = 6;
const STORM_MS = 12_000;
const WANTED_HERE = { ...WANTED, subnets: [SUBNET] };
const SEED = Number(process.env.DOCKR_TEST_SEED ?? Date.now() % 1_000_000);

/** A host with what its disk says: that outlives a crash. */
class StormHost {
  readonly node: string;
  readonly #store: EtcdStore;
  readonly #random: () => number;
  readonly containers = new Map<string, string>();
  host: TestHost | undefined;
  #containersMade = 0;
  readonly counts = { taken: 0, freed: 0, crashes: 0, lost: 0, full: 0 };

  constructor(node: string, { store, random }: { store: EtcdStore; random: () => number }) {
    this.node = node;
    this.#store = store;
    this.#random = random;
  }

  /** What it would use now, for certain. */
  get believed(): readonly string[] {
    return this.host?.session.lease === undefined ? [] : [...this.containers.values()];
  }

  async step(network: NetworkRecord): Promise<void> {
    if (!this.host) return this.start();
    const chance = this.#random();
    if (chance < 0.5) return this.#take(network, this.host);
    if (chance < 0.9) return this.#free(network, this.host);
    if (chance < 0.96) return this.#reconcile(network, this.host);
    return this.crash();
  }

  /** As a daemon does it: join, then make sure of what the containers have. */
  async start(): Promise<void> {
    const host = await startHost({ store: this.#store, clock: STEADY_CLOCK, node: this.node, ttlSeconds: 2 });
    try {
      const network = await host.networks.use(WANTED_HERE);
      const { lost } = await host.addresses.reconcile(network, claimsOf([...this.containers]));
      for (const { container } of lost) this.containers.delete(container);
      this.counts.lost += lost.length;
    } catch (error) {
      await host[Symbol.asyncDispose]();
      throw error;
    }
    host.session.listen((news) => {
      if (news.kind === 'lost') this.containers.clear();
    });
    this.host = host;
  }

  async crash(): Promise<void> {
    const host = this.host;
    this.host = undefined;
    this.counts.crashes++;
    await host?.[Symbol.asyncDispose]();
  }

  async #take(network: NetworkRecord, host: TestHost): Promise<void> {
    const container = `${this.node}-${this.#containersMade++}`;
    try {
      const address = await host.addresses.allocate({ network, subnet: SUBNET, container });
      // Whoever crashes here has an address that no record names.
      if (this.#random() < 0.05) return this.crash();
      if (host.session.lease !== undefined) this.containers.set(container, address);
      this.counts.taken++;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'no-free-address')) throw error;
      this.counts.full++;
    }
  }

  async #free(network: NetworkRecord, host: TestHost): Promise<void> {
    const [first] = this.containers;
    if (!first) return;
    const [container, address] = first;
    this.containers.delete(container);
    await host.addresses.release(network, { container, address });
    this.counts.freed++;
  }

  async #reconcile(network: NetworkRecord, host: TestHost): Promise<void> {
    const { lost } = await host.addresses.reconcile(network, claimsOf([...this.containers]));
    for (const { container } of lost) this.containers.delete(container);
  }
}

function claimsOf(containers: readonly (readonly [string, string])[]): readonly AddressClaim[] {
  return containers.map(([container, address]) => ({ container, address }));
}

suite('a storm of hosts', { skip: etcdSkipReason() }, () => {
  let root: TestRoot;
  let etcd: Etcd;
  let store: EtcdStore;
  before(async () => {
    root = await createTestRoot();
    etcd = await startEtcd(join(root.workDirectory, 'etcd'));
    store = new EtcdStore({ endpoints: etcd.endpoints });
  });
  after(async () => {
    await store?.[Symbol.asyncDispose]();
    await etcd?.[Symbol.asyncDispose]();
    await root?.[Symbol.asyncDispose]();
  });

  test(`no address is held by two, and none is lost for ever (seed ${SEED})`, async (t) => {
    const random = seededRandom(SEED);
    const hosts = Array.from({ length: HOSTS }, (_, index) => new StormHost(`h${index}`, { store, random }));
    await using crashes = new AsyncDisposableStack();
    for (const host of hosts) crashes.defer(() => host.crash());
    await Promise.all(hosts.map((host) => host.start()));
    // Somebody uses the network throughout.
    const keeper = crashes.use(await startHost({ store, clock: STEADY_CLOCK, node: 'keeper' }));
    const network = await keeper.networks.use(WANTED_HERE);
    const end = performance.now() + STORM_MS;
    crashes.defer(stallOnce(etcd));
    await Promise.all(hosts.map((host) => storm(host, { hosts, network, end })));
    const sums = hosts.map(({ counts }) => counts);
    const total = (name: keyof (typeof sums)[number]) => sums.reduce((sum, counts) => sum + counts[name], 0);
    t.diagnostic(
      `taken ${total('taken')}, freed ${total('freed')}, crashes ${total('crashes')}, full ${total('full')}`,
    );
    assert.ok(total('taken') > 100 && total('crashes') > 5 && total('full') > 0);

    // What is in the store is what the hosts have that live; that of the others goes with their leases.
    for (const host of hosts) if (!host.host) await host.start();
    for (const host of hosts) await host.host?.addresses.reconcile(network, claimsOf([...host.containers]));
    const believed = hosts.flatMap((host) => host.believed);
    assert.equal(new Set(believed).size, believed.length);
    assert.deepEqual((await addressesOf(store, network)).toSorted(), believed.toSorted());
    for (const host of hosts) await host.crash();
    await waitFor('the leases to run out', async () => (await addressesOf(store, network)).length === 0, {
      timeoutMs: 20_000,
    });
    const all = [];
    for (let count = 0; count < USABLE; count++)
      all.push(await keeper.addresses.allocate({ network, subnet: SUBNET, container: `k${count}` }));
    assert.equal(new Set(all).size, USABLE);
    assert.equal(await keeper.networks.leave(network), true);
    await keeper.session.leave();
    assert.deepEqual((await store.list('/dockr/')).entries, []);
  });
});

type Storm = { readonly hosts: readonly StormHost[]; readonly network: NetworkRecord; readonly end: number };

async function storm(host: StormHost, { hosts, network, end }: Storm): Promise<void> {
  while (performance.now() < end) {
    try {
      await host.step(network);
    } catch (error) {
      const isExpected = isTransient(error) || (error instanceof StoreError && error.code === 'store-lease-gone');
      if (!isExpected) throw error;
      // Its lease went while etcd stood still: it begins anew, as after a crash.
      await host.crash();
    }
    const believed = hosts.flatMap((it) => it.believed);
    assert.equal(new Set(believed).size, believed.length, `held twice: ${believed.toSorted()}`);
  }
}

/** In the middle of it etcd stands still for longer than a lease lasts. */
function stallOnce(etcd: Etcd): () => void {
  const calls = [
    SYSTEM_CLOCK.after(STORM_MS / 3, () => etcd.member(0).pause()),
    SYSTEM_CLOCK.after(STORM_MS / 3 + 2500, () => etcd.member(0).resume()),
  ];
  return () => {
    for (const callOff of calls) callOff();
    etcd.member(0).resume();
  };
}

async function addressesOf(store: EtcdStore, network: NetworkRecord): Promise<readonly string[]> {
  const { entries } = await store.list(addressesPrefix(network.id));
  return entries.map(({ key }) => decodeURIComponent(key.split('/').at(-1) ?? ''));
}
