// SECURITY.md row 20: a commit that takes away what runs is refused by name, and the very same containers and volumes stay.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DeployRig, deploySkipReason } from '../deploy-rig.ts';
import { loopStack } from '../loop/loop-stack.ts';

const OTHERS = ['api', 'jobs', 'mail'];

describe('a destructive commit', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  let good: string;
  let machine: readonly string[];
  before(async () => {
    rig = await DeployRig.start();
    good = await rig.repository.push(loopStack({ level: 'good', others: OTHERS }));
    const words = ['--git', rig.repository.url, '--path', 'stacks/shop', '--interval', '1h'];
    await rig.dockr.ok(['deploy', 'add', 'shop', ...words]);
    machine = await observe();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  /** Ids of containers, and names of volumes and networks. */
  async function observe(): Promise<readonly string[]> {
    const containers = (await rig.containers('shop')).map(({ id, status }) => `${id} ${status}`).sort();
    const volumes = (await rig.dockr.ok(['volume', 'ls', '--quiet'])).stdout;
    const networks = (await rig.dockr.ok(['network', 'ls', '--quiet'])).stdout;
    return [...containers, volumes, networks];
  }

  async function isRefused(code: string): Promise<void> {
    const { exitCode, stderr } = await rig.dockr.run(['deploy', 'sync', 'shop']);
    assert.equal(exitCode, 1);
    assert.match(stderr, new RegExp(`^error\\[${code}\\]`, 'm'));
    const shown = await rig.show('shop');
    assert.deepEqual([shown.applied?.commit, shown.error?.error.code], [good, code]);
    assert.deepEqual(await observe(), machine);
  }

  const stack = (text: string) => rig.repository.push({ 'stacks/shop/stack.yml': text });

  test('that empties the stack file', async () => {
    await stack('services: {}\n');
    await isRefused('empty-desired');
  });

  test('that scales every service to nothing', async () => {
    const text = loopStack({ level: 'good', others: OTHERS })['stacks/shop/stack.yml'];
    await rig.repository.push({
      ...loopStack({ level: 'good', others: OTHERS }),
      'stacks/shop/stack.yml': text.replaceAll('    stop_grace_period', '    scale: 0\n    stop_grace_period'),
    });
    await isRefused('empty-desired');
  });

  test('that turns every service off by a profile', async () => {
    const files = loopStack({ level: 'good', others: OTHERS });
    const text = files['stacks/shop/stack.yml'].replaceAll(
      '    stop_grace_period',
      '    profiles: [never]\n    stop_grace_period',
    );
    await rig.repository.push({ ...files, 'stacks/shop/stack.yml': text });
    await isRefused('empty-desired');
  });

  test('that moves the stack to another folder', async () => {
    const moved = loopStack({ level: 'good', others: OTHERS })['stacks/shop/stack.yml'];
    await rig.repository.push({ 'stacks/shop/stack.yml': null, 'stacks/other/stack.yml': moved });
    await isRefused('path-not-found');
  });

  test('that has no files at all', async () => {
    await rig.repository.pushTree([]);
    await isRefused('path-not-found');
  });

  test('that renames most services at once', async () => {
    await rig.repository.push(loopStack({ level: 'good', others: ['x', 'y', 'z'] }));
    await isRefused('many-removals');
  });

  test('that keeps one service and drops the rest with their volume', async () => {
    const files = loopStack({ level: 'good' });
    const text = files['stacks/shop/stack.yml']
      .replace(/volumes:\n {2}data: \{\}\n/, '')
      .replace(/ {4}volumes:\n.*\n/, '');
    await rig.repository.push({ ...files, 'stacks/shop/stack.yml': text });
    await isRefused('many-removals');
  });
});
