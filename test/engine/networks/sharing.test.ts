import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { waitFor } from '../../support/wait-for.ts';
import { addNeighbour, HOST_ADDRESS, type Lab, networkSpec, openLab, outputIn, port, runIn } from './network-lab.ts';
import { cannotIsolate } from './own-namespace.ts';
import { OpenConnection, Replicas, startLoad, whoAnswers, whoAnswersUdp } from './traffic-lab.ts';

describe('replicas behind one host port', { skip: cannotIsolate }, () => {
  let lab: Lab;
  let replicas: Replicas;

  beforeEach(() => {
    lab = openLab();
    lab.engine.createNetwork(networkSpec('one', { subnet: '10.212.0.0/24' }));
    replicas = new Replicas(lab);
  });
  afterEach(async () => {
    await replicas.close();
    const { engine } = lab;
    for (const { containerId } of engine.observer.inspect('one').endpoints) await engine.detachContainer(containerId);
    assert.equal(runIn(null, 'ss', '-Hltn', 'sport = :8080').output, '', 'the last one to go frees the port');
    await engine.removeNetwork('one');
    assert.deepEqual(engine.leftovers(), []);
    assert.doesNotMatch(runIn(null, 'nft', 'list', 'tables').output, /dockr_test/);
    await lab.close();
  });

  for (const host of ['127.0.0.1', '::1']) {
    test(`two and three share what comes to ${host}`, async () => {
      await replicas.start('web-1');
      assert.deepEqual(await whoAnswers(host, 4), { 'web-1': 4 });
      await replicas.start('web-2');
      assert.deepEqual(await whoAnswers(host, 20), { 'web-1': 10, 'web-2': 10 });
      await replicas.start('web-3');
      assert.deepEqual(await whoAnswers(host, 30), { 'web-1': 10, 'web-2': 10, 'web-3': 10 });
      await replicas.stop('web-2');
      assert.deepEqual(await whoAnswers(host, 20), { 'web-1': 10, 'web-3': 10 });
      await replicas.stop('web-1');
      assert.deepEqual(await whoAnswers(host, 4), { 'web-3': 4 });
    });
  }

  for (const host of ['127.0.0.1', '::1']) {
    test(`one with a share gets that of what comes to ${host}, all of it when it is alone, and none when it is unwell`, async () => {
      for (const name of ['web-1', 'web-2']) await replicas.start(name);
      const canary = await replicas.start('web-3');
      await lab.engine.traffic.share(canary, 200);
      const { 'web-3': shared = 0, ...others } = await whoAnswers(host, 400);
      assert.ok(shared > 40 && shared < 130, `${shared} of 400`);
      assert.equal(Object.keys(others).length, 2);
      await lab.engine.setHealth(canary, 'unhealthy');
      assert.deepEqual(await whoAnswers(host, 20), { 'web-1': 10, 'web-2': 10 });
      await lab.engine.setHealth(canary, 'healthy');
      await replicas.stop('web-1');
      await replicas.stop('web-2');
      assert.deepEqual(await whoAnswers(host, 6), { 'web-3': 6 });
    });
  }

  test('three share a stream of connections of a neighbour evenly', async () => {
    for (const name of ['web-1', 'web-2', 'web-3']) await replicas.start(name);
    addNeighbour(`${lab.dir}/run`);
    const load = await startLoad(`${lab.dir}/run/lan`, HOST_ADDRESS, 8080);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { answers, failures } = await load.stop();
    removeNeighbour(lab);
    assert.deepEqual(failures, {});
    const total = Object.values(answers).reduce((sum, count) => sum + count, 0);
    for (const count of Object.values(answers))
      assert.ok(Math.abs(count / total - 1 / 3) < 0.05, JSON.stringify(answers));
    assert.equal(Object.keys(answers).length, 3);
  });

  for (const host of ['127.0.0.1', '::1']) {
    test(`by the client's address one client stays with one container, at ${host}`, async () => {
      const ports = [port(8080, 80, { sticky: true })];
      for (const name of ['web-1', 'web-2', 'web-3']) await replicas.start(name, { ports });
      assert.equal(Object.keys(await whoAnswers(host, 12)).length, 1);
    });
  }

  test('different clients are spread over the containers by their addresses', async () => {
    const ports = [port(8080, 80, { sticky: true })];
    for (const name of ['web-1', 'web-2']) await replicas.start(name, { ports });
    const servers = await Promise.all(Array.from({ length: 24 }, (_, index) => askFrom(`127.0.1.${index + 1}`)));
    assert.equal(new Set(servers).size, 2, servers.join(' '));
  });

  test('a container of another service, or of none, is refused by name', async () => {
    await replicas.start('web-1');
    for (const sharing of ['shop/api', null]) {
      const other = replicas.request('other', { sharing });
      await assert.rejects(lab.engine.attachContainer(other), { code: 'port-in-use', message: /by container "web-1"/ });
      await assert.rejects(lab.engine.checkPorts(other.ports, sharing), { code: 'port-in-use' });
    }
    await lab.engine.checkPorts(replicas.request('web-2').ports, 'shop/web');
  });

  test('of a range each gets a port of its own, but for the one that takes the place of another', async () => {
    const ports = [{ ...port(8000, 80), hostPort: [8000, 8001] as const }, port(null, 81)];
    const [one, two, three] = ['web-1', 'web-2', 'web-3'].map((name) => replicas.request(name, { ports }));
    assert.ok(one && two && three);
    const hostPorts = (id: string) => lab.engine.portsOf(id).map(({ hostPort }) => hostPort);
    for (const wanted of [one, two]) await lab.engine.attachContainer(wanted);
    assert.deepEqual([hostPorts(one.containerId)[0], hostPorts(two.containerId)[0]], [8000, 8001]);
    await assert.rejects(lab.engine.attachContainer(three), {
      code: 'port-in-use',
      message: /every port of 8000-8001/,
    });
    await lab.engine.traffic.hold(three.containerId, { inPlaceOf: two.containerId });
    await lab.engine.attachContainer(three);
    assert.deepEqual(hostPorts(three.containerId), hostPorts(two.containerId));
  });

  test('one that leaves and one that comes in the same moment do not lose the port', async () => {
    const id = await replicas.start('web-1');
    const next = replicas.request('other', { sharing: 'another/owner' });
    const both = [lab.engine.detachContainer(id), lab.engine.attachContainer(next)];
    await Promise.all(both);
    assert.equal(lab.engine.portsOf(next.containerId)[0]?.hostPort, 8080);
  });

  test('an unhealthy one leaves the set, comes back when it is well, and stays if all are', async () => {
    const [first, second] = [await replicas.start('web-1'), await replicas.start('web-2')];
    const seen = (host: string) => whoAnswers(host, 4).then((counts) => Object.keys(counts).sort().join());
    for (const [health, expected] of [
      [['healthy', 'unhealthy'], 'web-1'],
      [['healthy', 'healthy'], 'web-1,web-2'],
      [['unhealthy', 'healthy'], 'web-2'],
      [['unhealthy', 'unhealthy'], 'web-1,web-2'],
      [['healthy', 'starting'], 'web-1'],
    ] as const) {
      await lab.engine.setHealth(first, health[0]);
      await lab.engine.setHealth(second, health[1]);
      for (const host of ['127.0.0.1', '::1']) assert.equal(await seen(host), expected, health.join());
    }
    assert.equal(await lab.engine.verifyFirewall(), false);
  });

  test('the proxy tries the next when one refuses', async () => {
    await replicas.start('web-1');
    const deaf = replicas.request('web-2');
    await lab.engine.attachContainer(deaf);
    await lab.engine.setReachable(deaf.containerId, true);
    assert.equal(lab.engine.traffic.stateOf(deaf.containerId), 'serving');
    assert.deepEqual(await whoAnswers('::1', 6), { 'web-1': 6 });
    await replicas.stop('web-1');
    assert.deepEqual(await whoAnswers('::1', 1), { '': 1 }, 'if nobody is left, the connection ends');
  });

  test('one that ended leaves the set until it runs again', async () => {
    await replicas.start('web-1');
    const second = await replicas.start('web-2');
    await lab.engine.setReachable(second, false);
    assert.deepEqual(await whoAnswers('127.0.0.1', 4), { 'web-1': 4 });
    await lab.engine.setReachable(second, true);
    assert.deepEqual(await whoAnswers('127.0.0.1', 4), { 'web-1': 2, 'web-2': 2 });
  });

  test('the guard puts a chain back that somebody emptied', async () => {
    for (const name of ['web-1', 'web-2']) await replicas.start(name);
    assert.equal(await lab.engine.verifyFirewall(), false);
    runIn(null, 'nft', 'flush', 'chain', 'inet', 'dockr_test', 'port_tcp_8080');
    await waitFor('the chain', () =>
      runIn(null, 'nft', 'list', 'chain', 'inet', 'dockr_test', 'port_tcp_8080').output.includes('numgen'),
    );
    assert.deepEqual(await whoAnswers('127.0.0.1', 4), { 'web-1': 2, 'web-2': 2 });
  });

  test('one that was told to wait gets nothing until the switch, and then everything', async () => {
    const old = await replicas.start('web-1');
    const next = replicas.record('web-2');
    await lab.engine.traffic.hold(next);
    await replicas.startRecorded(replicas.request('web-2'));
    assert.equal(lab.engine.traffic.stateOf(next), 'joining');
    const asking = await attachAsking(lab);
    const names = () => outputIn(asking, 'busybox', 'nslookup', 'web', '127.0.0.11');
    for (const host of ['127.0.0.1', '::1']) assert.deepEqual(await whoAnswers(host, 4), { 'web-1': 4 });
    assert.match(await names(), /10\.212\.0\.2/);
    assert.doesNotMatch(await names(), /10\.212\.0\.3/);
    await lab.engine.traffic.switch({ to: [next], from: [old] });
    for (const host of ['127.0.0.1', '::1']) assert.deepEqual(await whoAnswers(host, 4), { 'web-2': 4 });
    assert.doesNotMatch(await names(), /10\.212\.0\.2/);
    assert.match(await names(), /10\.212\.0\.3/);
    assert.match(await outputIn(asking, 'busybox', 'nslookup', 'web-1', '127.0.0.11'), /10\.212\.0\.2/);
    assert.equal(lab.engine.traffic.stateOf(old), 'draining');
  });

  test('a new daemon finds who is to wait, who is to go and who is unwell', async () => {
    const ids = [];
    for (const name of ['web-1', 'web-2', 'web-3', 'web-4']) ids.push(await replicas.start(name));
    const [old, next, sick] = ids;
    assert.ok(old && next && sick);
    await lab.engine.traffic.hold(next);
    await lab.engine.traffic.switch({ to: [], from: [old] });
    lab.database.run("UPDATE containers SET health = 'unhealthy' WHERE id = ?", sick);
    const rules = () => runIn(null, 'nft', 'list', 'table', 'inet', 'dockr_test').output;
    await lab.engine.setHealth(sick, 'unhealthy');
    const before = rules();
    const open = await OpenConnection.open('127.0.0.1', 8080);
    await lab.engine.close();
    const engine = lab.restart();
    await engine.restore(ids);
    assert.equal(rules(), before);
    assert.equal(await open.answers(), true);
    open.close();
    for (const host of ['127.0.0.1', '::1']) assert.deepEqual(await whoAnswers(host, 4), { 'web-4': 4 });
    assert.deepEqual(
      ids.map((id) => engine.traffic.stateOf(id)),
      ['draining', 'joining', 'unhealthy', 'serving'],
    );
    assert.deepEqual(
      ids.map((id) => engine.traffic.intentOf(id)),
      ['draining', 'held', 'auto', 'auto'],
    );
    await engine.detachContainer(old);
    await engine.attachContainer(replicas.request('web-1'));
    await engine.setReachable(old, true);
    assert.equal(engine.traffic.stateOf(old), 'serving', 'once it was away it is like any other');
  });

  test('a datagram flow stays with its container while that drains, and moves when it is unwell', async () => {
    const [first, second] = [await replicas.start('web-1'), await replicas.start('web-2')];
    await lab.engine.setHealth(second, 'unhealthy');
    const flow = createSocket('udp4');
    const ask = async () => {
      flow.send('x', 5300, '127.0.0.1');
      const [message] = await once(flow, 'message');
      return String(message);
    };
    assert.equal(await ask(), 'web-1');
    await lab.engine.setHealth(second, 'healthy');
    await lab.engine.traffic.switch({ to: [second], from: [first] });
    assert.equal(await ask(), 'web-1', 'the flow that was open');
    assert.equal(await whoAnswersUdp('127.0.0.1'), 'web-2', 'a new one');
    await lab.engine.setHealth(first, 'unhealthy');
    assert.equal(await ask(), 'web-1', 'it was told to go before, and finishes what it has');
    await lab.engine.setReachable(first, false);
    assert.equal(await ask(), 'web-2');
    flow.close();
  });
});

function askFrom(localAddress: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: 8080, localAddress });
    socket.on('error', reject).on('data', (data) => {
      socket.destroy();
      resolve(String(data).trim());
    });
  });
}

async function attachAsking({ engine }: Lab): Promise<string> {
  const containerId = 'a'.repeat(64);
  const attachments = [{ network: 'one', aliases: [], ipv4: null, mac: null }];
  await engine.attachContainer({ containerId, name: 'asking', service: null, attachments, ports: [], sharing: null });
  return engine.namespacePath(containerId);
}

function removeNeighbour({ dir }: Lab): void {
  runIn(null, 'ip', 'link', 'del', 'ext0');
  runIn(null, 'umount', `${dir}/run/lan`);
}
