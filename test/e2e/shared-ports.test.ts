// Replicas behind one host port, from the stack file to the answers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { get, Scenario, StackUnderTest } from './scenario.ts';

const SHOP = `
name: shop
services:
  web:
    image: \${BUSYBOX}
    scale: 3
    command: sh -c 'mkdir /www && hostname > /www/index.html && touch /www/well && exec httpd -f -h /www'
    ports: ["\${PORT}:80"]
    stop_signal: SIGKILL
    healthcheck:
      test: test -e /www/well && wget -q -O /dev/null http://127.0.0.1/
      interval: 100ms
      retries: 2
`;

const RIVAL = `
name: rival
services:
  web:
    image: \${BUSYBOX}
    command: sleep infinity
    ports: ["\${PORT}:80"]
`;

describe('three replicas that publish one port', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let shop: StackUnderTest;
  let rival: StackUnderTest;
  const port = 27_000 + (process.pid % 1000);
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    const environment = { BUSYBOX: served.images.busybox.byTag, PORT: String(port) };
    shop = new StackUnderTest(scenario, scenario.writeFolder('shop', { 'compose.yaml': SHOP }), environment);
    rival = new StackUnderTest(scenario, scenario.writeFolder('rival', { 'compose.yaml': RIVAL }), environment);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  /** How often each answered, of so many requests. */
  const answers = async (host: string, count: number): Promise<number[]> => {
    const counts = new Map<string, number>();
    for (let index = 0; index < count; index++) {
      const name = await get(`http://${host}:${port}/`);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts.values()];
  };

  test('are answered by all of them in turn', async () => {
    await shop.ok(['up', '-d', '--wait']);
    // The last one to be healthy is told of an instant before the rules have it.
    await waitFor('all three', async () => (await answers('127.0.0.1', 3)).length === 3);
    for (const host of ['127.0.0.1', '[::1]']) assert.deepEqual(await answers(host, 12), [4, 4, 4]);
  });

  test('are refused to another stack, which is told whose the port is', async () => {
    const { exitCode, stderr } = await rival.run(['up', '-d']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[port-in-use\]: .* by container "shop-web-1"/);
  });

  test('go on without one that is unwell, also under the next daemon', async () => {
    await shop.ok(['exec', '--index', '2', 'web', 'rm', '/www/well']);
    await waitFor('two to be left', async () => (await answers('127.0.0.1', 6)).length === 2);
    const pid = scenario.dockr.daemonPid();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    assert.deepEqual(await answers('127.0.0.1', 6), [3, 3], 'the rules need no daemon');
    await shop.ok(['ps']);
    for (const host of ['127.0.0.1', '[::1]']) assert.deepEqual(await answers(host, 6), [3, 3]);
    await shop.ok(['exec', '--index', '2', 'web', 'touch', '/www/well']);
    await waitFor('all three', async () => (await answers('127.0.0.1', 6)).length === 3);
  });

  test('become fewer, and more without a failed request', async () => {
    await shop.ok(['up', '-d', '--wait', '--scale', 'web=1']);
    assert.deepEqual(await answers('127.0.0.1', 4), [4]);
    const seen = { requests: 0, isDone: false, failures: [] as unknown[] };
    const asking = (async () => {
      for (; !seen.isDone; seen.requests++)
        await get(`http://127.0.0.1:${port}/`).catch((error: unknown) => seen.failures.push(error));
    })();
    await shop.ok(['up', '-d', '--wait']);
    await waitFor('all three', async () => (await answers('127.0.0.1', 12)).length === 3);
    seen.isDone = true;
    await asking;
    assert.deepEqual(seen.failures, []);
    assert.ok(seen.requests > 20, String(seen.requests));
  });

  test('leave nothing behind', async () => {
    await shop.ok(['down']);
    await shop.checkNothingLeft();
    await rival.ok(['up', '-d']);
    await rival.ok(['down', '-t', '0']);
  });
});
