import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { NetlinkSocket } from '../../../src/os/netlink-socket.ts';
import { Nftables } from '../../../src/os/nftables.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  askPeer,
  ECHO_PEER,
  type Lab,
  networkSpec,
  nodeIn,
  openLab,
  outputIn,
  port,
  recordContainer,
  request,
  runIn,
  startIn,
} from './network-lab.ts';
import { cannotIsolate } from './own-namespace.ts';

describe('network engine', { skip: cannotIsolate }, () => {
  let lab: Lab;
  beforeEach(() => {
    lab = openLab();
  });
  afterEach(async () => {
    const { engine } = lab;
    for (const network of engine.listNetworks()) {
      for (const { containerId } of engine.observer.inspect(network.name).endpoints)
        await engine.detachContainer(containerId);
      await engine.removeNetwork(network.name);
    }
    assert.deepEqual(engine.leftovers(), []);
    await lab.close();
    assert.doesNotMatch(runIn(null, 'ip', '-br', 'link').output, /dkt/);
    assert.doesNotMatch(runIn(null, 'nft', 'list', 'tables').output, /dockr_test/);
  });

  test('a network without a subnet gets the first free one of the pool, clear of routes of the host', () => {
    runIn(null, 'ip', 'link', 'add', 'busy0', 'type', 'bridge');
    runIn(null, 'ip', 'addr', 'add', '10.211.0.9/23', 'dev', 'busy0');
    runIn(null, 'ip', 'link', 'set', 'busy0', 'up');
    assert.equal(lab.engine.createNetwork(networkSpec('a')).subnet, '10.211.2.0/24');
    assert.equal(lab.engine.createNetwork(networkSpec('b')).subnet, '10.211.3.0/24');
    runIn(null, 'ip', 'link', 'del', 'busy0');
  });

  test('a subnet that overlaps another network is refused and the other named', () => {
    lab.engine.createNetwork(networkSpec('a', { subnet: '10.212.0.0/16' }));
    assert.throws(() => lab.engine.createNetwork(networkSpec('b', { subnet: '10.212.7.0/24' })), {
      code: 'subnet-overlap',
      message: /network "a"/,
    });
  });

  for (const [wrong, code] of [
    [{ subnet: '10.212.0.1/24' }, 'invalid-subnet'],
    [{ subnet: '10.212.0.0/31' }, 'invalid-subnet'],
    [{ subnet: '10.212.0.0/24', gateway: '10.213.0.1' }, 'invalid-gateway'],
    [{ subnet: '10.212.0.0/24', ipRange: '10.213.0.0/25' }, 'invalid-ip-range'],
  ] as const) {
    test(`${JSON.stringify(wrong)} is ${code}`, () => {
      assert.throws(() => lab.engine.createNetwork(networkSpec('a', wrong)), { code });
      assert.deepEqual(lab.engine.listNetworks(), []);
    });
  }

  test('creating a network again is nothing, with other settings an error', () => {
    const first = lab.engine.createNetwork(networkSpec('a'));
    assert.deepEqual(lab.engine.createNetwork(networkSpec('a')), first);
    assert.throws(() => lab.engine.createNetwork(networkSpec('a', { internal: true })), { code: 'network-exists' });
  });

  test('removing a network that containers are on names them; gone already is success', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const web = request('web', ['a']);
    recordContainer(lab.database, web);
    await lab.engine.attachContainer(web);
    await assert.rejects(lab.engine.removeNetwork('a'), { code: 'network-in-use', message: /"web" is on it/ });
    await lab.engine.removeNetwork('nothing');
  });

  test('attaching to a network that is not there suggests the one that was meant', async () => {
    lab.engine.createNetwork(networkSpec('backend'));
    await assert.rejects(lab.engine.attachContainer(request('web', ['backnd'])), {
      code: 'network-not-found',
      hint: 'did you mean "backend"?',
    });
    assert.equal(existsSync(lab.engine.namespacePath(request('web', []).containerId)), false);
  });

  test('static addresses are checked: in the subnet, free, not the gateway', async () => {
    lab.engine.createNetwork(networkSpec('a', { subnet: '10.212.0.0/24' }));
    const at = (name: string, ipv4: string) =>
      request(name, [], { attachments: [{ network: 'a', aliases: [], ipv4, mac: null }] });
    const [endpoint] = await lab.engine.attachContainer(at('x', '10.212.0.50'));
    assert.equal(endpoint?.ipv4, '10.212.0.50');
    await assert.rejects(lab.engine.attachContainer(at('y', '10.212.0.50')), { code: 'address-in-use' });
    await assert.rejects(lab.engine.attachContainer(at('y', '10.212.0.1')), { code: 'address-in-use' });
    await assert.rejects(lab.engine.attachContainer(at('y', '10.213.0.1')), { code: 'invalid-address' });
    await assert.rejects(lab.engine.attachContainer(at('y', '10.212.0.255')), { code: 'invalid-address' });
    assert.equal(lab.engine.observer.inspect('a').endpoints.length, 1);
  });

  test('attaching twice changes nothing', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const web = request('web', ['a'], { ports: [port(null, 80)] });
    const first = await lab.engine.attachContainer(web);
    const ports = lab.engine.portsOf(web.containerId);
    assert.deepEqual(await lab.engine.attachContainer(web), first);
    assert.deepEqual(lab.engine.portsOf(web.containerId), ports);
    assert.deepEqual([...lab.engine.observer.containerProblems()], []);
  });

  test('a port that another container has is refused before anything changes, and by whom', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const first = request('first', ['a'], { ports: [port(8080, 80)] });
    recordContainer(lab.database, first);
    await lab.engine.attachContainer(first);
    const second = request('second', ['a'], { ports: [port(8080, 80)] });
    await assert.rejects(lab.engine.attachContainer(second), {
      code: 'port-in-use',
      message: /port 8080\/tcp of the host is in use by container "first"/,
    });
    assert.equal(existsSync(lab.engine.namespacePath(second.containerId)), false);
    assert.equal(lab.engine.observer.inspect('a').endpoints.length, 1);
  });

  test('a port that a process of the host has is refused with its name and pid', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(8090, '127.0.0.1', resolve));
    await assert.rejects(lab.engine.attachContainer(request('web', ['a'], { ports: [port(8090, 80)] })), {
      code: 'port-in-use',
      message: new RegExp(`in use by process ".+" \\(pid ${process.pid}\\)`),
    });
    server.close();
  });

  test('a range gives its first free port, and none the same port on both address families', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const range = { ...port(9000, 80), hostPort: [9000, 9002] as const };
    const first = request('first', ['a'], { ports: [range] });
    const second = request('second', ['a'], { ports: [range, port(null, 81)] });
    await lab.engine.attachContainer(first);
    await lab.engine.attachContainer(second);
    assert.equal(lab.engine.portsOf(first.containerId)[0]?.hostPort, 9000);
    assert.equal(lab.engine.portsOf(second.containerId)[0]?.hostPort, 9001);
    const ephemeral = lab.engine.portsOf(second.containerId)[1]?.hostPort;
    const listening = runIn(null, 'ss', '-Hltn', `sport = :${ephemeral}`).output.split('\n');
    assert.equal(listening.length, 2);
  });

  test('a port is free again after its container is detached', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const first = request('first', ['a'], { ports: [port(8080, 80), port(5353, 53, { protocol: 'udp' })] });
    const second = request('second', ['a'], { ports: first.ports });
    await lab.engine.attachContainer(first);
    await lab.engine.detachContainer(first.containerId);
    await lab.engine.attachContainer(second);
    assert.equal(existsSync(lab.engine.namespacePath(first.containerId)), false);
  });

  test('ports of a container on internal networks only are not published, and that is said', async () => {
    lab.engine.createNetwork(networkSpec('shut', { internal: true }));
    const web = request('web', ['shut'], { ports: [port(8080, 80)] });
    await lab.engine.attachContainer(web);
    assert.deepEqual(lab.engine.portsOf(web.containerId), []);
    assert.ok(lab.warnings.includes('ports-on-internal-network'));
    assert.doesNotMatch(runIn(lab.engine.namespacePath(web.containerId), 'ip', 'route').output, /default/);
  });

  test('a container on two networks has its default route by the first', async () => {
    lab.engine.createNetwork(networkSpec('a', { subnet: '10.212.0.0/24', options: { mtu: '1400' } }));
    lab.engine.createNetwork(networkSpec('b', { subnet: '10.213.0.0/24' }));
    const web = request('web', ['a', 'b']);
    await lab.engine.attachContainer(web);
    const path = lab.engine.namespacePath(web.containerId);
    assert.match(runIn(path, 'ip', 'route').output, /default via 10\.212\.0\.1 dev eth0/);
    assert.match(runIn(path, 'ip', 'link', 'show', 'eth0').output, /mtu 1400/);
    assert.match(runIn(path, 'busybox', 'ping', '-c1', '-W1', '10.213.0.1').output, /1 packets received/);
  });

  test('everything comes back after the rules were flushed and the bridge deleted', async () => {
    const { bridge } = lab.engine.createNetwork(networkSpec('a', { subnet: '10.212.0.0/24' }));
    const web = request('web', ['a'], { ports: [port(8080, 80)] });
    await lab.engine.attachContainer(web);
    const server = startIn(
      lab.engine.namespacePath(web.containerId),
      process.execPath,
      '--input-type=module',
      '-e',
      ECHO_PEER,
    );
    while ((await nodeIn(null, askPeer('127.0.0.1', 8080))) === 'FAIL');
    assert.equal(await lab.engine.verifyFirewall(), false);
    runIn(null, 'nft', 'flush', 'ruleset');
    runIn(null, 'ip', 'link', 'del', bridge);
    assert.match(String([...lab.engine.observer.containerProblems().values()]), /bridge of network a is missing/);
    lab.engine.ensureNetwork('a');
    assert.equal(await lab.engine.verifyFirewall(), true);
    assert.equal(await lab.engine.verifyFirewall(), false);
    assert.deepEqual([...lab.engine.observer.containerProblems()], []);
    assert.notEqual(await nodeIn(null, askPeer('127.0.0.1', 8080)), 'FAIL');
    runIn(null, 'nft', 'delete', 'element', 'inet', 'dockr_test', 'published', '{ tcp . 8080 }');
    assert.equal(await lab.engine.verifyFirewall(), true, 'a single element that is gone is noticed');
    server.kill();
  });

  test('rules that nobody has changed are not listed again, and each change of anybody makes them be', async (t) => {
    lab.engine.createNetwork(networkSpec('a'));
    await lab.engine.attachContainer(request('web', ['a']));
    assert.equal(await lab.engine.verifyFirewall(), false);
    const listed = [t.mock.method(Nftables.prototype, 'list'), t.mock.method(Nftables.prototype, 'listTextAsync')];
    const count = (): number => listed.reduce((sum, { mock }) => sum + mock.callCount(), 0);
    for (let round = 0; round < 5; round++) {
      assert.equal(await lab.engine.verifyFirewall(), false);
      assert.equal(await lab.engine.isFirewallIntact(), true);
    }
    assert.equal(count(), 0);
    runIn(null, 'nft', 'add', 'table', 'inet', 'other');
    assert.equal(await lab.engine.verifyFirewall(), false);
    assert.notEqual(count(), 0);
    runIn(null, 'nft', 'delete', 'table', 'inet', 'other');
    runIn(null, 'nft', 'delete', 'table', 'inet', 'dockr_test');
    assert.equal(await lab.engine.verifyFirewall(), true);
    assert.equal(await lab.engine.isFirewallIntact(), true);
  });

  test('links of the host that nobody has changed are not listed again, and each change of them is seen at once', async (t) => {
    const { bridge } = lab.engine.createNetwork(networkSpec('a', { subnet: '10.212.0.0/24' }));
    const web = request('web', ['a']);
    await lab.engine.attachContainer(web);
    const { observer } = lab.engine;
    const link = runIn(null, 'ip', '-br', 'link', 'show', 'master', bridge).output.split('@')[0] ?? '';
    const problems = (): string[] =>
      [...observer.look({ depth: 'host' }).containers.values()].flatMap((look) => [...look.links]);
    assert.deepEqual(problems(), []);
    const asked = [t.mock.method(NetlinkSocket.prototype, 'lookUp'), t.mock.method(NetlinkSocket.prototype, 'dump')];
    const count = (): number => asked.reduce((sum, { mock }) => sum + mock.callCount(), 0);
    // The kernel goes on telling of a new link for a while: that it has a carrier, and an address of its own.
    await waitFor('a look that asks for nothing', () => {
      const before = count();
      assert.deepEqual(problems(), []);
      return count() === before;
    });
    const changes = [
      { change: ['link', 'set', link, 'down'], seen: /is down/, undo: ['link', 'set', link, 'up'] },
      {
        change: ['link', 'set', link, 'nomaster'],
        seen: /not on its bridge/,
        undo: ['link', 'set', link, 'master', bridge],
      },
    ];
    for (const { change, seen, undo } of changes) {
      runIn(null, 'ip', ...change);
      assert.match(String(problems()), seen);
      runIn(null, 'ip', ...undo);
      assert.deepEqual(problems(), []);
    }
    runIn(null, 'ip', 'address', 'flush', 'dev', bridge);
    assert.match(String([...observer.look({ depth: 'host' }).networks.values()]), /address of network a is missing/);
    runIn(null, 'ip', 'link', 'del', link);
    assert.match(String(problems()), /link of network a is missing/);
  });

  test('a new daemon finds its containers again and clears away what is nobody’s', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const [kept, gone] = [
      request('kept', ['a'], { ports: [port(null, 80), port(8080, 81)] }),
      request('gone', ['a'], { ports: [port(8081, 80)] }),
    ];
    for (const one of [kept, gone]) recordContainer(lab.database, one);
    const before = await lab.engine.attachContainer(kept);
    await lab.engine.attachContainer(gone);
    const ports = lab.engine.portsOf(kept.containerId);
    await lab.engine.close();
    const engine = lab.restart();
    await engine.restore([kept.containerId]);
    assert.deepEqual(engine.endpointsOf(kept.containerId), before);
    assert.deepEqual(engine.portsOf(kept.containerId), ports);
    assert.deepEqual([...engine.observer.containerProblems()], []);
    assert.deepEqual(engine.leftovers(), []);
    assert.equal(existsSync(engine.namespacePath(gone.containerId)), false);
    assert.equal(engine.observer.inspect('a').endpoints.length, 1);
    assert.doesNotMatch(runIn(null, 'nft', 'list', 'ruleset').output, /8081/);
    const answer = await outputIn(engine.namespacePath(kept.containerId), 'busybox', 'nslookup', 'kept', '127.0.0.11');
    assert.match(answer, new RegExp(`Address.*: ${before[0]?.ipv4}`));
  });

  test('containers stay reachable when Docker starts after them', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const [web, asking] = [request('web', ['a']), request('asking', ['a'])];
    for (const one of [web, asking]) await lab.engine.attachContainer(one);
    const inFilter = () => runIn(null, 'nft', 'list', 'table', 'ip', 'filter').output;
    runIn(null, 'nft', 'table ip filter { chain FORWARD { type filter hook forward priority 0; policy drop; }; }');
    await waitFor('a rule that lets containers through', () => inFilter().includes('"dockr_test containers"'));
    runIn(null, 'nft', 'flush', 'chain', 'ip', 'filter', 'FORWARD');
    await waitFor('the rule again', () => inFilter().includes('"dockr_test containers"'));
    runIn(null, 'nft', 'delete', 'table', 'inet', 'dockr_test');
    await waitFor('the table again', () => runIn(null, 'nft', 'list', 'table', 'inet', 'dockr_test').status === 0);
    runIn(null, 'nft', 'chain ip filter FORWARD { policy accept; }');
    for (const one of [web, asking]) await lab.engine.detachContainer(one.containerId);
    await lab.engine.removeNetwork('a');
    assert.doesNotMatch(inFilter(), /dockr_test/, 'the rule goes, though the policy has become another one');
    runIn(null, 'nft', 'delete', 'table', 'ip', 'filter');
  });

  test('a foreign policy that nobody may touch is told to doctor', async () => {
    runIn(null, 'nft', 'table inet other { chain transit { type filter hook forward priority 0; policy drop; }; }');
    lab.engine.createNetwork(networkSpec('a'));
    assert.deepEqual(
      lab.engine.findings().map(({ code }) => code),
      ['foreign-firewall-drops'],
    );
    runIn(null, 'nft', 'delete', 'table', 'inet', 'other');
  });

  test('fifty at once: timing is printed', async () => {
    lab.engine.createNetwork(networkSpec('a'));
    const wanted = Array.from({ length: 50 }, (_, index) =>
      request(`c${index}`, ['a'], { ports: [port(20_000 + index, 80)] }),
    );
    const cpu = process.cpuUsage();
    const start = performance.now();
    await Promise.all(wanted.map((one) => lab.engine.attachContainer(one)));
    const attached = performance.now();
    const main = process.cpuUsage(cpu);
    await Promise.all(wanted.map((one) => lab.engine.detachContainer(one.containerId)));
    const detached = performance.now();
    console.log(
      `50 attached in ${(attached - start).toFixed(0)} ms (cpu ${((main.user + main.system) / 1000).toFixed(0)} ms), detached in ${(detached - attached).toFixed(0)} ms`,
    );
    assert.equal(runIn(null, 'ip', '-br', 'link').output.match(/dkt[0-9a-f]{11,12}@/g), null);
  });
});
