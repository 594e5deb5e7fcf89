import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeTrees, uniqueItems } from '../../src/stack/merge-trees.ts';
import { OWN_LIMITS, parseYaml } from '../../src/stack/parse-yaml.ts';
import { createProblems } from '../../src/stack/problems.ts';
import { toSourceText } from '../../src/stack/source-text.ts';
import { type TreeNode, toPlain } from '../../src/stack/tree.ts';

const name = fc.constantFrom('a', 'b', 'c');
const text = fc.constantFrom('x', 'y', 'z');
const texts = fc.array(text, { maxLength: 3 });
const mapOf = <T>(value: fc.Arbitrary<T>) => fc.dictionary(name, value, { maxKeys: 3 });
/** Both ways to write pairs. */
const pairs = fc.oneof(
  mapOf(text),
  fc.array(fc.tuple(name, text), { maxLength: 3 }).map((list) => list.map(([key, value]) => `${key}=${value}`)),
);
const port = fc.oneof(
  fc.constantFrom('80:80', '81:80', '80:80/udp', '8080:80'),
  fc.record({ target: fc.constantFrom(80, 81), published: fc.constantFrom('80', '81') }),
);
const volume = fc.constantFrom('/a', 'data:/a', './x:/a:ro', './x:/b');
const service = fc.record(
  {
    image: text,
    command: fc.oneof(text, texts),
    entrypoint: texts,
    environment: pairs,
    labels: pairs,
    build: fc.oneof(text, fc.record({ context: text, args: pairs }, { requiredKeys: [] })),
    ports: fc.array(port, { maxLength: 3 }),
    volumes: fc.array(volume, { maxLength: 3 }),
    cap_add: texts,
    dns: fc.oneof(text, texts),
    depends_on: fc.oneof(fc.uniqueArray(name), mapOf(fc.record({ condition: fc.constant('service_healthy') }))),
    networks: fc.oneof(fc.uniqueArray(name), mapOf(fc.record({ aliases: texts }, { requiredKeys: [] }))),
    healthcheck: fc.record({ test: texts, interval: text }, { requiredKeys: [] }),
    ulimits: mapOf(fc.oneof(fc.nat(9), fc.record({ soft: fc.nat(9), hard: fc.nat(9) }))),
    'x-own': fc.record({ list: texts, map: mapOf(text) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const stack = fc.record(
  { services: mapOf(service), networks: mapOf(fc.record({ labels: pairs }, { requiredKeys: [] })), name: text },
  { requiredKeys: [] },
);

test('three files merge to the same, whichever two are merged first', () => {
  fc.assert(
    fc.property(stack, stack, stack, (...files) => {
      const [a, b, c] = files.map(toTree) as [TreeNode, TreeNode, TreeNode];
      assert.deepEqual(settled(mergeTrees(mergeTrees(a, b), c)), settled(mergeTrees(a, mergeTrees(b, c))));
    }),
    { numRuns: 500 },
  );
});

test('an empty file changes nothing, before or after', () => {
  fc.assert(
    fc.property(stack, (file) => {
      const [tree, empty] = [toTree(file), toTree({})];
      assert.deepEqual(settled(mergeTrees(empty, tree)), settled(tree));
      assert.deepEqual(settled(mergeTrees(tree, empty)), settled(tree));
    }),
  );
});

function toTree(value: unknown): TreeNode {
  const [tree] = parseYaml(toSourceText('stack.yml', JSON.stringify(value)), OWN_LIMITS, createProblems());
  assert.ok(tree);
  return tree;
}

function settled(tree: TreeNode): unknown {
  return toPlain(uniqueItems(tree));
}
