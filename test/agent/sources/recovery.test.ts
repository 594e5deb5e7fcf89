// A real git server that is down, slow, broken or rewritten, and a deployment that gets over it by itself: real git, virtual time.
import assert from 'node:assert/strict';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Agent } from '../../../src/agent/agent.ts';
import { policyFor } from '../../../src/agent/policy/policy.ts';
import { createGitOpener } from '../../../src/agent/sources/git-opener.ts';
import { REMOTE_LIMITS } from '../../../src/agent/sources/git-remote.ts';
import type { GitRevision } from '../../../src/agent/sources/git-revision.ts';
import { Database } from '../../../src/store/database.ts';
import { DeploymentHistory } from '../../../src/store/deployment-history.ts';
import { DeploymentStatusTable } from '../../../src/store/deployment-status.ts';
import { DeploymentTable } from '../../../src/store/deployments.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import type { TestRepository } from '../../support/git-server.ts';
import { waitFor } from '../../support/wait-for.ts';
import { declaredAs } from '../declared.ts';
import { SourceBench } from './source-bench.ts';

const MINUTE = 60_000;
const INTERVAL = 2 * MINUTE;

class Recovery implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly #bench: SourceBench;
  readonly repository: TestRepository;
  readonly agent: Agent;
  revision: GitRevision = { kind: 'head' };
  readonly limits = { ...REMOTE_LIMITS };

  private constructor(bench: SourceBench, repository: TestRepository) {
    this.#bench = bench;
    this.repository = repository;
    const database = new Database(':memory:');
    const environment = { PATH: process.env['PATH'], DOCKR_GIT_ALLOW: bench.server.origin };
    const git = createGitOpener(environment, { limits: this.limits, now: () => this.clock.now() });
    const text = () => ({ url: bench.urlOf('shop'), revision: this.revision, auth: null, path: '.' });
    this.agent = new Agent({
      table: new DeploymentTable(database),
      statuses: new DeploymentStatusTable(database),
      history: new DeploymentHistory(database),
      host: { name: 'web-1', labels: {} },
      stateDirectory: bench.directory,
      sources: { check: () => {}, open: (name, directory) => git.open(name, directory, text) },
      target: {
        apply: async () => ({ changed: false, error: null }),
        down: async () => ({ changed: false, error: null }),
      },
      clock: this.clock,
      random: () => 0.5,
      findStackDirectory: () => undefined,
      ownerOfVolume: () => undefined,
      judge: async () => ({
        digest: 'sha256:1',
        trust: async () => null,
        policies: async () => [policyFor({ file: 'policy.yaml', sections: [] }, { name: 'shop', url: '' })],
      }),
      load: async ({ directory }, { name }) => {
        const empty = { files: [], services: {}, networks: {}, volumes: {}, secrets: {}, configs: {} };
        return { ...empty, name, directory };
      },
    });
  }

  static async start(): Promise<Recovery> {
    const bench = await SourceBench.start();
    const repository = await bench.repository('shop');
    const commit = await repository.push({ file: 'first' });
    const recovery = new Recovery(bench, repository);
    await recovery.agent.add(declaredAs('shop', { intervalMs: INTERVAL, allowEmpty: true }), () => {});
    assert.equal(recovery.applied, commit);
    return recovery;
  }

  get server() {
    return this.#bench.server;
  }
  get record() {
    return this.agent.get('shop').record;
  }
  get applied() {
    return this.record.applied?.commit;
  }
  get mirror(): string {
    return join(this.#bench.directory, 'deployments/shop/mirror.git');
  }
  get gitFolder(): string {
    return join(this.#bench.directory, 'git');
  }

  /** Lets time pass, and each round that it brings end. Gives how many there were. */
  async pass(milliseconds: number): Promise<number> {
    const end = this.clock.now() + milliseconds;
    let rounds = 0;
    for (;;) {
      const nextAt = await waitFor('the round to end', () => this.agent.get('shop').nextAt ?? undefined);
      if (nextAt > end) break;
      await this.clock.advance(nextAt - this.clock.now());
      rounds++;
    }
    await this.clock.advance(end - this.clock.now());
    return rounds;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent.close();
    await this.#bench[Symbol.asyncDispose]();
  }
}

describe('a deployment', () => {
  let shop: Recovery;
  let first: string | undefined;
  beforeEach(async () => {
    shop = await Recovery.start();
    first = shop.applied;
  });
  afterEach(() => shop[Symbol.asyncDispose]());

  test('whose server is down for ten minutes asks now and then, keeps what it has, and goes on by itself', async () => {
    const pushed = await shop.repository.push({ file: 'second' });
    shop.server.isDown = true;
    const rounds = await shop.pass(10 * MINUTE);
    assert.ok(rounds >= 4 && rounds <= 12, `${rounds} rounds in ten minutes`);
    assert.deepEqual([shop.record.error?.error.code, shop.applied], ['source-unreachable', first]);
    assert.ok(existsSync(shop.mirror), 'the copy is not fetched again');
    shop.server.isDown = false;
    await shop.pass(INTERVAL * 1.2);
    assert.deepEqual([shop.record.error, shop.record.failures, shop.applied], [null, 0, pushed]);
  });

  test('whose server does not answer waits for it no longer than it may, keeps its copy, and goes on', async () => {
    const pushed = await shop.repository.push({ file: 'second' });
    shop.server.intercept = () => true;
    shop.limits.askMs = 300;
    const rounds = await shop.pass(5 * MINUTE);
    assert.ok(rounds >= 3 && rounds <= 8, `${rounds} rounds in five minutes`);
    assert.deepEqual([shop.record.error?.error.code, shop.applied], ['git-timeout', first]);
    assert.ok(existsSync(shop.mirror), 'the copy is not fetched again');
    shop.server.intercept = () => false;
    shop.limits.askMs = REMOTE_LIMITS.askMs;
    await shop.pass(INTERVAL * 1.2);
    assert.equal(shop.applied, pushed);
  });

  test('whose server breaks off while it sends starts anew, and goes on', async () => {
    const pushed = await shop.repository.push({ file: 'second' });
    let posts = 0;
    shop.server.intercept = (request, response) => {
      if (request.method !== 'POST' || ++posts % 2 === 1) return false;
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
      response.write('0014packfile\n');
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    await shop.pass(INTERVAL);
    assert.equal(shop.applied, first);
    assert.notEqual(shop.record.error, null);
    shop.server.intercept = () => false;
    await shop.pass(INTERVAL * 1.2);
    assert.equal(shop.applied, pushed);
  });

  test('whose repository is gone, and comes back, goes on', async () => {
    const path = join(shop.gitFolder, 'shop.git');
    renameSync(path, `${path}.away`);
    await shop.pass(INTERVAL * 2);
    assert.deepEqual([shop.record.error?.error.code, shop.applied], ['source-not-found', first]);
    renameSync(`${path}.away`, path);
    const pushed = await shop.repository.push({ file: 'second' });
    await shop.pass(INTERVAL * 1.2);
    assert.deepEqual([shop.record.error, shop.applied], [null, pushed]);
  });

  test('whose branch is deleted and made again goes on', async () => {
    shop.revision = { kind: 'branch', branch: 'live' };
    const live = await shop.repository.push({ file: 'live' }, 'live');
    await shop.pass(INTERVAL * 1.2);
    assert.equal(shop.applied, live);
    await shop.repository.git(['push', '--quiet', shop.repository.path, ':refs/heads/live']);
    await shop.pass(INTERVAL * 1.2);
    assert.deepEqual([shop.record.error?.error.code, shop.applied], ['branch-not-found', live]);
    const again = await shop.repository.push({ file: 'again' }, 'live');
    await shop.pass(INTERVAL * 1.2);
    assert.deepEqual([shop.record.error, shop.applied], [null, again]);
  });

  test('whose branch is forced to another history follows it where nobody verifies, and says that it did', async () => {
    for (let step = 0; step < 3; step++) {
      const content = await shop.repository.store(`other ${step}`);
      const commit = await shop.repository.pushTree([`100644 blob ${content}\tfile`]);
      await shop.pass(INTERVAL * 1.2);
      assert.deepEqual([shop.applied, shop.record.applied?.relation, shop.record.error], [commit, 'rewritten', null]);
    }
    const commits = (await shop.repository.git(['rev-list', '--max-parents=0', 'HEAD'])).trim();
    await shop.repository.publish(commits);
    await shop.pass(INTERVAL * 1.2);
    assert.equal(shop.applied, commits);
  });

  test('that was pushed to ten times between two rounds is at the newest, with one fetch', async () => {
    let newest = '';
    for (let step = 0; step < 10; step++) newest = await shop.repository.push({ file: String(step) });
    shop.server.requests.splice(0);
    assert.equal(await shop.pass(INTERVAL), 1);
    assert.equal(shop.applied, newest);
    const fetches = shop.server.requests.filter((line) => line.startsWith('POST'));
    assert.ok(fetches.length <= 4, fetches.join());
  });
});
