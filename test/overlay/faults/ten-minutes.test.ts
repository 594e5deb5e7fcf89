// Ten minutes without a majority of the store, in virtual time: the host's overlay over a store in memory, and a kernel.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setAddress } from '../../../src/os/netlink-addresses.ts';
import { linkIndex } from '../../../src/os/netlink-links.ts';
import { NetlinkSocket } from '../../../src/os/netlink-socket.ts';
import { HostOverlay } from '../../../src/overlay/host/host-overlay.ts';
import type { LocalNetwork, OverlayDefinition, OverlayNews } from '../../../src/overlay/overlay.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { startHost, WANTED } from '../../support/overlay-hosts.ts';
import { waitFor } from '../../support/wait-for.ts';

const MINUTE_MS = 60_000;

describe('a store that is away for ten minutes', { skip: cannotIsolate, timeout: 60_000 }, () => {
  test('takes nothing away, and does what waited when it is back', async () => {
    await using lab = new OverlayLab({ hosts: 1 });
    using socket = new NetlinkSocket();
    socket.request([setAddress({ linkIndex: linkIndex('lan'), address: '192.0.2.254', prefixLength: 24 })]);
    const clock = new FakeClock();
    const store = new MemoryStore(clock);
    await using far = await startHost({ store, clock, node: 'far' });
    const definition = await far.networks.use(WANTED);
    const address = await far.addresses.allocate({ network: definition, subnet: '10.90.0.0/24', container: 'c-far' });
    const mac = '02:42:0a:5a:00:99';
    const endpoint = { container: 'c-far', names: ['far'], aliases: [], addresses: [address], mac, rank: 0 };
    await far.endpoints.publish(definition, endpoint);

    const overlay = openOverlay({ clock, store, directory: lab.directory });
    const told: string[][] = [];
    overlay.listen((news) => told.push(namesIn(news)));
    // Little by little: what the kernel does takes its own time.
    const until = (what: string, isSo: () => boolean) =>
      waitFor(what, async () => {
        await clock.advance(100);
        return isSo();
      });
    await until('it to be in the store', () => overlay.status().store === 'joined');
    const used = await overlay.use({ name: 'shop', options: {}, avoid: [] });
    assert.equal(used.id, definition.id);
    const taken = await overlay.takeAddress({ network: definition, container: 'c-near', address: null, range: null });
    overlay.declare([localNetwork(definition, taken)]);
    const way = new RegExp(`${mac} dst 192.0.2.1 self`);
    await until('the way to the other host', () => way.test(forwarding()));
    await until('its name', () => told.at(-1)?.includes('far') === true);
    await until('all to be entered', () => overlay.status().waiting.length === 0);

    const toldBefore = told.length;
    store.setAway(true);
    const late = overlay.takeAddress({ network: definition, container: 'c-late', address: null, range: null });
    late.catch(() => undefined);
    for (let minute = 0; minute < 10; minute++) {
      await clock.advance(MINUTE_MS);
      const { store: standing, waiting, problems } = overlay.status();
      assert.equal(standing, 'away');
      assert.deepEqual(waiting, ['take an address of the overlay network "shop"']);
      assert.deepEqual(problems.map(({ code }) => code).sort(), ['overlay-doubtful', 'store-unreachable']);
      assert.match(forwarding(), way);
    }

    store.elect();
    await until('all to be well', () => {
      const { store: standing, waiting, problems } = overlay.status();
      return standing === 'joined' && waiting.length + problems.length === 0;
    });
    assert.notEqual(await late, address);
    assert.match(forwarding(), way);
    assert.ok(
      told.slice(toldBefore).every((names) => names.includes('far')),
      'nobody was ever told that it is gone',
    );
    await overlay.close();
  });
});

function openOverlay(parts: { clock: FakeClock; store: MemoryStore; directory: string }): HostOverlay {
  return new HostOverlay({
    settings: {
      store: { endpoints: ['http://memory:1'] },
      node: 'near',
      advertise: '192.0.2.254',
      port: 4789,
      encryptedPort: 4790,
      rotationSeconds: 43_200,
      leaseSeconds: 30,
      pools: ['10.90.0.0/16'],
    },
    clock: parts.clock,
    store: parts.store,
    hostId: 'id-of-near',
    viewFile: join(parts.directory, 'overlay-view.json'),
    linkPrefix: 'dkt',
    linkGroup: 0xd0e,
    tableName: 'dockr_overlay_test',
    warn: () => undefined,
    patienceMs: 15 * MINUTE_MS,
  });
}

function localNetwork(definition: OverlayDefinition, address: string): LocalNetwork {
  const mac = '02:42:0a:5a:00:98';
  const near = { container: 'c-near', names: ['near'], aliases: [], address, mac, rank: 0 };
  const bridge = { bridge: 'dkt-ov1', bridgeMac: '02:42:0a:5a:00:01', gateway: '10.90.0.1' };
  return { definition, ...bridge, mtu: 1450, broadcast: false, endpoints: [near] };
}

function namesIn(news: OverlayNews): string[] {
  if (news.kind !== 'remote') return [];
  return [...news.networks.values()].flat().flatMap(({ names }) => names);
}

function forwarding(): string {
  return spawnSync('bridge', ['fdb', 'show', 'dev', 'dktv001001'], { encoding: 'utf8' }).stdout;
}
