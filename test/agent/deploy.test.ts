// A real repository, the built program, and containers: a deployment from its declaration to its removal.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from './deploy-rig.ts';

describe('a deployment by file://', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  before(async () => {
    rig = await DeployRig.start();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  test('add deploys what the repository holds now', async () => {
    const commit = await rig.repository.push(stackFiles('one'));
    const { stderr } = await rig.dockr.ok([
      ...['deploy', 'add', 'shop', '--git', rig.repository.url, '--path', 'stacks/shop', '--interval', '1h'],
    ]);
    assert.match(stderr, /create container shop-web-1 +done/);
    const shown = await rig.show('shop');
    assert.deepEqual([shown.state, shown.applied?.commit, shown.error], ['ready', commit, null]);
    assert.equal(await rig.output('shop', ['/busybox', 'cat', '/page.html']), 'level one');
  });

  test('the files of the repository are mounted read-only', async () => {
    const script = 'echo no > /page.html';
    const [container] = await rig.containers('shop');
    const { stderr } = await rig.dockr.run(['exec', container?.name ?? '', '/busybox', 'sh', '-c', script]);
    assert.match(stderr, /Read-only file system/);
  });

  test('a push is deployed by sync, and only by its changes', async () => {
    const commit = await rig.repository.push(stackFiles('two'));
    const { stderr } = await rig.dockr.ok(['deploy', 'sync', 'shop']);
    assert.match(stderr, /environment\.LEVEL/);
    assert.doesNotMatch(stderr, /build image/);
    assert.equal((await rig.show('shop')).applied?.commit, commit);
    assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), 'two');
  });

  test('a push that changes no file of a container leaves it alone, though its files are those of the commit', async () => {
    const [before] = await rig.containers('shop');
    const commit = await rig.repository.push({ 'stacks/other/notes.txt': 'nothing of the stack' });
    assert.match((await rig.dockr.ok(['deploy', 'sync', 'shop'])).stderr, /nothing to do/);
    assert.equal((await rig.show('shop')).applied?.commit, commit);
    assert.equal((await rig.containers('shop'))[0]?.id, before?.id);
    assert.equal(await rig.output('shop', ['/busybox', 'cat', '/page.html']), 'level two');
  });

  test('sync without a push does nothing, and records nothing', async () => {
    const before = await rig.show('shop');
    assert.match((await rig.dockr.ok(['deploy', 'sync', 'shop'])).stderr, /nothing to do/);
    const now = await rig.show('shop');
    assert.deepEqual([now.applied, now.attempted], [before.applied, before.attempted]);
  });

  test('a commit that does not load is told, and what runs goes on', async () => {
    const [container] = await rig.containers('shop');
    const good = (await rig.show('shop')).applied?.commit;
    const bad = await rig.repository.push({ 'stacks/shop/stack.yml': 'services:\n  web:\n    imgae: x\n' });
    const { exitCode, stderr } = await rig.dockr.run(['deploy', 'sync', 'shop']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[unknown-key\].*\n {2}stacks\/shop\/stack\.yml:3:5/);
    const shown = await rig.show('shop');
    assert.deepEqual([shown.state, shown.applied?.commit, shown.attempted?.commit], ['stalled', good, bad]);
    assert.equal(shown.error?.error.code, 'unknown-key');
    assert.equal((await rig.containers('shop'))[0]?.id, container?.id);
  });

  test('a container that was removed by hand comes back, even while the newest commit is bad', async () => {
    await rig.dockr.ok(['rm', '--stop', '--force', 'shop-web-1']);
    assert.deepEqual(await rig.containers('shop'), []);
    await rig.dockr.run(['deploy', 'sync', 'shop']);
    assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), 'two');
  });

  test('a good commit ends the failure', async () => {
    const commit = await rig.repository.push(stackFiles('three'));
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    const shown = await rig.show('shop');
    assert.deepEqual([shown.state, shown.applied?.commit, shown.failures], ['ready', commit, 0]);
  });

  test('releases that nothing runs from are gone', () => {
    assert.equal(readdirSync(join(rig.root.stateDirectory, 'deployments/shop/releases')).length, 2);
  });

  test('while suspended nothing happens by itself, and resume catches up', async () => {
    await rig.dockr.ok(['deploy', 'suspend', 'shop']);
    const commit = await rig.repository.push(stackFiles('four'));
    const suspended = await rig.show('shop');
    assert.deepEqual([suspended.state, suspended.nextAt], ['suspended', null]);
    await rig.dockr.ok(['deploy', 'resume', 'shop']);
    await waitFor('the commit', async () => (await rig.show('shop')).applied?.commit === commit);
  });

  test('a stack that is there already is not taken over', async () => {
    const folder = rig.root.makeDirectory('mine');
    const { exitCode, stderr } = await rig.dockr.run(
      ['deploy', 'add', 'shop', '--git', rig.repository.url, '--path', 'stacks/shop'],
      { cwd: folder },
    );
    assert.equal(exitCode, 2);
    assert.match(stderr, /error\[deployment-exists\]/);
  });

  test('rm leaves the stack, with the files that it mounts', async () => {
    await rig.dockr.ok(['deploy', 'rm', 'shop']);
    assert.equal((await rig.dockr.ok(['deploy', 'list', '--quiet'])).stdout, '');
    assert.equal(await rig.output('shop', ['/busybox', 'cat', '/page.html']), 'level four');
  });

  test('the same name can be declared again, and rm --down takes everything away', async () => {
    await rig.dockr.ok([
      ...['deploy', 'add', 'shop', '--git', rig.repository.url, '--path', 'stacks/shop', '--interval', '1h'],
    ]);
    await rig.dockr.ok(['deploy', 'rm', 'shop', '--down']);
    assert.deepEqual(await rig.containers('shop'), []);
    assert.equal(existsSync(join(rig.root.stateDirectory, 'deployments/shop')), false);
    assert.match((await rig.dockr.ok(['doctor', '--json'])).stdout, /no-leftovers/);
  });
});

describe('a deployment by HTTP', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  before(async () => {
    rig = await DeployRig.start();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const applied = (commit: string) =>
    waitFor('the commit', async () => (await rig.show('shop')).applied?.commit === commit, { intervalMs: 100 });

  test('add, with the branch and the file named', async () => {
    const commit = await rig.repository.push(stackFiles('one'), 'live');
    const words = ['--git', rig.httpUrl, '--branch', 'live', '--path', 'stacks/shop/stack.yml', '--interval', '1s'];
    await rig.dockr.ok(['deploy', 'add', 'shop', ...words]);
    assert.equal((await rig.show('shop')).applied?.commit, commit);
  });

  test('a push is found and deployed without anybody asking, one to another branch is not', async () => {
    const commit = await rig.repository.push(stackFiles('two'), 'live');
    await applied(commit);
    assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), 'two');
    await rig.repository.push(stackFiles('other'), 'main');
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    assert.equal((await rig.show('shop')).applied?.commit, commit);
  });

  test('a container that was removed by hand comes back by itself', async () => {
    await rig.dockr.ok(['rm', '--stop', '--force', 'shop-web-1']);
    await waitFor('the container', async () => (await rig.containers('shop'))[0]?.status === 'running');
  });

  test('while the server is down that is told, and afterwards it goes on', async () => {
    rig.server.isDown = true;
    await waitFor('the error', async () => (await rig.show('shop')).error?.error.code === 'source-unreachable');
    assert.equal((await rig.containers('shop'))[0]?.status, 'running');
    rig.server.isDown = false;
    const commit = await rig.repository.push(stackFiles('three'), 'live');
    await applied(commit);
    assert.equal((await rig.show('shop')).state, 'ready');
  });

  test('a daemon that was killed goes on where it was', async () => {
    const pid = rig.dockr.daemonPid();
    if (pid === null) throw new Error('no daemon');
    process.kill(pid, 'SIGKILL');
    const commit = await rig.repository.push(stackFiles('four'), 'live');
    await applied(commit);
    assert.notEqual(rig.dockr.daemonPid(), pid);
  });

  test('what this host does not allow is refused before anything is asked', async () => {
    for (const [url, code] of [
      ['http://git.example.org/shop.git', 'protocol-not-allowed'],
      ['file:///etc', 'protocol-not-allowed'],
      ['ext::sh -c id', 'invalid-url'],
      ['https://ada:token@git.example.org/shop.git', 'credentials-in-url'],
    ] as const) {
      const { exitCode, stderr } = await rig.dockr.run(['deploy', 'add', 'other', '--git', url]);
      assert.notEqual(exitCode, 0);
      assert.match(stderr, new RegExp(`^error\\[${code}\\]`));
    }
    assert.equal((await rig.dockr.ok(['deploy', 'list', '--quiet'])).stdout, 'shop\n');
  });
});
