// SECURITY.md row 20, for deployments that a repository declares: no commit takes most of them away by itself.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { describe, test } from 'node:test';
import { assertRefused, child, type Files, stacks, startFleet } from './fleet.ts';

describe('a commit', () => {
  const attacks: Readonly<Record<string, { readonly files: Files; readonly code: string }>> = {
    'that is empty': { files: {}, code: 'children-would-go' },
    'that moves every stack elsewhere': { files: { 'old/a/compose.yaml': '' }, code: 'children-would-go' },
    'that renames every stack': { files: stacks('a2', 'b2', 'c2', 'd2'), code: 'children-would-go' },
    'that takes three of four away': { files: stacks('a'), code: 'children-would-go' },
    'that takes every stack file out of its folder': {
      files: { 'stacks/a/x': '', 'stacks/b/x': '' },
      code: 'children-would-go',
    },
  };
  for (const [attack, { files, code }] of Object.entries(attacks)) {
    test(attack, async () => {
      await using bench = await startFleet('stacks', stacks('a', 'b', 'c', 'd'));
      await assertRefused(bench, files, code);
    });
  }

  test('that declares everything for machines that are not there', async () => {
    const files = (more: string): Files => ({
      'deployments/a.yaml': child('fleet-a', more),
      'deployments/b.yaml': child('fleet-b', more),
    });
    await using bench = await startFleet('deployments', files(''));
    await assertRefused(bench, files('hosts: [nowhere]\n'), 'children-would-go');
  });

  test('that leaves a file of declarations empty', async () => {
    const both = `${child('fleet-a')}---\n${child('fleet-b')}`;
    await using bench = await startFleet('deployments', { 'deployments/a.yaml': both });
    await assertRefused(bench, { 'deployments/a.yaml': '# nothing\n' }, 'empty-file');
  });

  test('that goes step by step is taken at each step by itself, and a person may agree to all of it', async () => {
    await using bench = await startFleet('stacks', stacks('a', 'b', 'c', 'd'));
    bench.shop.push(stacks('a', 'b'));
    await bench.sync('fleet');
    assert.deepEqual(bench.names, ['fleet', 'fleet-a', 'fleet-b']);
    bench.shop.push({});
    await bench.sync('fleet');
    assert.deepEqual(bench.names, ['fleet', 'fleet-a', 'fleet-b']);
    await bench.sync('fleet', { allowRemoval: true });
    assert.deepEqual(bench.names, ['fleet']);
  });
});

test('a folder of declarations that is not mounted', async () => {
  await using bench = await startFleet('stacks', stacks('a'));
  bench.write('blog.yaml', child('blog', 'removal: down\n'));
  await bench.look();
  rmSync(bench.place, { recursive: true });
  await bench.look();
  assert.ok(bench.names.includes('blog'));
  assert.deepEqual(bench.problems, ['declarations-not-found -']);
  assert.equal(bench.machine.includes('down blog'), false);
});
