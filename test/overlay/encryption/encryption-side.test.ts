import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { associationName } from '../../../src/overlay/encryption/plan-associations.ts';
import { HOLDERS_PREFIX, HOSTS_PREFIX, hostKey, KEY_RING_KEY } from '../../../src/overlay/store/keys.ts';
import { parseKeyRing } from '../../../src/overlay/store/records.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { seededRandom } from '../../support/random.ts';
import { KeyHost } from './key-hosts.ts';

const ROTATION_MS = 60_000;
const SEEDS = Number(process.env['DOCKR_TEST_SEEDS'] ?? 12);

/** Some hosts, and what must always hold between them. */
class World {
  readonly clock = new FakeClock();
  readonly store = new MemoryStore(this.clock);
  readonly hosts: readonly KeyHost[];
  readonly random: () => number;
  readonly violations: string[] = [];
  /** `from to`: the receiver has taken packets of the sender. */
  readonly #acquainted = new Set<string>();
  /** Keys of a host from before it died or was started anew, by which nobody gets acquainted with it. */
  readonly #former = new Set<string>();
  /** Of these, those where that was not so for a moment, since it was judged last. */
  readonly #suspected = new Set<string>();

  constructor(count: number, { seed = 1, rotationMs = ROTATION_MS } = {}) {
    this.random = seededRandom(seed);
    const onChange = () => this.#check();
    this.hosts = Array.from(
      { length: count },
      (_, index) =>
        new KeyHost({
          clock: this.clock,
          store: this.store,
          number: index + 1,
          rotationMs,
          random: this.random,
          onChange,
        }),
    );
  }

  host(number: number): KeyHost {
    const host = this.hosts[number - 1];
    if (!host) throw new RangeError(`no host ${number}`);
    return host;
  }

  async run(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 1000) {
      await this.clock.advance(1000);
      await this.#judge();
    }
  }

  async startAll(): Promise<void> {
    for (const host of this.hosts) host.start();
    await this.run(30_000);
  }

  setAway(isAway: boolean): void {
    if (isAway) this.store.setAway(true);
    else this.store.elect();
  }

  reboot(host: KeyHost): void {
    host.kill();
    this.#makeStranger(host);
    host.reboot();
    this.#makeStranger(host);
  }

  /** Pairs of which the one sends nothing that the other takes. */
  deaf(): readonly string[] {
    return this.#pairs().flatMap(([from, to]) => {
      const sent = sentWith(from, to);
      return sent && to.kernel.has(sent) ? [] : [`${from.node} to ${to.node}`];
    });
  }

  async ring(): Promise<readonly string[]> {
    const { entry } = await this.store.get(KEY_RING_KEY);
    return parseKeyRing(entry?.value ?? '')?.generations.map(({ id }) => id) ?? [];
  }

  async keys(): Promise<readonly string[]> {
    const { entries } = await this.store.list('/dockr/');
    return entries.map(({ key }) => key);
  }

  #check(): void {
    for (const [from, to] of this.#pairs()) {
      const sent = sentWith(from, to);
      if (!sent) continue;
      const pair = `${from.address} ${to.address}`;
      const isTaken = to.kernel.has(sent);
      if (isTaken && !this.#former.has(associationName(sent))) this.#acquainted.add(pair);
      if (!isTaken && this.#acquainted.has(pair)) this.#suspected.add(pair);
    }
  }

  /** A host that the store takes for dead is one that the others need not hear. */
  async #judge(): Promise<void> {
    if (!this.store.isAway) {
      const { entries } = await this.store.list(HOSTS_PREFIX);
      const dead = this.hosts.filter(({ node }) => !entries.some(({ key }) => key === hostKey(node)));
      for (const host of dead) this.#makeStranger(host);
    }
    for (const pair of this.#suspected) this.violations.push(`${pair} at ${this.clock.now()}`);
    this.#suspected.clear();
  }

  #makeStranger({ address }: KeyHost): void {
    for (const entry of this.hosts.flatMap(({ kernel }) => kernel.entries))
      if (entry.from === address || entry.to === address) this.#former.add(associationName(entry));
    for (const pairs of [this.#acquainted, this.#suspected])
      for (const pair of [...pairs]) if (pair.split(' ').includes(address)) pairs.delete(pair);
  }

  #pairs(): (readonly [KeyHost, KeyHost])[] {
    return this.hosts.flatMap((from) => this.hosts.filter((to) => to !== from).map((to) => [from, to] as const));
  }
}

function sentWith(from: KeyHost, to: KeyHost) {
  return from.kernel.entries.findLast((entry) => entry.from === from.address && entry.to === to.address);
}

describe('keys of hosts', () => {
  test('are there as soon as hosts know each other, for each pair in both directions', async () => {
    const world = new World(3);
    await world.startAll();
    assert.deepEqual(world.deaf(), []);
    // Two others, one generation, two directions.
    for (const host of world.hosts) assert.equal(host.kernel.entries.length, 4);
    assert.deepEqual(
      world.hosts.flatMap(({ problems }) => problems),
      [],
    );
  });

  test('are replaced when they are old, and old ones go', async () => {
    const world = new World(3);
    await world.startAll();
    const before = await world.ring();
    await world.run(ROTATION_MS * 2);
    const after = await world.ring();
    assert.equal(
      after.some((id) => before.includes(id)),
      false,
    );
    // Nobody rotates from now on: what is left over is forgotten.
    for (const host of world.hosts) host.kill();
    await world.run(1000);
    assert.deepEqual([world.deaf(), world.violations], [[], []]);
  });

  test('stay while a host does not say that it has the new ones, and change when it is dead', async () => {
    const world = new World(3);
    await world.startAll();
    const [before] = await world.ring();
    world.host(3).kill();
    // Its lease is adopted in time, again and again, by daemons that come to nothing.
    await world.run(ROTATION_MS + 60_000);
    const rings = await world.ring();
    assert.equal(rings.includes(before ?? ''), false, 'the dead are not waited for');
    assert.deepEqual(world.violations, []);
  });

  test('are those of before when a daemon is started anew', async () => {
    const world = new World(2);
    await world.startAll();
    const before = world.host(2).kernel.entries;
    world.host(2).kill();
    world.host(2).start();
    await world.run(15_000);
    assert.deepEqual(world.host(2).kernel.entries, before);
    assert.deepEqual(world.violations, []);
  });

  test('are others when a kernel has forgotten them, so that no number is met twice', async () => {
    const world = new World(3);
    await world.startAll();
    const before = world.host(2).kernel.entries;
    world.reboot(world.host(2));
    world.host(2).start();
    await world.run(30_000);
    assert.deepEqual(world.deaf(), []);
    assert.equal(
      world.host(2).kernel.entries.some((entry) => before.some(({ spi }) => spi === entry.spi)),
      false,
    );
  });

  test('are others when somebody deletes one while the daemon runs', async () => {
    const world = new World(2);
    await world.startAll();
    const { kernel } = world.host(1);
    kernel.entries = kernel.entries.slice(1);
    await world.run(30_000);
    assert.deepEqual(world.deaf(), []);
    for (const host of world.hosts)
      assert.deepEqual(
        [...host.made.values()].filter((times) => times > 1),
        [],
      );
  });

  test('outlast a store that is away, and one that has lost everything', async () => {
    const world = new World(3, { rotationMs: 3_600_000 });
    await world.startAll();
    const before = await world.ring();
    world.store.setAway(true);
    await world.run(90_000);
    assert.deepEqual(world.deaf(), []);
    world.store.emptyDisk();
    world.store.setAway(false);
    await world.run(30_000);
    assert.deepEqual(world.deaf(), []);
    assert.equal((await world.ring())[0], before[0], 'the ring that all know is entered again');
    assert.deepEqual(world.violations, []);
  });

  test('go with the last encrypted network, in the kernel and in the store', async () => {
    const world = new World(2);
    await world.startAll();
    world.host(1).declare(false);
    await world.run(10_000);
    assert.deepEqual(world.host(1).kernel.entries, []);
    assert.equal((await world.ring()).length, 1);
    world.host(2).declare(false);
    await world.run(10_000);
    assert.deepEqual(world.host(2).kernel.entries, []);
    assert.deepEqual(
      (await world.keys()).filter((key) => key === KEY_RING_KEY || key.startsWith(HOLDERS_PREFIX)),
      [],
    );
  });

  test('cannot be had where the kernel cannot encrypt any more, which is told, and nobody sends to there', async () => {
    const world = new World(3);
    world.host(3).kernel.canEncrypt = false;
    await world.startAll();
    assert.deepEqual(world.deaf().toSorted(), ['host1 to host3', 'host2 to host3', 'host3 to host1', 'host3 to host2']);
    assert.match(world.host(3).problems.join(), /^overlay-encryption-unsupported: .* cannot do that: no ESP$/);
    assert.equal((await world.keys()).includes(`${HOLDERS_PREFIX}host3`), false);
    world.host(3).kernel.canEncrypt = true;
    await world.run(30_000);
    assert.deepEqual(world.deaf(), []);
  });

  test('are nobody’s business before the engine has told', async () => {
    const world = new World(2);
    await world.startAll();
    world.host(2).kill();
    world.host(2).isWanted = undefined;
    const before = world.host(2).kernel.entries;
    world.host(2).start();
    await world.run(10_000);
    assert.deepEqual(world.host(2).kernel.entries, before);
  });
});

describe('whatever hosts and the store do', () => {
  for (let seed = 1; seed <= SEEDS; seed++)
    test(`nobody is sent what it cannot read, and no key is used twice (seed ${seed})`, async () => {
      const world = new World(4, { seed });
      await world.startAll();
      for (let step = 0; step < 60; step++) {
        act(world);
        await world.run(1000 + world.random() * 15_000);
        assert.deepEqual(world.violations, [], `after step ${step}`);
      }
      world.setAway(false);
      for (const host of world.hosts) host.start();
      await world.run(60_000);
      assert.deepEqual(world.deaf(), []);
      // And nobody keeps the others from having new ones.
      const before = await world.ring();
      await world.run(4 * ROTATION_MS);
      assert.notEqual((await world.ring()).at(-1), before.at(-1));
      assert.deepEqual([world.deaf(), world.violations], [[], []]);
      for (const host of world.hosts)
        assert.deepEqual(
          [...host.made.values()].filter((times) => times > 1),
          [],
        );
    });
});

function act(world: World): void {
  const host = world.host(1 + Math.floor(world.random() * world.hosts.length));
  const chance = world.random();
  if (chance < 0.25) host.kill();
  else if (chance < 0.7) host.start();
  else if (chance < 0.75) world.reboot(host);
  else if (chance < 0.85) world.setAway(!world.store.isAway);
  else if (chance < 0.95) world.store.cutWatches();
  else world.store.compact();
}
