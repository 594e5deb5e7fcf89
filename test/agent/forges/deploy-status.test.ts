// A real daemon and repository: what a forge hears of its commits, as a declaration of the host asks for.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { TestRepository } from '../../support/git-server.ts';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from '../deploy-rig.ts';
import { FakeForge } from './fake-forge.ts';

describe('commit statuses of a deployment', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  let forge: FakeForge;
  let repository: TestRepository;

  before(async () => {
    forge = await FakeForge.start('gitea');
    rig = await DeployRig.start(undefined, ({ workDirectory }) => {
      const [tokenFile, settings] = [join(workDirectory, 'token'), join(workDirectory, 'agent.yaml')];
      writeFileSync(tokenFile, forge.token, { mode: 0o600 });
      const one = { kind: 'gitea', api: forge.api, repositories: ['127.0.0.1/acme/*'], tokenFile };
      writeFileSync(settings, JSON.stringify({ host: 'web-1', forges: [one] }), { mode: 0o600 });
      return { DOCKR_AGENT: settings };
    });
    repository = await TestRepository.create(rig.root.makeDirectory('git/acme'), 'shop');
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
    await forge?.[Symbol.asyncDispose]();
  });

  /** What was said of a commit, in order. */
  const saidOf = (commit: string) =>
    forge.calls
      .filter(
        ({ operation, path }) => operation === 'setStatus' && path.endsWith(`/repos/acme/shop/statuses/${commit}`),
      )
      .map(({ body }) =>
        typeof body === 'object' && body !== null && 'description' in body ? body.description : body,
      );

  test('one that runs is pending, then a success', async () => {
    const commit = await repository.push(stackFiles('one'));
    const words = ['--git', `${rig.server.origin}/acme/shop.git`, '--path', 'stacks/shop', '--interval', '10h'];
    await rig.dockr.ok(['deploy', 'add', 'shop', ...words]);
    await waitFor('the statuses', () => assert.deepEqual(saidOf(commit), ['deploying', 'deployed']) ?? true);
  });

  test('one that does not load is a failure of its own commit, with a code and nothing else', async () => {
    const files = stackFiles('two');
    const stack = files['stacks/shop/stack.yml'].replace('command:', 'comand:');
    const commit = await repository.push({ ...files, 'stacks/shop/stack.yml': stack });
    await rig.dockr.run(['deploy', 'sync', 'shop']);
    await waitFor('the failure', () => saidOf(commit).includes('given up (unknown-key)'));
    assert.deepEqual(forge.wrong, []);
    assert.ok(!JSON.stringify(forge.calls).includes('comand'));
  });

  test('the plan of a commit is on the pull request that it came by, with what changes and no value of it', async () => {
    const sentinel = 'hunter2-hunter2';
    const files = stackFiles('planned');
    const stack = files['stacks/shop/stack.yml'].replace('environment:', `environment:\n      PASSWORD: ${sentinel}`);
    assert.ok(stack.includes(sentinel));
    const commit = await repository.push({ ...files, 'stacks/shop/stack.yml': stack });
    forge.pullRequests.set(commit, [{ number: 12, merge_commit_sha: commit, merged: true }]);
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    await waitFor('the comment', () => forge.comments.length === 1);
    const body = forge.comments[0]?.body ?? '';
    assert.match(body, /plan for `shop` on `web-1`/);
    assert.match(body, /^ +1 +recreate container .*environment/m);
    assert.equal(forge.calls.find(({ operation }) => operation === 'addComment')?.path.includes('/issues/12/'), true);
    // The same commit again changes nothing about what it changed.
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    await waitFor('the status', () => saidOf(commit).includes('deployed'));
    assert.deepEqual([forge.comments.map((one) => one.body), forge.wrong], [[body], []]);
    assert.ok(!JSON.stringify(forge.calls).includes(sentinel));
  });

  test('a forge that does not answer keeps no commit from being deployed', async () => {
    forge.troubles.push(...Array.from({ length: 50 }, () => ({ status: 500 })));
    const commit = await repository.push(stackFiles('three'));
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    assert.equal((await rig.show('shop')).applied?.commit, commit);
  });
});
