// What can be said of a container that another service waits for, and how the waiting ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, lastLogLines, nextChange, type WaitContext, waitForService } from '../../src/apply/wait-service.ts';
import { Emitter } from '../../src/core/emitter.ts';
import { ContainerError } from '../../src/core/errors.ts';
import type { ContainerStatus, ContainerView } from '../../src/engine/containers/container-view.ts';
import type { HealthStatus } from '../../src/engine/containers/health.ts';
import { makeContainer } from '../reconcile/support.ts';
import { FakeEngine } from './fake-engine.ts';

type Given = {
  readonly status?: ContainerStatus;
  readonly health?: HealthStatus;
  readonly exitCode?: number | null;
  readonly lastCheck?: string;
};

function view({ status = 'running', health = 'none', exitCode = null, lastCheck }: Given): ContainerView {
  const snapshot = { images: [], networks: [], volumes: [], containers: [container({ status, health, exitCode })] };
  const [first] = new FakeEngine(snapshot).containers.list();
  assert.ok(first);
  if (lastCheck === undefined) return first;
  const probe = { startedAt: 0, endedAt: 1, exitCode: 7, output: lastCheck };
  const log = [{ ...probe, exitCode: 0, output: 'well' }, probe];
  return { ...first, healthState: { status: health, failingStreak: 3, log } };
}

function container(given: { status: ContainerStatus; health?: HealthStatus; exitCode?: number | null }) {
  return makeContainer({ spec: { name: 'web' }, ...given });
}

const ROWS: readonly (readonly [Parameters<typeof judge>[1], Given, string])[] = [
  ['started', { status: 'running' }, 'fulfilled'],
  ['started', { status: 'restarting' }, 'fulfilled'],
  ['started', { status: 'exited', exitCode: 0 }, 'fulfilled'],
  ['started', { status: 'exited', exitCode: 3 }, 'it exited with code 3'],
  ['started', { status: 'created' }, 'it exited with code null'],
  ['completed', { status: 'running' }, 'wait'],
  ['completed', { status: 'restarting' }, 'wait'],
  ['completed', { status: 'exited', exitCode: 0 }, 'fulfilled'],
  ['completed', { status: 'exited', exitCode: 1 }, 'it exited with code 1'],
  ['completed', { status: 'dead', exitCode: 9 }, 'it exited with code 9'],
  ['healthy', { health: 'healthy' }, 'fulfilled'],
  ['healthy', { health: 'starting' }, 'wait'],
  ['healthy', { health: 'none' }, 'it has no health check'],
  ['healthy', { status: 'restarting', health: 'none' }, 'wait'],
  ['healthy', { health: 'unhealthy' }, 'it is unhealthy'],
  [
    'healthy',
    { health: 'unhealthy', lastCheck: 'trying\nno answer\n' },
    'it is unhealthy: the last check ended with 7: no answer',
  ],
  ['healthy', { status: 'exited', exitCode: 1 }, 'it exited with code 1'],
  ['healthy', { status: 'created' }, 'it exited with code null'],
  ['healthy', { status: 'dead', exitCode: 2 }, 'it exited with code 2'],
];

for (const [condition, given, expected] of ROWS) {
  const state = [given.status ?? 'running', given.exitCode, given.health, given.lastCheck?.trim().slice(0, 6)];
  test(`to be ${condition}, of one that is ${state.filter((word) => word !== undefined).join(' ')}: ${expected}`, () => {
    assert.equal(judge(view(given), condition), expected);
  });
}

function waiting(given: { status: ContainerStatus; health?: HealthStatus; exitCode?: number | null }) {
  const engine = new FakeEngine({ images: [], networks: [], volumes: [], containers: [container(given)] });
  const controller = new AbortController();
  const context: WaitContext = {
    containers: engine.asEngine().containers,
    events: engine.containerEvents,
    signal: controller.signal,
    lastLines: async (id) => [`said by ${id}`],
  };
  return { engine, context, controller };
}

const REQUEST = { service: 'web', containers: ['web'], condition: 'healthy' } as const;

test('the waiting is over as soon as the condition is fulfilled, without waiting for the next look', async ({
  mock,
}) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { engine, context } = waiting({ status: 'running', health: 'starting' });
  const ending = waitForService(REQUEST, context);
  setImmediate(() => engine.happen('web', { health: 'healthy' }));
  await ending;
});

test('what nobody tells is found by looking again', async () => {
  const { engine, context } = waiting({ status: 'running', health: 'starting' });
  const ending = waitForService(REQUEST, { ...context, events: new Emitter() });
  setImmediate(() => engine.happen('web', { health: 'healthy' }));
  await ending;
});

const FAILURES = [
  { condition: 'healthy', code: 'dependency-unhealthy', verb: 'did not become healthy' },
  { condition: 'completed', code: 'dependency-failed', verb: 'did not complete' },
  { condition: 'started', code: 'dependency-failed', verb: 'did not start' },
] as const;

for (const { condition, code, verb } of FAILURES) {
  test(`a service that ${verb} is told with what its container said`, async () => {
    const { context } = waiting({ status: 'exited', exitCode: 4 });
    await assert.rejects(waitForService({ ...REQUEST, condition }, context), (error) => {
      assert.ok(error instanceof ContainerError);
      assert.equal(error.code, code);
      assert.equal(error.message, `service "web" ${verb}: container "web": it exited with code 4`);
      assert.deepEqual(error.output, ['said by id of web']);
      return true;
    });
  });
}

test('one that is gone is waited for no longer, and has said nothing', async () => {
  const { context } = waiting({ status: 'running' });
  await assert.rejects(waitForService({ ...REQUEST, containers: ['other'] }, context), {
    code: 'dependency-unhealthy',
    message: 'service "web" did not become healthy: container "other": container is gone',
    output: [],
  });
});

test('every container has to fulfil the condition', async () => {
  const { context } = waiting({ status: 'running', health: 'healthy' });
  await assert.rejects(waitForService({ ...REQUEST, containers: ['web', 'other'] }, context), /"other"/);
});

test('an interruption ends the waiting at once, also one that was given before', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { context, controller } = waiting({ status: 'running', health: 'starting' });
  const ending = waitForService(REQUEST, context);
  controller.abort();
  await assert.rejects(ending, { code: 'interrupted' });
  await assert.rejects(waitForService(REQUEST, context), { code: 'interrupted' });
});

test('the next look is at the latest when asked for, and leaves no listener behind', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { context } = waiting({ status: 'running' });
  let listeners = 0;
  const events: Pick<Emitter<unknown>, 'listen'> = {
    listen: () => {
      listeners++;
      return () => listeners--;
    },
  };
  const looking = nextChange({ ...context, events: events as WaitContext['events'] }, 10);
  mock.timers.tick(10);
  await looking;
  assert.equal(listeners, 0);
});

test('for an error the last ten lines of a container are read', async () => {
  const containers = { lastLines: async (id: string, count: number) => [`${count} of ${id}`] };
  assert.deepEqual(await lastLogLines({ containers } as never, 'id of web'), ['10 of id of web']);
});
