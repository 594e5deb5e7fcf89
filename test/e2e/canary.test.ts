// A new version on a part of the connections, until somebody decides.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { get, Scenario, StackUnderTest } from './scenario.ts';

type Version = {
  readonly text: string;
  readonly share?: string;
  readonly after?: string;
  readonly scale?: number;
};

// httpd answers in processes of their own, so that what has begun is finished.
const serve = (text: string): string =>
  `mkdir -p /www && echo ${text} > /www/index.html && touch /www/well; exec httpd -f -h /www`;

describe('a service that tries its new versions', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let port: number;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    port = await findFreePort();
    stack = new StackUnderTest(scenario, scenario.writeFolder('tried', {}));
    write({ text: 'one' });
    await stack.ok(['up', '-d', '--wait']);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const write = ({ text, share = '20%', after: time, scale = 2 }: Version): void => {
    const image = served.images.busybox.byTag;
    const web = {
      image,
      init: true,
      scale,
      command: ['sh', '-c', text === 'ill' ? 'sleep 1000' : serve(text)],
      environment: { TEXT: text },
      ports: [`${port}:80`],
      healthcheck: { test: 'test -e /www/well', interval: '100ms', retries: 3 },
      'x-dockr': { canary: { share, ...(time === undefined ? {} : { for: time }) } },
    };
    const friend = { image, init: true, command: ['sleep', '1000000'], depends_on: ['web'] };
    const file = { name: 'tried', services: { web, friend } };
    writeFileSync(join(stack.folder, 'stack.yml'), JSON.stringify(file));
  };
  const names = async (): Promise<string[]> => (await stack.containers()).map(({ name }) => name).sort();
  const REPLICAS = ['tried-friend-1', 'tried-web-1', 'tried-web-2'];
  const WITH_CANARY = ['tried-friend-1', 'tried-web-1', 'tried-web-1#canary', 'tried-web-2'];

  /** How often each version answered, of so many requests. */
  const count = async (host: string, requests: number): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (let index = 0; index < requests; index++) {
      const text = (await get(`http://${host}:${port}/`)).trim();
      counts[text] = (counts[text] ?? 0) + 1;
    }
    return counts;
  };
  /** By name, from another container. */
  const countByName = async (requests: number): Promise<Record<string, number>> => {
    const script = `for i in $(seq ${requests}); do wget -q -O - http://web/; done`;
    const counts: Record<string, number> = {};
    for (const text of (await stack.sh('friend', script)).split('\n')) counts[text] = (counts[text] ?? 0) + 1;
    return counts;
  };

  /** Failures of requests that go on until it is ended. */
  const watch = (): (() => Promise<readonly string[]>) => {
    const failures: string[] = [];
    let isDone = false;
    const asking = Promise.all(
      ['127.0.0.1', '[::1]'].map(async (host) => {
        while (!isDone) await get(`http://${host}:${port}/`).catch((error: unknown) => failures.push(String(error)));
      }),
    );
    return async () => {
      isDone = true;
      await asking;
      return failures;
    };
  };

  test('gives them their share of the connections, by port and by name, and leaves the replicas as they are', async () => {
    const before = (await stack.containers()).map(({ id }) => id);
    write({ text: 'two' });
    const end = watch();
    const { stderr } = await stack.ok(['up', '-d']);
    assert.deepEqual(await end(), []);
    assert.match(stderr, /give tried-web-1#canary 20 % of the traffic +done/);
    assert.deepEqual(await names(), WITH_CANARY);
    const after = (await stack.containers()).map(({ id }) => id);
    assert.ok(before.every((id) => after.includes(id)));
    const { two: byPort = 0 } = await count('127.0.0.1', 400);
    assert.ok(byPort > 40 && byPort < 130, `${byPort} of 400`);
    assert.equal((await count('[::1]', 100))['two'], 20, 'the proxy counts');
    assert.equal((await countByName(50))['two'], 10, 'the name service counts');
  });

  test('finds nothing to do for the same file, also under the next daemon', async () => {
    const again = await stack.ok(['up', '-d']);
    assert.match(again.stderr, /nothing to do/);
    assert.match((await stack.ok(['drift'])).stdout, /^(|no drift.*)\s*$/i);
    const pid = scenario.dockr.daemonPid();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    assert.match((await stack.ok(['up', '-d'])).stderr, /nothing to do/);
    assert.equal((await count('[::1]', 100))['two'], 20);
    assert.deepEqual(await names(), WITH_CANARY);
  });

  test('changes the share in place', async () => {
    const canary = async () => (await stack.containers()).find(({ name }) => name.endsWith('#canary'))?.id;
    const before = await canary();
    write({ text: 'two', share: '50%' });
    await stack.ok(['up', '-d']);
    assert.equal(await canary(), before);
    assert.equal((await count('[::1]', 100))['two'], 50);
  });

  test('promotes one when told, and nobody is turned away', async () => {
    const canary = (await stack.containers()).find(({ name }) => name.endsWith('#canary'))?.id;
    const end = watch();
    const { stderr } = await stack.ok(['promote']);
    assert.deepEqual(await end(), [], stderr);
    assert.deepEqual(await names(), REPLICAS);
    assert.equal(
      (await stack.containers()).find(({ name }) => name === 'tried-web-1')?.id,
      canary,
      'it is a replica now',
    );
    assert.deepEqual(await count('127.0.0.1', 20), { two: 20 });
    assert.match((await stack.ok(['up', '-d'])).stderr, /nothing to do/);
    assert.match((await stack.run(['promote'])).stderr, /error\[no-canary\]/);
  });

  test('withdraws one with a rollback, and nobody is turned away', async () => {
    write({ text: 'three', share: '50%' });
    await stack.ok(['up', '-d']);
    assert.equal((await count('[::1]', 20))['three'], 10);
    const end = watch();
    await stack.ok(['rollback']);
    assert.deepEqual(await end(), []);
    assert.deepEqual(await names(), REPLICAS);
    assert.deepEqual(await count('127.0.0.1', 20), { two: 20 });
  });

  test('takes one away that does not get ready, and goes back', async () => {
    write({ text: 'ill' });
    const { exitCode, stderr } = await stack.run(['up', '-d']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[not-ready\]/);
    assert.deepEqual(await names(), REPLICAS);
    assert.deepEqual(await count('127.0.0.1', 20), { two: 20 });
  });

  test('replaces one by another version', async () => {
    write({ text: 'four' });
    await stack.ok(['up', '-d']);
    write({ text: 'five' });
    await stack.ok(['up', '-d']);
    assert.deepEqual(await names(), WITH_CANARY);
    assert.deepEqual(await count('[::1]', 20), { two: 16, five: 4 });
  });

  for (const place of ['step:share-traffic:before', 'step:share-traffic:after'] as const) {
    test(`is whole after the daemon was killed at ${place}`, async () => {
      await stack.ok(['daemon', 'stop']);
      await waitFor('the end of the daemon', () => scenario.dockr.daemonPid() === null);
      write({ text: `killed-${place}` });
      const onceFile = join(scenario.root.workDirectory, place);
      await stack.ok(['up', '-d'], { DOCKR_FAILPOINT: `${place}=kill`, DOCKR_FAILPOINT_ONCE: onceFile });
      assert.ok(existsSync(onceFile));
      assert.deepEqual(await names(), WITH_CANARY);
      assert.equal((await count('[::1]', 20))[`killed-${place}`], 4);
    });
  }

  for (const place of ['switch:rename-old', 'switch:rename-new'] as const) {
    test(`is promoted all the same when the daemon is killed at ${place}`, async () => {
      write({ text: `promoted-${place}` });
      await stack.ok(['up', '-d']);
      await stack.ok(['daemon', 'stop']);
      await waitFor('the end of the daemon', () => scenario.dockr.daemonPid() === null);
      const onceFile = join(scenario.root.workDirectory, place);
      await stack.run(['promote'], { DOCKR_FAILPOINT: `${place}=kill`, DOCKR_FAILPOINT_ONCE: onceFile });
      assert.ok(existsSync(onceFile));
      await stack.ok(['up', '-d', '--wait']);
      const left = await names();
      assert.deepEqual(left, REPLICAS);
      assert.deepEqual(await count('127.0.0.1', 10), { [`promoted-${place}`]: 10 });
    });
  }

  test('promotes one by itself when it has run well for its time', async () => {
    write({ text: 'six', after: '2s' });
    await stack.ok(['up', '-d']);
    assert.deepEqual(await names(), WITH_CANARY);
    await waitFor('the promotion', async () => (await names()).join() === REPLICAS.join(), { timeoutMs: 20_000 });
    assert.deepEqual(await count('127.0.0.1', 20), { six: 20 });
    assert.match((await stack.ok(['up', '-d'])).stderr, /nothing to do/);
  });

  test('refuses a share that is none', async () => {
    write({ text: 'seven', share: 'a bit' });
    const { exitCode, stderr } = await stack.run(['up', '-d']);
    assert.equal(exitCode, 3);
    assert.match(stderr, /error\[wrong-value\]: .*expected a share such as "10%"/);
    write({ text: 'six' });
  });

  test('leaves nothing behind', async () => {
    write({ text: 'eight' });
    await stack.ok(['up', '-d']);
    await stack.ok(['down', '-t', '1']);
    await stack.checkNothingLeft();
  });
});
