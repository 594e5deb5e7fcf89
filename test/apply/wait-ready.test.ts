// When a container that was just started can take over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeReady, waitReady } from '../../src/apply/wait-ready.ts';
import type { ContainerStatus, ContainerView } from '../../src/engine/containers/container-view.ts';
import type { HealthStatus } from '../../src/engine/containers/health.ts';
import type { ObservedContainer } from '../../src/reconcile/snapshot.ts';
import type { ContainerRecord } from '../../src/store/containers.ts';
import { makeContainer } from '../reconcile/support.ts';
import { FakeEngine } from './fake-engine.ts';

const NOW = 100_000;

type Given = {
  readonly status?: ContainerStatus;
  readonly health?: HealthStatus;
  readonly ranMs?: number;
  readonly restarts?: number;
  readonly exitCode?: number;
};

function view({ status = 'running', health = 'none', ranMs = 0, restarts = 0, exitCode }: Given): ContainerView {
  const record: ContainerRecord = {
    id: 'id',
    name: 'web#next',
    spec: makeContainer({ spec: { name: 'web#next' } }).spec,
    state: 'running',
    createdAt: 0,
    run: 1,
    process: null,
    bootId: null,
    startedAt: NOW - ranMs,
    finishedAt: null,
    exitCode: exitCode ?? null,
    oomKilled: false,
    error: null,
    restarts,
  };
  return { record, status, health, healthState: null };
}

const ROWS: readonly (readonly [about: string, Given, ReturnType<typeof judgeReady>])[] = [
  ['is healthy', { health: 'healthy' }, { kind: 'ready' }],
  ['is not known to be healthy yet', { health: 'starting', ranMs: 9999 }, { kind: 'wait' }],
  ['is unhealthy', { health: 'unhealthy' }, { kind: 'never', why: 'it is unhealthy' }],
  ['has run for a part of the time', { ranMs: 400 }, { kind: 'wait', ms: 600 }],
  ['has run for the time', { ranMs: 1000 }, { kind: 'ready' }],
  ['has ended', { status: 'exited', exitCode: 3 }, { kind: 'never', why: 'it exited with code 3' }],
  ['is about to be restarted', { status: 'restarting', exitCode: 1 }, { kind: 'never', why: 'it exited with code 1' }],
  ['was restarted', { ranMs: 5000, restarts: 1, exitCode: 2 }, { kind: 'never', why: 'it exited with code 2' }],
];

for (const [about, given, expected] of ROWS) {
  test(`one that ${about}: ${expected.kind}`, () => assert.deepEqual(judgeReady(view(given), 1000, NOW), expected));
}

function waiting(given: Partial<ObservedContainer> = {}) {
  const container = makeContainer({ spec: { name: 'web#next' }, ...given });
  const engine = new FakeEngine({ images: [], networks: [], volumes: [], containers: [container] });
  const controller = new AbortController();
  const context = {
    containers: engine.asEngine().containers,
    events: engine.containerEvents,
    signal: controller.signal,
    lastLines: async (id: string) => [`said by ${id}`],
  };
  return { engine, controller, context };
}

const REQUEST = { container: 'web#next', service: 'web', monitorMs: 0, timeoutMs: 60_000 };

test('the waiting is over when the container is healthy', async () => {
  const { engine, context } = waiting({ health: 'starting' });
  const ending = waitReady(REQUEST, context);
  setImmediate(() => engine.happen('web#next', { health: 'healthy' }));
  await ending;
});

test('one without a health check is waited for as long as it is to be watched, and no longer', async () => {
  const { engine, context } = waiting();
  engine.happen('web#next', { startedAt: Date.now() });
  const began = performance.now();
  await waitReady({ ...REQUEST, monitorMs: 40 }, context);
  const tookMs = performance.now() - began;
  assert.ok(tookMs >= 30 && tookMs < 10_000, `${tookMs} ms`);
});

const NOT_READY: readonly (readonly [string, Parameters<FakeEngine['happen']>[1], string])[] = [
  ['ends', { status: 'exited', exitCode: 5 }, 'it exited with code 5'],
  ['gets unwell', { health: 'unhealthy' }, 'it is unhealthy'],
  ['is brought back by its restart policy', { restarts: 1, exitCode: null }, 'it exited with code unknown'],
];

for (const [what, change, why] of NOT_READY) {
  test(`one that ${what} while it is waited for is told at once, with what it said`, async () => {
    const { engine, context } = waiting({ health: 'starting' });
    const ending = waitReady(REQUEST, context);
    setImmediate(() => engine.happen('web#next', change));
    await assert.rejects(ending, {
      code: 'not-ready',
      message: `the new container of service "web" did not get ready: "web#next": ${why}`,
      output: ['said by id of web#next'],
    });
  });
}

test('one that is gone has said nothing', async () => {
  const { context } = waiting();
  await assert.rejects(waitReady({ ...REQUEST, container: 'other' }, context), {
    message: 'the new container of service "web" did not get ready: "other": it is gone',
    output: [],
  });
});

test('nobody waits for ever', async () => {
  const { context } = waiting({ health: 'starting' });
  const began = performance.now();
  await assert.rejects(waitReady({ ...REQUEST, timeoutMs: 20 }, context), {
    code: 'not-ready',
    message: /: it was not ready after 0.02 s$/,
    output: ['said by id of web#next'],
  });
  assert.ok(performance.now() - began >= 20);
});

test('an interruption ends the waiting at once', async () => {
  const { context, controller } = waiting({ health: 'starting' });
  const ending = waitReady(REQUEST, context);
  const began = performance.now();
  controller.abort();
  await assert.rejects(ending, { code: 'interrupted' });
  assert.ok(performance.now() - began < 10_000);
});

test('one whose start nobody wrote down is watched from now on', () => {
  const unknown = view({ ranMs: 0 });
  const record = { ...unknown.record, startedAt: null };
  assert.deepEqual(judgeReady({ ...unknown, record }, 1000, NOW), { kind: 'wait', ms: 1000 });
});
