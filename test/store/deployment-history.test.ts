import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Database } from '../../src/store/database.ts';
import { DeploymentHistory, type NewHistoryEntry } from '../../src/store/deployment-history.ts';
import { DeploymentTable } from '../../src/store/deployments.ts';

const entry = (commit: string, at: number, more: Partial<NewHistoryEntry> = {}): NewHistoryEntry => ({
  commit,
  generation: 1,
  outcome: 'applied',
  cause: 'push',
  signer: null,
  relation: null,
  error: null,
  pins: [],
  at,
  ...more,
});

test('the same result of the same commit is counted, any other is a line of its own', () => {
  using database = new Database(':memory:');
  const history = new DeploymentHistory(database);
  const failed = { outcome: 'failed', error: 'port-taken' } as const;
  history.add('shop', entry('c1', 1, failed));
  history.add('shop', entry('c1', 5, failed));
  history.add('shop', entry('c1', 6, { ...failed, error: 'no-image' }));
  history.add('shop', entry('c1', 7, { ...failed, error: 'no-image', generation: 2 }));
  history.add('shop', entry('c1', 8));
  history.add('blog', entry('c1', 9));
  assert.deepEqual(
    history.list('shop').map(({ number, at, until, times, error }) => [number, at, until, times, error]),
    [
      [1, 1, 5, 2, 'port-taken'],
      [2, 6, 6, 1, 'no-image'],
      [3, 7, 7, 1, 'no-image'],
      [4, 8, 8, 1, null],
    ],
  );
});

test('the same commit with images that were pinned anew is a line of its own', () => {
  using database = new Database(':memory:');
  const history = new DeploymentHistory(database);
  const pins = (digest: string) => [{ reference: 'docker.io/library/redis:7', digest }];
  history.add('shop', entry('c1', 1, { pins: pins('sha256:1') }));
  history.add('shop', entry('c1', 2, { pins: pins('sha256:1') }));
  history.add('shop', entry('c1', 3, { pins: pins('sha256:2') }));
  assert.deepEqual(
    history.list('shop').map((one) => [one.times, one.pins]),
    [
      [2, pins('sha256:1')],
      [1, pins('sha256:2')],
    ],
  );
});

test('fifty are kept, and none when the deployment is gone', () => {
  using database = new Database(':memory:');
  const history = new DeploymentHistory(database);
  for (let index = 1; index <= 120; index++) history.add('shop', entry(`c${index}`, index));
  const kept = history.list('shop');
  assert.deepEqual([kept.length, kept[0]?.number, kept.at(-1)?.commit], [50, 71, 'c120']);
  new DeploymentTable(database).delete('shop');
  assert.deepEqual(history.list('shop'), []);
});
