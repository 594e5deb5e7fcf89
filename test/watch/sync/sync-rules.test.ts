// What of `develop.watch` is brought, and what is left to mounts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadStack } from '../../../src/stack/load-stack.ts';
import { type RulesOf, rulesOf } from '../../../src/watch/sync/sync-rules.ts';
import { memoryReader } from '../../stack/load-case.ts';

async function rules(service: string, ...watch: readonly string[]): Promise<RulesOf> {
  const text = `services: {web: {image: x, ${service}, develop: {watch: [${watch.map((rule) => `{${rule}}`)}]}}}`;
  const reader = memoryReader({ '/work/compose.yaml': text });
  const { stack } = await loadStack({ files: [], cwd: '/work', environment: {}, ...reader });
  return rulesOf(stack);
}

const taken = ({ sync: [rule] }: RulesOf, ...paths: readonly string[]) =>
  paths.filter((path) => rule?.filter.takes(path));

test('what a bind mount shows is not brought, whatever is done after a change', async () => {
  const { sync, covered } = await rules(
    'volumes: ["./conf:/etc/app"]',
    'path: ./conf, target: /etc/app, action: sync',
    'path: ./conf/sub, target: /etc/app/sub, action: sync+restart',
    'path: ./other, target: /other, action: sync+restart',
  );
  assert.deepEqual(covered, [{ service: 'web', path: '/work/conf' }]);
  assert.deepEqual(
    sync.map(({ root, target, action }) => [root, target, action.kind]),
    [
      ['/work/conf/sub', undefined, 'restart'],
      ['/work/other', '/other', 'restart'],
    ],
  );
});

test('what the container has from the host within a target is left out: it would be saved there again and again', async () => {
  const all = await rules('volumes: ["./src:/app/src", "/app/modules"]', 'path: ., target: /app, action: sync');
  assert.deepEqual(taken(all, 'main.js', 'src', 'src/a.js', 'src2/a.js', 'modules/a.js'), [
    'main.js',
    'src2/a.js',
    'modules/a.js',
  ]);
});

test('what is in memory, at the target, above or beneath it, is lost with a restart', async () => {
  const isVolatile = async (tmpfs: string) =>
    (await rules(`tmpfs: ${tmpfs}`, 'path: ., target: /app/src, action: sync')).sync[0]?.isVolatile;
  const found = await Promise.all(['/app', '/app/src', '/app/src/cache', '/app/sr', '/tmp'].map(isVolatile));
  assert.deepEqual(found, [true, true, true, false, false]);
});
