// When a wait for a service is over, one way or the other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../src/apply/wait-service.ts';
import type { ContainerView } from '../../src/engine/containers/container-view.ts';
import { canonicalSpec } from '../../src/reconcile/canonical-spec.ts';

const record: ContainerView['record'] = {
  id: 'a',
  name: 'shop-db-1',
  spec: canonicalSpec({ name: 'shop-db-1' }),
  state: 'running',
  createdAt: 0,
  run: 1,
  process: null,
  bootId: null,
  startedAt: 0,
  finishedAt: 0,
  exitCode: 3,
  oomKilled: false,
  error: null,
  restarts: 0,
};

function restarted(times: number): ContainerView {
  return { record: { ...record, restarts: times }, status: 'restarting', health: 'none', healthState: null };
}

test('one that is restarted a few times may still get there', () => {
  for (const condition of ['healthy', 'completed'] as const)
    for (const times of [1, 3, 9]) assert.equal(judge(restarted(times), condition), 'wait');
});

test('nobody waits for ever for one that is restarted again and again', () => {
  for (const condition of ['healthy', 'completed'] as const)
    assert.equal(judge(restarted(10), condition), 'it was restarted 10 times, and exited with code 3');
});

test('one that runs between two of its many restarts has not got there either', () => {
  const view: ContainerView = { ...restarted(12), status: 'running', health: 'starting' };
  assert.match(judge(view, 'healthy'), /^it was restarted 12 times/);
  assert.equal(judge({ ...view, health: 'healthy' }, 'healthy'), 'fulfilled');
});

test('restarts of long ago do not count', () => {
  assert.equal(judge(restarted(57), 'healthy', 50), 'wait');
});

test('whoever only has to be started is so, however often', () => {
  assert.equal(judge(restarted(12), 'started'), 'fulfilled');
});
