// The life of previews: asked for or by rule, for a while, with a clock of ours.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AgentError } from '../../../src/core/errors.ts';
import { codeOf } from '../declaration/declaration-bench.ts';
import { PreviewBench } from './preview-bench.ts';

const HOUR = 3_600_000;
const RULE = 'previews: { branches: "feature/*", ttl: 2h, limit: 2 }\n';

describe('a preview that somebody asks for', () => {
  test('is a deployment of that branch with a name of its own', async () => {
    await using bench = await PreviewBench.start();
    bench.push('feature/Cart');
    const name = await bench.ask('feature/Cart');
    assert.equal(name, 'shop-feature-cart');
    assert.deepEqual(bench.machine, ['shop web', 'shop-feature-cart web']);
    assert.equal(bench.table.find(name)?.applied?.commit, 'c1');
  });

  test('goes with its volumes when its time is over, and not before', async () => {
    await using bench = await PreviewBench.start();
    bench.push('x');
    await bench.ask('x', { ttlMs: HOUR });
    await bench.pass(HOUR - 1000);
    assert.deepEqual(bench.previews, ['shop-x']);
    await bench.pass(1000);
    assert.deepEqual([bench.previews, bench.ended], [[], ['shop-x expired']]);
    assert.equal(bench.machine.at(-1), 'down shop-x with all');
    assert.ok(bench.table.find('shop'));
  });

  test('that cannot be taken down is told, and tried again', async () => {
    await using bench = await PreviewBench.start();
    bench.push('x');
    await bench.ask('x', { ttlMs: HOUR });
    bench.downFailure = new AgentError('steps-skipped', { message: 'busy' });
    await bench.pass(HOUR + 60_000);
    assert.deepEqual(bench.previews, ['shop-x']);
    assert.deepEqual(
      bench.keeper.problems.map(({ name, error }) => `${name} ${error.code}`),
      ['shop-x steps-skipped'],
    );
    bench.downFailure = null;
    await bench.pass(60_000);
    assert.deepEqual([bench.previews, bench.keeper.problems], [[], []]);
  });

  test('has its time count on while the daemon is not there', async () => {
    await using bench = await PreviewBench.start();
    bench.push('x');
    bench.push('y');
    await bench.ask('x', { ttlMs: HOUR });
    await bench.ask('y', { ttlMs: 3 * HOUR });
    await bench.keeper.stop();
    await bench.agent.close();
    await bench.clock.advance(2 * HOUR);
    assert.deepEqual(bench.previews, ['shop-x', 'shop-y']);
    await bench.restart();
    assert.deepEqual([bench.previews, bench.ended], [['shop-y'], ['shop-x expired']]);
  });

  test('has its whole time again when it is asked for again', async () => {
    await using bench = await PreviewBench.start();
    bench.push('x');
    await bench.ask('x', { ttlMs: HOUR });
    await bench.pass(HOUR / 2);
    assert.equal(await bench.ask('x', { ttlMs: HOUR }), 'shop-x');
    await bench.pass(HOUR / 2);
    assert.deepEqual(bench.previews, ['shop-x']);
    await bench.pass(HOUR / 2);
    assert.deepEqual(bench.previews, []);
  });

  test('of a branch that is not there is none', async () => {
    await using bench = await PreviewBench.start();
    assert.equal(await codeOf(bench.ask('nowhere')), 'branch-not-found');
    assert.deepEqual([bench.previews, bench.machine], [[], ['shop web']]);
  });

  test('goes when its branch is gone, but not when it was lost from sight for a moment', async () => {
    await using bench = await PreviewBench.start();
    bench.push('x');
    await bench.ask('x');
    bench.delete('x');
    await bench.pass(90_000, 5_000);
    assert.equal(bench.errorOf('shop-x'), 'branch-not-found');
    assert.deepEqual(bench.previews, ['shop-x']);
    bench.push('x');
    await bench.pass(120_000, 5_000);
    assert.deepEqual(bench.previews, ['shop-x']);
    bench.delete('x');
    await bench.pass(180_000);
    assert.deepEqual([bench.previews, bench.ended], [[], ['shop-x branch-gone']]);
  });

  test('goes with its parent, whether the stack of that stays or not, and when it is suspended', async () => {
    for (const down of [true, false]) {
      await using bench = await PreviewBench.start();
      bench.push('x');
      await bench.ask('x');
      await bench.agent.remove('shop', { down, emit: () => {}, signal: new AbortController().signal });
      assert.deepEqual(bench.table.list(), []);
      const downs = bench.machine.filter((line) => line.startsWith('down'));
      assert.deepEqual(downs, down ? ['down shop-x with all', 'down shop'] : ['down shop-x with all']);
    }
    await using bench = await PreviewBench.start();
    bench.push('x');
    await bench.ask('x');
    bench.agent.suspend('shop');
    await bench.pass(2_000);
    assert.deepEqual([bench.previews, bench.ended], [[], ['shop-x parent-suspended']]);
    assert.equal(await codeOf(bench.ask('x')), 'preview-not-possible');
  });

  test('is not one too many, and two at once are not either', async () => {
    await using bench = await PreviewBench.start('previews: { limit: 1 }\n');
    bench.push('x');
    bench.push('y');
    const codes = await Promise.all([codeOf(bench.ask('x')), codeOf(bench.ask('y'))]);
    assert.deepEqual([codes, bench.previews], [[undefined, 'too-many-previews'], ['shop-x']]);
    await bench.keeper.remove('shop-x', { emit: () => {}, signal: new AbortController().signal });
    assert.equal(await bench.ask('y'), 'shop-y');
  });

  test('has another name where two branches would have the same', async () => {
    await using bench = await PreviewBench.start();
    bench.push('a/b');
    bench.push('a-b');
    assert.equal(await bench.ask('a/b'), 'shop-a-b');
    assert.match(await bench.ask('a-b'), /^shop-a-b-[0-9a-f]{10}$/);
    assert.equal(await bench.ask('a/b'), 'shop-a-b');
    assert.equal(bench.previews.length, 2);
  });

  test('takes the name that it is given, and no name of others', async () => {
    await using bench = await PreviewBench.start();
    bench.push('x');
    assert.equal(await codeOf(bench.ask('x', { name: 'shop' })), 'deployment-exists');
    assert.equal(await bench.ask('x', { name: 'try-it' }), 'try-it');
    assert.equal(await codeOf(bench.ask('x', { name: 'other' })), 'deployment-exists');
  });

  test('of a pull request stays at the commit that it had, unless the parent declares otherwise', async () => {
    await using bench = await PreviewBench.start();
    bench.push('refs/pull/7/head');
    const name = await bench.ask(7);
    bench.push('refs/pull/7/head');
    await bench.pass(120_000);
    assert.equal(bench.table.find(name)?.applied?.commit, 'c1');
    await bench.ask(7);
    assert.equal(bench.table.find(name)?.applied?.commit, 'c2');
    await bench.declare('previews: { pullRequests: true }\n');
    await bench.ask(7);
    bench.push('refs/pull/7/head');
    await bench.pass(120_000);
    assert.equal(bench.table.find(name)?.applied?.commit, 'c3');
    // It follows what nobody looks at, which is not declared any more.
    await bench.declare('');
    assert.deepEqual(bench.ended, [`${name} not-declared`]);
  });

  test('is not to be had of a preview, nor of what makes deployments', async () => {
    await using bench = await PreviewBench.start();
    bench.push('x');
    await bench.ask('x');
    const ask = bench.keeper.ask({
      ...{ parent: 'shop-x', of: { kind: 'branch', branch: 'x' }, ttlMs: null, name: null },
      ...{ emit: () => {}, signal: new AbortController().signal },
    });
    assert.equal(await codeOf(ask), 'preview-not-possible');
  });
});

describe('branches that fit what is declared', () => {
  test('get previews by themselves, up to the limit, and others do not', async () => {
    await using bench = await PreviewBench.start(RULE);
    for (const branch of ['feature/c', 'feature/a', 'feature/b', 'fix/x', 'feature/a/b']) bench.push(branch);
    await bench.pass(61_000);
    assert.deepEqual(bench.previews, ['shop-feature-a', 'shop-feature-b']);
    assert.deepEqual(
      bench.keeper.problems.map(({ name, error }) => `${name} ${error.code}`),
      ['shop too-many-previews'],
    );
  });

  test('get them before their time when somebody says that there are new ones', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/late');
    bench.keeper.hint('shop');
    await bench.pass(1);
    assert.deepEqual(bench.previews, ['shop-feature-late']);
  });

  test('get them also when that is said while a look is under way', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/late');
    const looking = bench.keeper.look();
    bench.keeper.hint('shop');
    await looking;
    await bench.pass(1);
    assert.deepEqual(bench.previews, ['shop-feature-late']);
  });

  test('lose them with time, and get them again with another commit alone', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/a');
    await bench.pass(61_000);
    await bench.pass(2 * HOUR + 60_000);
    assert.deepEqual([bench.previews, bench.ended], [[], ['shop-feature-a expired']]);
    await bench.restart();
    await bench.pass(5 * 60_000);
    assert.deepEqual(bench.previews, []);
    bench.push('feature/a');
    await bench.pass(120_000);
    assert.deepEqual(bench.previews, ['shop-feature-a']);
  });

  test('that somebody asked for beside that do not come again when their time is over', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/a');
    await bench.pass(61_000);
    assert.equal(await bench.ask('feature/a', { ttlMs: HOUR / 2 }), 'shop-feature-a');
    await bench.pass(HOUR);
    assert.deepEqual([bench.previews, bench.ended], [[], ['shop-feature-a expired']]);
  });

  test('have their time count from their last commit', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/a');
    await bench.pass(HOUR);
    bench.push('feature/a');
    await bench.pass(1.5 * HOUR);
    assert.deepEqual(bench.previews, ['shop-feature-a']);
    await bench.pass(HOUR);
    assert.deepEqual(bench.previews, []);
  });

  test('lose them when they are gone, or no longer declared', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/a');
    bench.push('feature/b');
    await bench.pass(61_000);
    bench.delete('feature/a');
    await bench.pass(180_000);
    assert.deepEqual(bench.previews, ['shop-feature-b']);
    await bench.declare('previews: { branches: "other/*" }\n');
    assert.deepEqual(bench.ended, ['shop-feature-a branch-gone', 'shop-feature-b not-declared']);
  });

  test('one that somebody takes down does not come again at once', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/a');
    await bench.pass(61_000);
    await bench.keeper.remove('shop-feature-a', { emit: () => {}, signal: new AbortController().signal });
    await bench.pass(180_000);
    assert.deepEqual(bench.previews, []);
  });

  test('keep them while the server is down, which is told', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/a');
    await bench.pass(61_000);
    bench.listFailure = new Error('down');
    await bench.pass(180_000);
    assert.deepEqual(bench.previews, ['shop-feature-a']);
    assert.equal(bench.keeper.problems.length, 1);
  });

  test('change with what is declared of the parent', async () => {
    await using bench = await PreviewBench.start(RULE);
    bench.push('feature/a');
    await bench.pass(61_000);
    await bench.declare(`${RULE}variables: { LEVEL: two }\npolicy: [/etc/dockr/strict.yaml]\n`);
    const declared = bench.table.find('shop-feature-a')?.declaration;
    assert.deepEqual([declared?.variables, declared?.policies], [{ LEVEL: 'two' }, ['/etc/dockr/strict.yaml']]);
  });
});
