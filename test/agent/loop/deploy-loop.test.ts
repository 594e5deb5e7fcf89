// The loop with a real repository, the built program, and containers.
import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig, deploySkipReason } from '../deploy-rig.ts';
import { type LoopStack, loopStack } from './loop-stack.ts';

describe('the loop of a deployment', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  before(async () => {
    rig = await DeployRig.start();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const push = (stack: LoopStack) => rig.repository.push(loopStack(stack));
  const level = () => rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']);
  const applied = (commit: string) =>
    waitFor('the commit', async () => (await rig.show('shop')).applied?.commit === commit, { intervalMs: 100 });
  const condition = async (type: string): Promise<string> => {
    const found = (await rig.show('shop')).conditions.find((one) => one.type === type);
    return `${found?.status} ${found?.reason}`;
  };
  const names = async () => (await rig.containers('shop')).map(({ name }) => name).sort();
  let good: string;

  test('a commit is applied when its containers are healthy', async () => {
    good = await push({ level: 'one', others: ['extra', 'other'] });
    const words = ['--git', rig.httpUrl, '--path', 'stacks/shop', '--interval', '1s'];
    await rig.dockr.ok(['deploy', 'add', 'shop', ...words]);
    const shown = await rig.show('shop');
    assert.deepEqual([shown.state, shown.applied?.commit, shown.good?.commit], ['ready', good, good]);
    assert.deepEqual(await names(), ['shop-extra-1', 'shop-other-1', 'shop-web-1']);
    assert.equal(await condition('Healthy'), 'true Healthy');
  });

  test('rounds that find nothing to do write nothing to the disk', async () => {
    const files = ['dockr.db', 'dockr.db-wal'].map((name) => join(rig.root.stateDirectory, name));
    const facts = () => files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs);
    await sleep(1_500);
    const asked = rig.server.requests.length;
    const before = facts();
    await sleep(4_000);
    assert.ok(rig.server.requests.length - asked >= 2, 'rounds went by');
    assert.deepEqual(facts(), before);
  });

  test('one that does not get healthy is rolled back, held and told, and tried again when somebody asks', async () => {
    const bad = await push({ level: 'bad', health: 'never', others: ['extra', 'other'] });
    await waitFor('the end of it', async () => (await rig.show('shop')).state === 'stalled', { intervalMs: 100 });
    const shown = await rig.show('shop');
    assert.deepEqual([shown.applied?.commit, shown.attempted?.commit, shown.failures], [good, bad, 1]);
    assert.equal(await condition('Stalled'), 'true Quarantined');
    assert.equal(await level(), 'one');
    const revisions = async () => (await rig.dockr.lines(['-p', 'shop', 'history'])).length;
    // What was gone back to is written down as what the repository has, once.
    await sleep(2_500);
    const before = await revisions();
    await sleep(3_500);
    assert.equal(await revisions(), before);
    const text = (await rig.dockr.ok(['deploy', 'show', 'shop'])).stdout;
    assert.match(text, /^stalled +yes Quarantined: /m);
    assert.match(text, /^ready +no Quarantined: /m);
    assert.equal((await rig.dockr.run(['deploy', 'sync', 'shop'])).exitCode, 1);
    assert.equal(await level(), 'one');
  });

  test('a good one gets on, and takes away what it no longer has, but nothing that somebody else has made', async () => {
    const folder = rig.root.makeDirectory('mine');
    const mine = `name: shop\nservices:\n  mine:\n    image: shop-web\n    command: ["/busybox", "sleep", "1000"]\n    stop_grace_period: 0s\n`;
    await rig.dockr.ok(['deploy', 'suspend', 'shop']);
    writeFileSync(join(folder, 'compose.yaml'), mine);
    await rig.dockr.ok(['up', '-d'], { cwd: folder });
    await rig.dockr.ok(['deploy', 'resume', 'shop']);
    const commit = await push({ level: 'two', others: ['other'] });
    await applied(commit);
    assert.deepEqual(await names(), ['shop-mine-1', 'shop-other-1', 'shop-web-1']);
    assert.equal(await condition('Stalled'), 'false NotStalled');
    await rig.dockr.ok(['rm', '--stop', '--force', 'shop-mine-1']);
  });

  test('one without services is refused, and neither containers nor volumes go', async () => {
    await rig.repository.push({ ...loopStack({ level: 'none' }), 'stacks/shop/stack.yml': 'services: {}\n' });
    await waitFor('the refusal', async () => (await rig.show('shop')).error?.error.code === 'empty-desired');
    assert.deepEqual(await names(), ['shop-other-1', 'shop-web-1']);
    // It looks every second, and is at it while it does.
    await waitFor('the stall', async () => (await rig.show('shop')).state === 'stalled', { intervalMs: 100 });
  });

  test('volumes stay when services go, also when everything goes because somebody says so', async () => {
    const { exitCode } = await rig.dockr.run(['deploy', 'sync', 'shop', '--allow-removal']);
    assert.equal(exitCode, 0);
    assert.deepEqual(await names(), []);
    assert.match((await rig.dockr.ok(['volume', 'ls', '--quiet'])).stdout, /^shop_data$/m);
    await applied(await push({ level: 'three' }));
    assert.equal(await level(), 'three');
  });

  test('a newer one ends the wait for the health of an older one', async () => {
    await push({ level: 'late', health: 'late' });
    await waitFor('the older one', async () => (await rig.show('shop')).state === 'syncing', { intervalMs: 20 });
    await sleep(1_500);
    assert.equal((await rig.show('shop')).state, 'syncing');
    const began = performance.now();
    await applied(await push({ level: 'four' }));
    assert.ok(performance.now() - began < 15_000);
    assert.equal(await level(), 'four');
    assert.equal((await rig.show('shop')).failures, 0);
  });

  test('ten commits in five seconds end on the newest, with three releases at most', async () => {
    const revisions = async () => (await rig.dockr.lines(['-p', 'shop', 'history'])).length;
    const before = await revisions();
    let commit = '';
    for (let count = 0; count < 10; count++) {
      const began = performance.now();
      commit = await push({ level: `push${count}` });
      await sleep(Math.max(0, 500 - (performance.now() - began)));
    }
    await applied(commit);
    assert.equal(await level(), 'push9');
    // The history has ten entries at most.
    const made = (await revisions()) - before;
    assert.ok(made <= 3, `${made} releases`);
  });

  test('a window that is shut holds commits back, and says until when', async () => {
    const file = join(rig.root.workDirectory, 'later.yaml');
    const hour = (new Date().getUTCHours() + 12) % 24;
    writeFileSync(
      file,
      `name: later\nsource:\n  url: ${rig.httpUrl}\npath: stacks/shop\nwindows:\n  - kind: allow\n    schedule: "0 ${hour} * * *"\n    duration: 1h\ndependsOn:\n  - deployment: shop\n`,
    );
    await rig.dockr.ok(['deploy', 'add', '--from', file]);
    const first = await rig.show('later');
    // Who declares it has asked for it, and does not wait for a window.
    assert.equal(first.state, 'ready');
    const commit = await push({ level: 'five' });
    await applied(commit);
    await rig.dockr.ok(['deploy', 'suspend', 'later']);
    await rig.dockr.ok(['deploy', 'resume', 'later']);
    await waitFor('the wait', async () => (await rig.show('later')).waiting !== null);
    const shown = await rig.show('later');
    assert.deepEqual([shown.state, shown.waiting?.for, shown.waiting?.commit], ['waiting', 'window', commit]);
    assert.equal(new Date(shown.waiting?.until ?? 0).getUTCHours(), hour);
    assert.match(
      (await rig.dockr.ok(['deploy', 'show', 'later'])).stdout,
      /^waits +commit [0-9a-f]{12}: the next window/m,
    );
    await rig.dockr.ok(['deploy', 'rm', '--down', 'later']);
  });
});
