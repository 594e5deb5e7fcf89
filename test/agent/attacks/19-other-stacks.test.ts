// SECURITY.md row 19: a repository that declares deployments gets at none but its own. Keys and rules go by names.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SERVICE } from '../declaration/declaration-bench.ts';
import { SHOP_URL } from '../declared.ts';
import { assertRefused, child, stacks, startFleet } from './fleet.ts';

describe('a declaration in a repository', () => {
  test('that takes the name of a deployment with keys of its own', async () => {
    await using bench = await startFleet('deployments', { 'deployments/a.yaml': child('fleet-a') });
    await assertRefused(
      bench,
      { 'deployments/a.yaml': child('fleet-a'), 'deployments/b.yaml': child('shop') },
      'child-name-not-allowed',
    );
  });

  test('that takes over what a person declared', async () => {
    await using bench = await startFleet('deployments', { 'deployments/a.yaml': child('fleet-a') });
    await bench.add(`name: fleet-b\nsource: { url: ${SHOP_URL} }\npath: ok\n`).catch(() => {});
    const files = { 'deployments/a.yaml': child('fleet-a'), 'deployments/b.yaml': child('fleet-b') };
    const message = await assertRefused(bench, files, 'deployment-exists');
    assert.match(message, /declared by command/);
  });

  test('that takes over its own parent, though names are free', async () => {
    const free = 'children: { names: "**" }\n';
    await using bench = await startFleet('deployments', { 'deployments/a.yaml': child('other') }, free);
    const files = { 'deployments/a.yaml': child('other'), 'deployments/b.yaml': child('fleet', 'suspend: true\n') };
    await assertRefused(bench, files, 'deployment-exists');
  });

  test('that takes over a stack which somebody runs', async () => {
    await using bench = await startFleet('deployments', { 'deployments/a.yaml': child('fleet-a') });
    bench.stacks.set('fleet-b', '/home/ada/shop');
    await assertRefused(
      bench,
      { 'deployments/a.yaml': child('fleet-a'), 'deployments/b.yaml': child('fleet-b') },
      'stack-exists',
    );
  });

  test('that lets its own children have any name', async () => {
    await using bench = await startFleet('deployments', { 'deployments/a.yaml': child('fleet-a') });
    const inner = 'path: inner\ncontent: deployments\nchildren: { names: "**" }\n';
    bench.repository('https://git.example.org/child.git').push({
      'stack.yml': SERVICE,
      'inner/x.yaml': `name: shop\nsource: { url: ${SHOP_URL} }\n`,
    });
    bench.shop.push({ 'deployments/a.yaml': child('fleet-a', inner) });
    await bench.sync('fleet');
    await bench.sync('fleet-a');
    assert.equal(bench.agent.get('fleet-a').record.error?.error.code, 'child-name-not-allowed');
    assert.deepEqual(bench.names, ['fleet', 'fleet-a']);
  });
});

describe('a folder', () => {
  const attacks: Readonly<Record<string, string>> = {
    'with a name that moves the cursor': 'x\u001b[2Jy',
    'with capital letters, which another folder has in small ones': 'A',
    'with a name that is longer than names may be': 'a'.repeat(100),
    'with a name that looks like an option': '--privileged x',
  };
  for (const [attack, name] of Object.entries(attacks)) {
    test(attack, async () => {
      await using bench = await startFleet('stacks', stacks('a'));
      await assertRefused(bench, stacks('a', name), 'child-name-not-allowed');
    });
  }

  test('that would have the name of another one', async () => {
    await using bench = await startFleet('stacks', stacks('a'), 'children: { names: "**" }\n');
    bench.table.setDeclaration(
      'fleet',
      { ...bench.agent.get('fleet').record.declaration, discover: ['stacks/**'] },
      { kind: 'command' },
    );
    await assertRefused(bench, stacks('a', 'b/c', 'b-c'), 'deployment-exists');
  });
});
