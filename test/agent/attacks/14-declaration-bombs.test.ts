// SECURITY.md row 14: declarations and folders that are to exhaust the agent.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertRefused, child, stacks, startFleet } from './fleet.ts';

const bomb = (): string => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let depth = 1; depth < 9; depth++) lines.push(`a${depth}: &a${depth} [${`*a${depth - 1}, `.repeat(9)}]`);
  return `${lines.join('\n')}\n`;
};

describe('a declaration in a repository', () => {
  const attacks: Readonly<Record<string, { readonly text: string; readonly code: string }>> = {
    'that is a bomb of aliases': { text: child('fleet-a', bomb()), code: 'too-large' },
    'that nests a thousand deep': {
      text: child('fleet-a', `hosts: ${'['.repeat(1000)}${']'.repeat(1000)}\n`),
      code: 'too-deep',
    },
    'that has more than a megabyte': { text: child('fleet-a', `# ${'x'.repeat(1024 ** 2)}\n`), code: 'too-large' },
    'that changes what all objects are': {
      text: child('fleet-a', '__proto__: { suspend: true }\n'),
      code: 'forbidden-key',
    },
    'that is a thousand declarations': {
      text: Array.from({ length: 1000 }, (_, index) => child(`fleet-${index}`)).join('---\n'),
      code: 'too-many-deployments',
    },
    'that has a name for each of a million characters': {
      text: child(`fleet-${'a'.repeat(1_000_00)}`),
      code: 'wrong-value',
    },
  };
  for (const [attack, { text, code }] of Object.entries(attacks)) {
    test(attack, async () => {
      await using bench = await startFleet('deployments', { 'deployments/a.yaml': child('fleet-a') });
      const begun = performance.now();
      await assertRefused(bench, { 'deployments/a.yaml': text }, code);
      assert.ok(performance.now() - begun < 5_000);
      assert.equal(Object.hasOwn(Object.prototype, 'suspend'), false);
    });
  }

  test('that is one of a thousand files', async () => {
    await using bench = await startFleet('deployments', { 'deployments/a.yaml': child('fleet-a') });
    const files = Array.from({ length: 1000 }, (_, index) => [`deployments/${index}.yaml`, child(`fleet-${index}`)]);
    await assertRefused(bench, Object.fromEntries(files), 'too-many-deployments');
  });
});

describe('a repository', () => {
  test('with ten thousand folders that have a stack', async () => {
    await using bench = await startFleet('stacks', stacks('a', 'b'));
    const names = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
    const files = stacks(...names);
    await assertRefused(bench, files, 'too-many-deployments');
    assert.deepEqual(bench.names, ['fleet', 'fleet-a', 'fleet-b']);
  });

  test('with folders so deep that patterns of patterns never end', async () => {
    await using bench = await startFleet('stacks', stacks('a'), 'hosts: []\n');
    const parts = Array.from({ length: 40 }, () => 'd').join('/');
    const deep = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`stacks/${index}/${parts}/x`, '']));
    bench.table.setDeclaration(
      'fleet',
      { ...bench.agent.get('fleet').record.declaration, discover: ['**/**/**/d/**/*/**/compose'] },
      { kind: 'command' },
    );
    bench.shop.push(deep);
    await bench.sync('fleet');
    assert.equal(bench.agent.get('fleet').record.error?.error.code, 'too-many-folders');
    assert.deepEqual(bench.names, ['fleet', 'fleet-a']);
  });
});
