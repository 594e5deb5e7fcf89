// SECURITY.md row 26, for stacks that are taken over: what was agreed to is what is done.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseDeclaration } from '../../../src/agent/declaration/parse-declarations.ts';
import type { Plan } from '../../../src/reconcile/plan.ts';
import { codeOf, DeclarationBench, SERVICE } from '../declaration/declaration-bench.ts';
import { SHOP_URL } from '../declared.ts';

const NOTHING: Plan = { id: '', stack: 'shop', steps: [], warnings: [], unchanged: [] };
const RESTART: Plan = {
  ...NOTHING,
  steps: [{ kind: 'repair-network', id: 'repair-network x', name: 'x', after: [], because: [] }],
};

describe('taking over a stack', () => {
  async function benchWithStack(): Promise<DeclarationBench> {
    const bench = new DeclarationBench();
    bench.stacks.set('shop', '/home/ada/shop');
    bench.shop.push({ 'stack.yml': SERVICE });
    return bench;
  }
  function adopt(bench: DeclarationBench, planOf: () => Promise<Plan>, more: { readonly dryRun?: boolean } = {}) {
    const { name, declaration } = parseDeclaration('x', Buffer.from(`name: shop\nsource: { url: ${SHOP_URL} }\n`));
    const wish = { planOf, allowChanges: false, dryRun: false, emit: () => {}, signal: new AbortController().signal };
    return bench.agent.adopt({ name, declaration, origin: { kind: 'command' } }, { ...wish, ...more });
  }

  test('while a commit is pushed between the plan and the adoption', async () => {
    await using bench = await benchWithStack();
    const { commit } = await adopt(bench, async () => {
      bench.shop.push({ 'stack.yml': 'services:\n  evil: { image: busybox }\n' });
      return NOTHING;
    });
    const { applied, pinned } = bench.agent.get('shop').record;
    assert.deepEqual([commit, applied?.commit, pinned, bench.machine], ['c1', 'c1', null, ['shop web']]);
    assert.deepEqual(
      bench.agent.history('shop').map(({ cause }) => cause),
      ['adopt'],
    );
  });

  test('with a commit that would restart something', async () => {
    await using bench = await benchWithStack();
    assert.equal(await codeOf(adopt(bench, async () => RESTART)), 'adoption-changes');
    assert.deepEqual([bench.names, bench.machine], [[], []]);
  });

  test('with a commit that the policy forbids, behind a plan that says nothing', async () => {
    await using bench = await benchWithStack();
    bench.shop.push({ 'stack.yml': `${SERVICE}    privileged: true\n` });
    assert.equal(await codeOf(adopt(bench, async () => NOTHING)), 'policy-denied');
    assert.deepEqual([bench.names, bench.machine], [[], []]);
  });

  test('while somebody else declares a deployment of that name', async () => {
    await using bench = await benchWithStack();
    const twice = await Promise.all([
      codeOf(adopt(bench, async () => NOTHING)),
      codeOf(adopt(bench, async () => NOTHING)),
    ]);
    assert.deepEqual(twice.toSorted(), ['deployment-exists', undefined]);
    assert.deepEqual([bench.names, bench.machine], [['shop'], ['shop web']]);
  });

  test('is not done by only looking at the plan', async () => {
    await using bench = await benchWithStack();
    const { plan } = await adopt(bench, async () => RESTART, { dryRun: true });
    assert.deepEqual([plan, bench.names, bench.machine], [RESTART, [], []]);
  });
});
