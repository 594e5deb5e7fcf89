// examples/web-redis: images built on one from a registry, a named volume, names, replicas, the life of containers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsDebian, type ServedImages, serveImages } from './images.ts';
import { get, Scenario, StackUnderTest } from './scenario.ts';

describe('the example web-redis', needsDebian, () => {
  let scenario: Scenario;
  let served: ServedImages<'debian'>;
  let stack: StackUnderTest;
  let port: number;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['debian']);
    port = await findFreePort();
    const environment = { BASE_IMAGE: served.images.debian.byTag, WEB_PORT: String(port) };
    stack = new StackUnderTest(scenario, scenario.copyExample('web-redis'), environment);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });
  /** Throws while redis does not answer: the page says so then, and counts nothing. */
  const visit = async () => {
    const page = await get(`http://127.0.0.1:${port}/`);
    const count = /^visits: (\d+)/.exec(page)?.[1];
    if (count === undefined) throw new Error(`the page says "${page}"`);
    return Number(count);
  };

  test('up pulls the base image, builds both images, and starts the page after redis is healthy', async () => {
    const { stderr } = await stack.ok(['up', '-d', '--wait']);
    const steps = stderr.split('\n').map((line) => line.replace(/ {2}done .*/, ''));
    const order = [
      'create container web-redis-redis-1',
      'wait for redis to be healthy',
      'create container web-redis-web-1',
    ];
    assert.deepEqual(
      steps.filter((step) => order.includes(step)),
      order,
    );
    assert.match(served.registry.log(), /GET \/v2\/debian\/manifests\/test/);
    const states = (await stack.containers()).map(({ service, status, health }) => `${service} ${status} ${health}`);
    assert.deepEqual(states.sort(), ['redis running healthy', 'web running healthy']);
  });

  test('up again has nothing to do, without asking the registry', async () => {
    const before = served.registry.log();
    assert.match((await stack.ok(['up', '-d'])).stderr, /nothing to do/);
    assert.equal(served.registry.log(), before);
  });

  test('each visit counts', async () => {
    assert.deepEqual([await visit(), await visit(), await visit()], [1, 2, 3]);
  });

  test('a container finds another by the name of its service and by its own name', async () => {
    const address = (await stack.container('redis')).addresses['web-redis_default'];
    for (const name of ['redis', 'web-redis-redis-1']) {
      assert.equal((await stack.sh('web', `getent ahostsv4 ${name}`)).split(' ')[0], address);
    }
    assert.notEqual((await stack.run(['exec', 'web', 'getent', 'hosts', 'nobody-here'])).exitCode, 0);
  });

  test('the count outlasts down, and the container of redis with it', async () => {
    await stack.ok(['down']);
    assert.deepEqual(await stack.containers(), []);
    await stack.ok(['up', '-d', '--wait']);
    assert.equal(await visit(), 4);
  });

  test('restart keeps the container and the count', async () => {
    const before = await stack.container('redis');
    await stack.ok(['restart', 'redis']);
    const now = await stack.container('redis');
    assert.equal(now.id, before.id);
    assert.notEqual(now.pid, before.pid);
    assert.equal(await waitFor('redis', visit), 5);
  });

  test('what was stopped stays so, and keeps its container until start', async () => {
    const before = await stack.container('web');
    await stack.ok(['stop', 'web']);
    const { status, exitCode, id } = await stack.container('web');
    assert.deepEqual([status, exitCode, id], ['exited', 0, before.id]);
    await assert.rejects(visit());
    await stack.ok(['start', 'web']);
    assert.equal(await waitFor('the page', visit), 6);
  });

  test('a process that dies is started again by the restart policy', async () => {
    const { pid, id } = await stack.container('redis');
    process.kill(Number(pid), 'SIGKILL');
    await waitFor('another process', async () => {
      const now = await stack.container('redis');
      return now.status === 'running' && now.pid !== pid && now.id === id;
    });
    assert.equal(await waitFor('redis', visit), 7);
  });

  test('a container that was killed on purpose stays down until it is started', async () => {
    await stack.ok(['kill', 'redis']);
    const { status, exitCode } = await waitFor('the end of redis', async () => {
      const redis = await stack.container('redis');
      return redis.status === 'exited' ? redis : undefined;
    });
    assert.deepEqual([status, exitCode], ['exited', 137]);
    await stack.ok(['up', '-d', '--wait']);
    assert.equal(await visit(), 8);
  });

  test('two replicas publish the same port together, and the one that runs is not touched', async () => {
    const before = await stack.container('web');
    await stack.ok(['up', '-d', '--wait', '--scale', 'web=2']);
    const replicas = (await stack.containers()).filter(({ service }) => service === 'web');
    assert.deepEqual(
      replicas.map(({ ports }) => ports[0]?.hostPort),
      [port, port],
    );
    assert.ok(replicas.some(({ id }) => id === before.id));
    assert.equal(await waitFor('the page', visit), 9);
  });

  test('with a range of ports each replica gets one, and up without the scale goes back to what the file says', async () => {
    const first = 20_000 + (process.pid % 2000) * 4;
    const range = { WEB_PORT: `${first}-${first + 3}` };
    await stack.ok(['up', '-d', '--wait', '--scale', 'web=3'], range);
    const replicas = (await stack.containers()).filter(({ service }) => service === 'web');
    const ports = replicas.map((replica) => replica.ports[0]?.hostPort ?? 0);
    assert.equal(new Set(ports).size, 3);
    const counts = await Promise.all(ports.map((each) => get(`http://127.0.0.1:${each}/`)));
    assert.deepEqual(counts.sort(), ['visits: 10\n', 'visits: 11\n', 'visits: 12\n']);
    await stack.ok(['up', '-d'], range);
    assert.equal((await stack.container('web')).name, 'web-redis-web-1');
  });

  test('down -v loses the count', async () => {
    await stack.ok(['down', '-v']);
    await stack.ok(['up', '-d', '--wait']);
    assert.equal(await visit(), 1);
    await stack.ok(['down', '-v']);
    assert.equal((await stack.ok(['volume', 'ls', '-q'])).stdout, '');
    await stack.checkNothingLeft();
  });
});
