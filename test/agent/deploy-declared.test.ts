// The built program with declarations in files, the way back, and stacks that are taken over; containers are real.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { DeploymentAttempt, DeploymentSummary } from '../../src/api/deployment-messages.ts';
import { waitFor } from '../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from './deploy-rig.ts';

describe('deployments that files of the host declare', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  let folder: string;
  before(async () => {
    rig = await DeployRig.start(undefined, (root) => {
      folder = root.makeDirectory('deployments.d');
      return { DOCKR_DEPLOYMENTS: folder, DOCKR_NODE_NAME: 'web-1', DOCKR_NODE_LABELS: 'region=eu' };
    });
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await rig?.[Symbol.asyncDispose]();
  });

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o644 });
  const declare = (more = ''): string =>
    `name: shop\nsource: { url: "${rig.repository.url}" }\npath: stacks/shop\ninterval: 1h\n${more}`;
  const list = async (): Promise<readonly DeploymentSummary[]> => {
    const { stdout } = await rig.dockr.ok(['deploy', 'list', '--json']);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as DeploymentSummary);
  };

  test('are deployed while the daemon runs, by the environment that counts on this machine', async () => {
    await rig.repository.push({
      ...stackFiles('base'),
      'stacks/shop/live.yml': `services: { web: { environment: { LEVEL: "live $REGION" } } }\n`,
    });
    await rig.dockr.ok(['deploy', 'list']);
    const environment = 'hosts: [{ labels: { region: eu } }], files: live.yml, variables: { REGION: eu }';
    write('shop.yaml', declare(`environments: { live: { ${environment} } }\n`));
    await waitFor('the deployment', async () => (await list())[0]?.state === 'ready');
    assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), 'live eu');
    const { stdout } = await rig.dockr.ok(['deploy', 'show', 'shop']);
    assert.match(stdout, /^origin +\/.*shop\.yaml\n/m);
  });

  test('a mistake is shown at its place by "deploy list" and "deploy show", and what runs goes on', async () => {
    write('shop.yaml', declare('intervall: 2h\n'));
    await waitFor('the problem', async () => (await list())[0]?.declarationError !== null);
    write('never.yaml', 'name: never\n');
    const stderr = await waitFor('the other', async () => {
      const listed = await rig.dockr.ok(['deploy', 'list']);
      return listed.stderr.includes('never.yaml') && listed.stderr;
    });
    assert.match(stderr, /error\[unknown-key\].*\n {2}.*shop\.yaml:5:1\n[\s\S]*did you mean "interval"\?/);
    assert.match(stderr, /error\[missing-key\][\s\S]*never\.yaml:1:1/);
    assert.match((await rig.dockr.ok(['deploy', 'show', 'shop'])).stdout, /^file +unknown-key: /m);
    assert.equal((await rig.containers('shop')).length, 1);
    rmSync(join(folder, 'never.yaml'));
  });

  test('are not to be removed by command, and go with their file', async () => {
    const { exitCode, stderr } = await rig.dockr.run(['deploy', 'rm', 'shop', '--down']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error\[declared-elsewhere\]/);
    write('shop.yaml', declare('removal: down\n'));
    await waitFor('the next generation', async () => (await list())[0]?.generation === 2);
    await waitFor('its round', async () => (await list())[0]?.state === 'ready');
    rmSync(join(folder, 'shop.yaml'));
    await waitFor('the end', async () => (await list()).length === 0);
    assert.deepEqual(await rig.containers('shop'), []);
  });
});

describe('a repository with several stacks', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  before(async () => {
    rig = await DeployRig.start();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const { 'stacks/shop/stack.yml': stack, ...rest } = stackFiles('one');
  const names = async (): Promise<readonly string[]> =>
    (await rig.dockr.ok(['deploy', 'list', '--quiet'])).stdout.trim().split('\n');

  test('is a deployment for each of its folders, which come and go with them', async () => {
    await rig.repository.push({
      ...rest,
      'stacks/shop/stack.yml': stack,
      'stacks/blog/stack.yml': stack,
      'stacks/blog/page.html': 'blog\n',
    });
    const words = ['deploy', 'add', 'fleet', '--git', rig.repository.url, '--path', 'stacks/*', '--interval', '1h'];
    await rig.dockr.ok(words);
    assert.deepEqual(await names(), ['fleet', 'fleet-blog', 'fleet-shop']);
    for (const name of ['fleet-blog', 'fleet-shop'])
      await waitFor(name, async () => (await rig.show(name)).state === 'ready');
    assert.equal(await rig.output('fleet-blog', ['/busybox', 'cat', '/page.html']), 'blog');
    await rig.repository.push({ 'stacks/blog': null });
    await rig.dockr.ok(['deploy', 'sync', 'fleet']);
    assert.deepEqual(await names(), ['fleet', 'fleet-shop']);
    assert.deepEqual(await rig.containers('fleet-blog'), []);
  });

  test('is not emptied by one commit, unless a person agrees', async () => {
    await rig.repository.push({ 'stacks/shop': null });
    const { exitCode, stderr } = await rig.dockr.run(['deploy', 'sync', 'fleet']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[children-would-go\]/);
    assert.deepEqual([(await rig.show('fleet')).state, (await rig.containers('fleet-shop')).length], ['stalled', 1]);
    await rig.dockr.ok(['deploy', 'sync', 'fleet', '--allow-removal']);
    assert.deepEqual([await names(), await rig.containers('fleet-shop')], [['fleet'], []]);
  });
});

describe('what was deployed before', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  before(async () => {
    rig = await DeployRig.start();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const history = async (): Promise<readonly DeploymentAttempt[]> => {
    const { stdout } = await rig.dockr.ok(['deploy', 'history', 'shop', '--json']);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as DeploymentAttempt);
  };
  const level = () => rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']);
  const commits: string[] = [];

  test('is in the history, with what came of it', async () => {
    commits.push(await rig.repository.push(stackFiles('one')));
    const words = ['deploy', 'add', 'shop', '--git', rig.repository.url, '--path', 'stacks/shop', '--interval', '1h'];
    await rig.dockr.ok(words);
    commits.push(await rig.repository.push(stackFiles('two')));
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    commits.push(await rig.repository.push({ 'stacks/shop/stack.yml': 'services: 5\n' }));
    await rig.dockr.run(['deploy', 'sync', 'shop']);
    await rig.dockr.run(['deploy', 'sync', 'shop']);
    const seen = (await history()).map(({ commit, outcome, cause, error, times }) => [
      commits.indexOf(commit),
      outcome,
      cause,
      error,
      times,
    ]);
    assert.deepEqual(seen, [
      [2, 'failed', 'sync', 'wrong-type', 1],
      [1, 'applied', 'sync', null, 1],
      [0, 'applied', 'add', null, 1],
    ]);
  });

  test('can be gone back to, and stays until somebody follows again', async () => {
    await rig.dockr.ok(['deploy', 'rollback', 'shop']);
    const shown = await rig.show('shop');
    assert.deepEqual([shown.pinned?.commit, shown.applied?.commit, await level()], [commits[0], commits[0], 'one']);
    commits.push(await rig.repository.push(stackFiles('four')));
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    assert.equal(await level(), 'one');
    await rig.dockr.ok(['deploy', 'sync', 'shop', '--latest']);
    assert.deepEqual([(await rig.show('shop')).pinned, await level()], [null, 'four']);
    await rig.dockr.ok(['deploy', 'rollback', 'shop', commits[1]?.slice(0, 12) ?? '']);
    assert.equal(await level(), 'two');
    await rig.dockr.ok(['deploy', 'resume', 'shop']);
    await waitFor('the newest', async () => (await rig.show('shop')).applied?.commit === commits[3]);
  });

  test('what never ran is not gone back to', async () => {
    for (const commit of [commits[2] ?? '', 'f'.repeat(40), commits[0]?.slice(0, 3) ?? '']) {
      const { exitCode, stderr } = await rig.dockr.run(['deploy', 'rollback', 'shop', commit]);
      assert.equal(exitCode, 2);
      assert.match(stderr, /^error\[commit-not-applied\]/);
    }
  });
});

describe('a stack that runs already', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  before(async () => {
    rig = await DeployRig.start();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const stack = (level: string) => `services:
  web:
    image: shop-web
    build: ./image
    command: ["/busybox", "sleep", "1000"]
    environment: { LEVEL: "${level}" }
    stop_grace_period: 0s
`;
  const image = {
    'image/Dockerfile': 'FROM scratch\nCOPY busybox /busybox\n',
    'image/busybox': stackFiles('')['image/busybox'],
  };
  const adopt = (...more: readonly string[]) =>
    rig.dockr.run(['deploy', 'adopt', 'shop', '--git', rig.repository.url, '--interval', '1h', ...more]);

  test('is taken over as it runs, when the repository has the same', async () => {
    assert.match((await adopt()).stderr, /^error\[stack-not-applied\]/);
    const own = rig.root.makeDirectory('own');
    mkdirSync(join(own, 'image'));
    writeFileSync(join(own, 'stack.yml'), stack('one'));
    // As files of a release are, which nobody can write to: what is built of them has their modes.
    for (const [path, content] of Object.entries(image))
      writeFileSync(join(own, path), content, { mode: typeof content === 'string' ? 0o444 : 0o555 });
    await rig.dockr.ok(['-p', 'shop', 'up', '-d'], { cwd: own });
    const [before] = await rig.containers('shop');
    await rig.repository.push({ 'stack.yml': stack('two'), ...image });
    const dry = await adopt('--dry-run');
    assert.equal(dry.exitCode, 4);
    assert.match(dry.stderr + dry.stdout, /environment\.LEVEL/);
    const refused = await adopt();
    assert.equal(refused.exitCode, 1);
    assert.match(refused.stderr, /error\[adoption-changes\]/);
    assert.equal((await rig.dockr.ok(['deploy', 'list', '--quiet'])).stdout, '');
    const commit = await rig.repository.push({ 'stack.yml': stack('one') });
    const taken = await adopt();
    assert.equal(taken.exitCode, 0, taken.stderr);
    const shown = await rig.show('shop');
    assert.deepEqual([shown.state, shown.applied?.commit], ['ready', commit]);
    const [now] = await rig.containers('shop');
    assert.deepEqual([now?.id, now?.pid], [before?.id, before?.pid]);
  });

  test('is a deployment like any other from then on', async () => {
    await rig.repository.push({ 'stack.yml': stack('three') });
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), 'three');
    assert.match((await adopt()).stderr, /^error\[deployment-exists\]/);
  });

  test('"dockr deploy --help" shows what there is', async () => {
    const { stdout, exitCode } = await rig.dockr.run(['deploy', '--help']);
    assert.equal(exitCode, 0);
    for (const word of ['add', 'list', 'show', 'sync', 'suspend', 'resume', 'rm', 'history', 'rollback', 'adopt'])
      assert.match(stdout, new RegExp(`^  deploy ${word} +\\S`, 'm'));
  });
});
