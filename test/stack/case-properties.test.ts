// What holds of every stack file, tried on those of the cases.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { formatStack } from '../../src/stack/format-stack.ts';
import type { Stack } from '../../src/stack/model.ts';
import { caseStacks, optionsFor } from './case-stacks.ts';
import { skipWithoutCases } from './cases.ts';
import { tryLoad } from './load-case.ts';
import { loadMutants } from './mutations.ts';

const stacks = caseStacks();

test('a stack that is printed and loaded again is the same stack', { skip: skipWithoutCases }, async (context) => {
  let count = 0;
  for (const stack of stacks) {
    const first = await tryLoad(optionsFor(stack, stack.text));
    if ('errors' in first) continue;
    for (const format of ['yaml', 'json'] as const) {
      const again = await tryLoad(optionsFor(stack, formatStack(first.loaded.stack, format)));
      if ('errors' in again) throw new Error(`${stack.id}: ${again.errors.map(({ message }) => message).join('; ')}`);
      assert.deepEqual(again.shape, first.shape, stack.id);
      assert.deepEqual(withoutValues(again.loaded.stack), withoutValues(first.loaded.stack), stack.id);
    }
    count++;
  }
  context.diagnostic(`${count} of ${stacks.length} stacks: the others are errors`);
});

test('the order of keys never matters', { skip: skipWithoutCases }, async () => {
  const plain = stacks.flatMap((stack) => {
    const document = parseDocument(stack.text, { logLevel: 'silent', merge: true });
    const isPlain = document.errors.length === 0 && !/^---|!reset|!override|<<|[&*]\w/m.test(stack.text);
    return isPlain ? { stack, value: document.toJS() } : [];
  });
  for (const { stack, value } of plain) {
    const first = await tryLoad(optionsFor(stack, JSON.stringify(value)));
    const [shuffled] = fc
      .sample(fc.infiniteStream(fc.nat()), { numRuns: 1, seed: 7 })
      .map((order) => shuffle(value, order));
    const other = await tryLoad(optionsFor(stack, JSON.stringify(shuffled)));
    if ('errors' in first || 'errors' in other) {
      const codes = (result: typeof first) => ('errors' in result ? result.errors.map(({ code }) => code).sort() : []);
      assert.deepEqual(codes(other), codes(first), stack.id);
    } else assert.deepEqual(other.shape, first.shape, stack.id);
  }
});

test('a stack file with anything changed in it gives a stack or our errors', { skip: skipWithoutCases }, async () => {
  await loadMutants(stacks, 300);
});

/** What a secret's variable had is never printed, and a variable of an included stack is not one of the whole. */
function withoutValues(stack: Stack): Stack {
  const named = (files: Stack['secrets']) =>
    Object.fromEntries(
      Object.entries(files).map(([name, file]) => {
        const { origin } = file;
        const isNamed = 'variable' in origin && origin.variable !== undefined;
        return [name, isNamed ? { ...file, origin: { kind: 'unset', variable: origin.variable } as const } : file];
      }),
    );
  return { ...stack, secrets: named(stack.secrets), configs: named(stack.configs) };
}

function shuffle(value: unknown, order: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffle(item, order));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => ({ key, item, rank: order.next().value as number }));
  entries.sort((a, b) => a.rank - b.rank);
  return Object.fromEntries(entries.map(({ key, item }) => [key, shuffle(item, order)]));
}
