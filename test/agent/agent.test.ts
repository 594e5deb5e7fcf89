// The loop with a fake clock, a fake repository and a fake machine; the database is real.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Agent } from '../../src/agent/agent.ts';
import { nextDelay } from '../../src/agent/backoff.ts';
import type { Wish } from '../../src/agent/deployment-worker.ts';
import { USUAL_RETRY } from '../../src/agent/loop/settings.ts';
import { policyFor } from '../../src/agent/policy/policy.ts';
import type { Release, Source } from '../../src/agent/source.ts';
import type { ApplyRound, TargetOutcome } from '../../src/agent/target.ts';
import type { Examined, ExamineRequest } from '../../src/agent/trust/examine-commit.ts';
import { AgentError, StackError, toWireError } from '../../src/core/errors.ts';
import type { Digest } from '../../src/core/hash.ts';
import { Database } from '../../src/store/database.ts';
import { DeploymentHistory } from '../../src/store/deployment-history.ts';
import { DeploymentStatusTable } from '../../src/store/deployment-status.ts';
import { DeploymentTable } from '../../src/store/deployments.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { declaredAs, SHOP_URL, stackOf } from './declared.ts';

const DECLARED = declaredAs('shop');
const UNCARING: Wish = { emit: () => {}, allowRewind: false };
const UNCHANGED: TargetOutcome = { changed: false, error: null };
const CHANGED: TargetOutcome = { changed: true, error: null };

class FakeSource implements Source {
  head = 'c1';
  failure: Error | null = null;
  asked = 0;
  kept: readonly string[] = [];
  readonly fetched = new Set<string>();
  readonly examined: string[] = [];
  refusal: Error | null = null;
  signer: string | null = null;
  relation: Examined['relation'] = 'ahead';

  async findHead(): Promise<string> {
    this.asked++;
    if (this.failure) throw this.failure;
    return this.head;
  }
  async examine(commit: string, request: ExamineRequest): Promise<Examined> {
    this.examined.push(`${commit} after ${request.running}`);
    if (this.refusal && !request.allowRewind) throw this.refusal;
    return { commit, signer: this.signer, relation: this.relation };
  }
  async examineKnown(commit: string): Promise<Examined> {
    this.examined.push(`${commit} again`);
    if (this.refusal) throw this.refusal;
    return { commit, signer: this.signer, relation: 'ahead' };
  }
  async fetchRelease(commit: string): Promise<Release> {
    this.fetched.add(commit);
    return { commit, directory: `/releases/${commit}` };
  }
  async findRelease(commit: string): Promise<Release | undefined> {
    return this.fetched.has(commit) ? { commit, directory: `/releases/${commit}` } : undefined;
  }
  async keepOnly(commits: readonly string[]): Promise<void> {
    this.kept = commits;
  }
}

class Bench {
  readonly directory = mkdtempSync(join(tmpdir(), 'dockr-agent-'));
  readonly clock = new FakeClock();
  readonly source = new FakeSource();
  readonly database = new Database(':memory:');
  readonly table = new DeploymentTable(this.database);
  readonly history = new DeploymentHistory(this.database);
  readonly statuses = new DeploymentStatusTable(this.database);
  /** `c1 release`, in order. */
  readonly applied: string[] = [];
  readonly bad = new Set<string>();
  readonly denied = new Set<string>();
  grounds: Digest = 'sha256:1';
  readonly stacks = new Map<string, string>();
  apply = async (_round: ApplyRound): Promise<TargetOutcome> => CHANGED;
  agent = this.makeAgent();

  makeAgent(): Agent {
    return new Agent({
      table: this.table,
      history: this.history,
      statuses: this.statuses,
      host: { name: 'web-1', labels: {} },
      stateDirectory: this.directory,
      sources: { check: () => {}, open: () => this.source },
      target: {
        apply: (round) => {
          this.applied.push(`${round.stack.directory} ${round.kind}`);
          return this.apply(round);
        },
        down: async (name) => {
          this.applied.push(`down ${name}`);
          return CHANGED;
        },
      },
      clock: this.clock,
      random: () => 0.5,
      findStackDirectory: (name) => this.stacks.get(name),
      ownerOfVolume: () => undefined,
      judge: async () => ({
        digest: this.grounds,
        trust: async () => null,
        policies: async () => [policyFor({ file: 'policy.yaml', sections: [] }, { name: 'shop', url: SHOP_URL })],
      }),
      load: async ({ commit }, { name }) => {
        if (this.denied.has(commit)) throw new AgentError('policy-denied', { message: 'no' });
        if (this.bad.has(commit)) throw new StackError('unknown-key', { message: 'bad' });
        return { ...stackOf(['web']), name, directory: commit };
      },
    });
  }

  get shop() {
    return this.agent.get('shop').record;
  }
}

describe('a deployment', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = new Bench();
    await bench.agent.add(DECLARED, () => {});
  });
  afterEach(async () => {
    await bench.agent.close();
    assert.equal(bench.clock.pending, 0);
    rmSync(bench.directory, { recursive: true });
  });

  test('is applied when it is declared', () => {
    assert.deepEqual(bench.applied, ['c1 start']);
    assert.equal(bench.shop.applied?.commit, 'c1');
    assert.equal(bench.agent.get('shop').nextAt, bench.clock.now() + 60_000);
  });

  test('is looked at again and again, and repaired though nothing was pushed', async () => {
    await bench.clock.advance(3 * 60_000);
    assert.deepEqual(bench.applied, ['c1 start', 'c1 repair', 'c1 repair', 'c1 repair']);
  });

  test('follows a push at the next interval, and keeps two releases', async () => {
    bench.source.head = 'c2';
    await bench.clock.advance(60_000);
    assert.deepEqual(bench.applied.slice(1), ['c2 release']);
    assert.equal(bench.shop.applied?.commit, 'c2');
    assert.deepEqual(bench.source.kept, ['c2', 'c1']);
  });

  test('a round that finds nothing to do writes nothing', async () => {
    bench.apply = async () => UNCHANGED;
    const before = bench.shop;
    await bench.clock.advance(60_000);
    assert.deepEqual(bench.shop, before);
  });

  test('a commit that does not load leaves the other one, which is still repaired', async () => {
    bench.source.head = 'c2';
    bench.bad.add('c2');
    await bench.clock.advance(60_000);
    assert.deepEqual(bench.applied.slice(1), ['c1 repair']);
    const { attempted, applied, error, failures } = bench.shop;
    assert.deepEqual([attempted?.commit, applied?.commit, error?.error.code, failures], ['c2', 'c1', 'unknown-key', 1]);
    bench.source.head = 'c3';
    await bench.clock.advance(60_000);
    assert.deepEqual([bench.shop.applied?.commit, bench.shop.error, bench.shop.failures], ['c3', null, 0]);
  });

  test('a repository that is down is no reason not to repair, and not to ask without pause', async () => {
    bench.source.failure = new AgentError('source-unreachable', { message: 'down' });
    await bench.clock.advance(60_000);
    const asked = bench.source.asked;
    assert.equal(bench.shop.error?.error.code, 'source-unreachable');
    assert.equal(bench.applied.at(-1), 'c1 repair');
    // 5, 10, 20, 40 and then the interval of 60 seconds.
    await bench.clock.advance(600_000);
    assert.equal(bench.source.asked - asked, 4 + Math.floor((600 - 75) / 60));
    bench.source.failure = null;
    await bench.clock.advance(60_000);
    assert.deepEqual([bench.shop.error, bench.shop.failures], [null, 0]);
  });

  test('what could not be applied is tried again sooner, and does not count as applied', async () => {
    bench.source.head = 'c2';
    const error = toWireError(new AgentError('port-in-use', { message: 'no' }));
    bench.apply = async () => ({ changed: true, error });
    await bench.clock.advance(60_000);
    assert.deepEqual([bench.shop.applied?.commit, bench.shop.error?.error.code], ['c1', 'port-in-use']);
    bench.apply = async () => CHANGED;
    await bench.clock.advance(5_000);
    assert.equal(bench.shop.applied?.commit, 'c2');
  });

  test('a refused commit is judged once, and again on other grounds, when it is asked for, or for another commit', async () => {
    bench.source.head = 'c2';
    bench.denied.add('c2');
    await bench.clock.advance(60_000);
    const refused = bench.shop;
    assert.deepEqual([refused.error?.error.code, refused.error?.refusedOn], ['policy-denied', 'sha256:1']);
    assert.deepEqual([refused.applied?.commit, refused.attempted?.commit], ['c1', 'c2']);
    await bench.clock.advance(600_000);
    assert.deepEqual(bench.source.examined, ['c1 after null', 'c2 after c1']);
    assert.deepEqual(bench.shop, refused);
    assert.equal(bench.applied.at(-1), 'c1 repair');
    assert.equal(bench.agent.get('shop').nextAt, bench.clock.now() + 60_000);
    await bench.agent.sync('shop', UNCARING);
    assert.equal(bench.source.examined.length, 3);
    bench.grounds = 'sha256:2';
    await bench.clock.advance(60_000);
    assert.deepEqual([bench.source.examined.length, bench.shop.error?.refusedOn], [4, 'sha256:2']);
    bench.denied.clear();
    bench.grounds = 'sha256:3';
    await bench.clock.advance(60_000);
    assert.deepEqual([bench.shop.applied?.commit, bench.shop.error, bench.shop.failures], ['c2', null, 0]);
  });

  test('a refusal outlives the daemon', async () => {
    bench.source.head = 'c2';
    bench.source.refusal = new AgentError('commit-unsigned', { message: 'no' });
    await bench.clock.advance(60_000);
    await bench.agent.close();
    bench.agent = bench.makeAgent();
    await bench.agent.start();
    await bench.clock.advance(60_000);
    assert.deepEqual(bench.source.examined, ['c1 after null', 'c2 after c1']);
    assert.equal(bench.shop.error?.error.code, 'commit-unsigned');
    bench.source.head = 'c3';
    await bench.clock.advance(60_000);
    assert.equal(bench.source.examined.at(-1), 'c3 after c1');
  });

  test('a key that is not valid yet is tried again: it will be', async () => {
    bench.source.head = 'c2';
    bench.source.refusal = new AgentError('signer-not-yet-valid', { message: 'no' });
    await bench.clock.advance(60_000);
    bench.source.refusal = null;
    await bench.clock.advance(5_000);
    assert.equal(bench.shop.applied?.commit, 'c2');
  });

  test('a rewritten history is taken when somebody asks for it, and remembered with who signed it', async () => {
    bench.source.head = 'c0';
    bench.source.refusal = new AgentError('history-rewritten', { message: 'no' });
    bench.source.signer = 'ada@example.org';
    bench.source.relation = 'rewritten';
    await bench.clock.advance(60_000);
    assert.equal(bench.shop.applied?.commit, 'c1');
    await bench.agent.sync('shop', { ...UNCARING, allowRewind: true });
    const at = bench.clock.now();
    assert.deepEqual(bench.shop.applied, { commit: 'c0', at, signer: 'ada@example.org', relation: 'rewritten' });
    await bench.clock.advance(60_000);
    assert.deepEqual([bench.shop.applied?.signer, bench.shop.error], ['ada@example.org', null]);
  });

  test('what the policy no longer allows runs on, but is not brought back', async () => {
    bench.denied.add('c1');
    bench.grounds = 'sha256:2';
    await bench.clock.advance(120_000);
    assert.deepEqual(bench.applied, ['c1 start']);
    assert.deepEqual([bench.shop.applied?.commit, bench.shop.error?.error.code], ['c1', 'policy-denied']);
  });

  test('a wish during a round is a whole round after it', async () => {
    const working = Promise.withResolvers<TargetOutcome>();
    bench.apply = () => working.promise;
    const first = bench.agent.sync('shop', UNCARING);
    await settled();
    bench.source.head = 'c2';
    const others = [bench.agent.sync('shop', UNCARING), bench.agent.sync('shop', UNCARING)];
    await settled();
    working.resolve(CHANGED);
    assert.equal((await first).attempted, 'c1');
    assert.deepEqual(
      (await Promise.all(others)).map(({ attempted }) => attempted),
      ['c2', 'c2'],
    );
    assert.deepEqual(bench.applied.slice(1), ['c1 start', 'c2 start']);
  });

  test('while suspended, only who asks gets a round', async () => {
    bench.agent.suspend('shop');
    bench.source.head = 'c2';
    await bench.clock.advance(3_600_000);
    assert.equal(bench.applied.length, 1);
    await bench.agent.sync('shop', UNCARING);
    assert.equal(bench.shop.applied?.commit, 'c2');
    assert.equal(bench.clock.pending, 0);
    bench.agent.resume('shop');
    await bench.clock.advance(60_000);
    assert.equal(bench.applied.at(-1), 'c2 repair');
  });

  test('is taken up again after a restart, suspended ones as such', async () => {
    await bench.agent.close();
    bench.source.head = 'c2';
    bench.agent = bench.makeAgent();
    await bench.agent.start();
    await settled();
    assert.equal(bench.shop.applied?.commit, 'c2');
    bench.agent.suspend('shop');
    await bench.agent.close();
    bench.agent = bench.makeAgent();
    await bench.agent.start();
    await bench.clock.advance(3_600_000);
    assert.deepEqual(bench.applied.slice(1), ['c2 release']);
  });

  test('a round that the end of the daemon cuts short is no failure', async () => {
    const working = Promise.withResolvers<TargetOutcome>();
    bench.apply = () => working.promise;
    const waiting = bench.agent.sync('shop', UNCARING);
    await settled();
    const late = bench.agent.sync('shop', UNCARING);
    const closed = bench.agent.close();
    working.resolve({ changed: false, error: toWireError(new AgentError('aborted', { message: 'off' })) });
    await Promise.all([waiting, closed, assert.rejects(late, { code: 'aborted' })]);
    assert.deepEqual([bench.shop.error, bench.shop.failures], [null, 0]);
  });

  test('is forgotten with or without its stack', async () => {
    const context = { emit: () => {}, signal: new AbortController().signal };
    await bench.agent.remove('shop', { down: false, ...context });
    assert.throws(() => bench.agent.get('shop'), { code: 'no-such-deployment' });
    await bench.agent.add(DECLARED, () => {});
    await bench.agent.remove('shop', { down: true, ...context });
    assert.deepEqual(bench.applied, ['c1 start', 'c1 start', 'down shop']);
    await bench.clock.advance(3_600_000);
    assert.equal(bench.applied.length, 3);
  });

  test('a stack that somebody else brought up is not taken over, one that was its own is', async () => {
    bench.stacks.set('mine', '/home/ada/mine');
    await assert.rejects(
      bench.agent.add({ ...DECLARED, name: 'mine' }, () => {}),
      { code: 'stack-exists' },
    );
    bench.stacks.set('kept', join(bench.directory, 'deployments/kept/releases/c0'));
    await bench.agent.add({ ...DECLARED, name: 'kept' }, () => {});
    await assert.rejects(
      bench.agent.add(DECLARED, () => {}),
      { code: 'deployment-exists' },
    );
    const wrong = [
      { mode: 'head', allowedSigners: null, keyring: null },
      { mode: 'range', allowedSigners: 'signers', keyring: null },
    ] as const;
    for (const verify of wrong)
      await assert.rejects(
        bench.agent.add(declaredAs('x', { verify }), () => {}),
        { code: 'invalid-verify' },
      );
    for (const name of ['', 'Shop', '../x', 'a'.repeat(64)])
      await assert.rejects(
        bench.agent.add({ ...DECLARED, name }, () => {}),
        { code: 'invalid-deployment-name' },
      );
    await assert.rejects(
      bench.agent.add(declaredAs('x', { intervalMs: 10 }), () => {}),
      { code: 'invalid-interval' },
    );
  });
});

describe('the time until the next round', () => {
  const delay = (failures: number, random = 0.5) =>
    nextDelay({ intervalMs: 3_600_000, failures, retry: USUAL_RETRY, random });

  test('is the interval, and after failures shorter, growing up to five minutes', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 7, 1000].map((failures) => delay(failures)),
      [3_600_000, 5_000, 10_000, 20_000, 300_000, 300_000],
    );
  });

  test('varies by a fifth', () => {
    assert.deepEqual([delay(1, 0), delay(1, 1)], [4_000, 6_000]);
  });
});
