// examples/three-tier: health conditions, a secret, and two networks that keep the proxy from the database.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '../support/test-root.ts';
import { needsDebian, type ServedImages, serveImages } from './images.ts';
import { get, hostAddress, Scenario, StackUnderTest } from './scenario.ts';

describe('the example three-tier', needsDebian, () => {
  let scenario: Scenario;
  let served: ServedImages<'debian'>;
  let stack: StackUnderTest;
  let port: number;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['debian']);
    port = await findFreePort();
    const environment = { BASE_IMAGE: served.images.debian.byTag, PROXY_PORT: String(port) };
    stack = new StackUnderTest(scenario, scenario.copyExample('three-tier'), environment);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });
  const read = () => get(`http://127.0.0.1:${port}/`);

  /** Whether a TCP connection can be made from a container. */
  const reaches = async (service: string, address: string, targetPort: number) => {
    const connect = `exec 3<>/dev/tcp/${address}/${targetPort}`;
    return (await stack.run(['exec', service, 'timeout', '1', 'bash', '-c', connect])).exitCode === 0;
  };

  test('up starts each tier when the one behind it is healthy', async () => {
    const { stderr } = await stack.ok(['up', '-d', '--wait']);
    const steps = stderr.split('\n').map((line) => line.replace(/ {2}done .*/, ''));
    const order = [
      'create container three-tier-database-1',
      'wait for database to be healthy',
      'create container three-tier-app-1',
      'wait for app to be healthy',
      'create container three-tier-proxy-1',
    ];
    assert.deepEqual(
      steps.filter((step) => order.includes(step)),
      order,
    );
  });

  test('up again has nothing to do', async () => {
    assert.match((await stack.ok(['up', '-d'])).stderr, /nothing to do/);
    assert.equal((await stack.run(['plan'])).exitCode, 0);
  });

  test('what is posted to the proxy is in the database', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'first entry' });
    assert.equal(answer.status, 201);
    assert.equal(await read(), 'first entry\n');
    const rows = await stack.ok(['exec', 'database', 'psql', '-At', 'app', '-c', 'SELECT text FROM entries']);
    assert.equal(rows.stdout, 'first entry\n');
  });

  test('the proxy reaches the application, and the database neither by name nor by address', async () => {
    const { addresses } = await stack.container('database');
    const address = addresses['three-tier_back'] ?? '';
    assert.equal(await reaches('app', address, 5432), true);
    assert.equal(await reaches('proxy', 'app', 8000), true);
    assert.equal(await reaches('proxy', address, 5432), false);
    assert.notEqual((await stack.run(['exec', 'proxy', 'getent', 'hosts', 'database'])).exitCode, 0);
  });

  test('the database has no way out', async () => {
    assert.equal(await reaches('app', hostAddress(), port), true);
    assert.equal(await reaches('database', hostAddress(), port), false);
    assert.equal(await stack.sh('database', 'cut -f2 /proc/net/route | grep -c ^00000000 || true'), '0');
  });

  test('a secret is a file of the services that are granted it, and nowhere to be read beside that', async () => {
    const secret = 'correct-horse-battery-staple';
    for (const service of ['app', 'database']) {
      assert.equal(await stack.sh(service, 'cat /run/secrets/database-password'), secret);
    }
    assert.notEqual((await stack.run(['exec', 'proxy', 'ls', '/run/secrets/database-password'])).exitCode, 0);
    for (const words of [
      ['inspect', 'three-tier-app-1'],
      ['inspect', 'three-tier'],
      ['config'],
      ['exec', 'app', 'env'],
    ]) {
      const { stdout } = await stack.ok(words);
      assert.ok(!stdout.includes(secret), words.join(' '));
    }
  });

  test('data outlasts down', async () => {
    await stack.ok(['down']);
    assert.deepEqual(await stack.containers(), []);
    await stack.ok(['up', '-d', '--wait']);
    assert.equal(await read(), 'first entry\n');
  });

  test('another content of the secret recreates the services that use it, and only those', async () => {
    const before = await stack.containers();
    const secret = 'incorrect-donkey';
    await stack.ok(['exec', 'database', 'psql', '-q', 'app', '-c', `ALTER USER app PASSWORD '${secret}'`]);
    writeFileSync(join(stack.folder, 'secrets/database-password.txt'), `${secret}\n`);
    const plan = await stack.run(['plan']);
    assert.equal(plan.exitCode, 4);
    assert.ok(!plan.stdout.includes(secret), plan.stdout);
    const changes = plan.stdout
      .split('\n')
      .flatMap(
        (line) => /^ *\d+ {2}((?:recreate|start successor) .*?) {2,}(.*?)(?: {2,}|$)/.exec(line)?.slice(1) ?? [],
      );
    assert.deepEqual(changes, [
      'recreate container three-tier-database-1',
      'files[/run/secrets/database-password] content changed',
      'start successor three-tier-app-1',
      'files[/run/secrets/database-password] content changed',
    ]);
    await stack.ok(['up', '-d', '--wait']);
    const now = await stack.containers();
    const recreated = now.filter(({ id }) => before.every((container) => container.id !== id));
    assert.deepEqual(recreated.map(({ service }) => service).sort(), ['app', 'database']);
    assert.equal(await stack.sh('app', 'cat /run/secrets/database-password'), secret);
    assert.equal(await read(), 'first entry\n');
  });

  test('down -v leaves nothing', async () => {
    await stack.ok(['down', '-v']);
    assert.equal((await stack.ok(['volume', 'ls', '-q'])).stdout, '');
    assert.equal((await stack.ok(['network', 'ls', '--json'])).stdout.includes('three-tier'), false);
    await stack.checkNothingLeft();
  });
});
