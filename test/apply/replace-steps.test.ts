// Steps that put one container in the place of another, and what takes them back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executeStep } from '../../src/apply/execute-step.ts';
import { undoStep } from '../../src/apply/undo-step.ts';
import type { Step } from '../../src/reconcile/plan.ts';
import type { ObservedContainer } from '../../src/reconcile/snapshot.ts';
import { base, drain, named, nextSpec, onlyFirst, type Recreate, recreate, rig, succession, web } from './step-rig.ts';

test('a container is recreated beside the old one, whose place and volumes it takes', async () => {
  const { engine, context } = rig([web()]);
  assert.equal(await executeStep(recreate(), context), 'done');
  assert.deepEqual(engine.calls, [
    'create web#next',
    'stop web',
    'rename web to web#previous',
    'rename web#next to web',
    'hand over volumes of web#previous to web',
    'start web',
    'remove web#previous',
  ]);
  assert.deepEqual(engine.anonymousOf('web'), { '/data': '/data of old web' });
});

test('volumes that are to be renewed go with the old container', async () => {
  const { engine, context } = rig([web()]);
  await executeStep(recreate({ renewAnonymousVolumes: true }), context);
  assert.ok(!engine.calls.some((call) => call.startsWith('hand over')));
  assert.equal(engine.calls.at(-1), 'remove with volumes web#previous');
  assert.deepEqual(engine.anonymousOf('web'), { '/data': 'new /data of made 1' });
});

test('the grace that was asked for is that of every container that is stopped', async () => {
  const { engine, context } = rig([web(), web({ name: 'db' })], { stopTimeoutMs: 7 });
  await executeStep(recreate(), context);
  await executeStep({ ...base, kind: 'stop-container', container: 'db' }, context);
  await executeStep({ ...base, kind: 'restart-container', container: 'db' }, context);
  await executeStep({ ...base, kind: 'remove-container', container: 'db', withAnonymousVolumes: true }, context);
  const timed = engine.calls.filter((call) => call.endsWith('within 7 ms'));
  assert.deepEqual(timed, [
    'stop web within 7 ms',
    'stop db within 7 ms',
    'restart db within 7 ms',
    'remove with volumes db within 7 ms',
  ]);
});

test('an old one that is to be kept stays, stopped', async () => {
  const { engine, context } = rig([web()]);
  await executeStep(recreate({ keepsOld: true }), context);
  assert.deepEqual(named(engine), ['web running', 'web#previous exited']);
});

test('a container that is not to be started is recreated and not started', async () => {
  const { engine, context } = rig([web()]);
  await executeStep(recreate({ start: false }), context);
  assert.deepEqual(named(engine), ['web created']);
});

test('what an earlier attempt left under the next name goes first, and nothing else does', async () => {
  const { engine, context } = rig([web(), web({ name: 'web#next' }, { status: 'created' })]);
  await executeStep(recreate(), context);
  assert.deepEqual(engine.calls.slice(0, 2), ['remove with volumes web#next', 'create web#next']);
  const other = rig([web(), web({ name: 'former' }, { id: 'web#next' })]);
  await assert.doesNotReject(executeStep(recreate(), other.context));
  assert.deepEqual(named(other.engine), ['former running', 'web running']);
});

test('where the old one is gone, a new one is made', async () => {
  for (const start of [true, false]) {
    const { engine, context } = rig([]);
    assert.equal(await executeStep(recreate({ start, spec: nextSpec({ imageId: '' }) }), context), 'done');
    assert.deepEqual(named(engine), [start ? 'web running' : 'web created']);
  }
});

/** `from` and what is asked, then the answer and what has become of the container. */
const KEPT: readonly (readonly [ObservedContainer['status'], Partial<Recreate>, 'done' | 'unneeded', string])[] = [
  ['running', {}, 'unneeded', 'web running'],
  ['restarting', {}, 'unneeded', 'web restarting'],
  ['exited', {}, 'done', 'web running'],
  ['exited', { keepEnded: true }, 'unneeded', 'web exited'],
  ['exited', { start: false }, 'unneeded', 'web exited'],
  ['created', {}, 'done', 'web running'],
  ['created', { keepEnded: true }, 'done', 'web running'],
  ['created', { start: false }, 'unneeded', 'web created'],
];

for (const [status, given, answer, state] of KEPT) {
  test(`one that is ${status} stays when its image is the same ${JSON.stringify(given)}: ${state}`, async () => {
    const { engine, context } = rig([web({}, { status })]);
    const step = recreate({ unlessImageId: 'sha256:here', spec: nextSpec({ imageId: '' }), ...given });
    assert.equal(await executeStep(step, context), answer);
    assert.deepEqual(named(engine), [state]);
    assert.equal(engine.containers.get('web').record.id, 'old web');
  });
}

test('one whose image has become another is recreated', async () => {
  const { engine, context } = rig([web()]);
  const step = recreate({ unlessImageId: 'sha256:old', spec: nextSpec({ imageId: '' }) });
  assert.equal(await executeStep(step, context), 'done');
  assert.equal(engine.containers.get('web').record.id, 'made 1');
});

test('a successor is started beside the old one, and gets no connections', async () => {
  const { engine, context } = rig([web()]);
  assert.equal(await executeStep(succession(), context), 'done');
  assert.deepEqual(engine.calls, ['create web#next', 'hold web#next in place of web', 'start web#next']);
  assert.deepEqual(named(engine), ['web running', 'web#next running held']);
});

test('a successor comes after what an earlier attempt left under its name is gone', async () => {
  const { engine, context } = rig([web(), web({ name: 'web#next' }, { traffic: 'held' })]);
  await executeStep(succession(), context);
  assert.deepEqual(engine.calls.slice(0, 2), ['remove with volumes web#next', 'create web#next']);
});

test("a successor of one that is gone takes nobody's place", async () => {
  const { engine, context } = rig([]);
  assert.equal(await executeStep(succession({ unlessImageId: 'sha256:here' }), context), 'done');
  assert.ok(engine.calls.includes('hold web#next'));
});

test('where the image is the same there is no successor, and the old one runs', async () => {
  for (const [status, keepEnded, state] of [
    ['running', false, 'web running'],
    ['exited', false, 'web running'],
    ['exited', true, 'web exited'],
  ] as const) {
    const { engine, context } = rig([web({}, { status })]);
    assert.equal(await executeStep(succession({ unlessImageId: 'sha256:here', keepEnded }), context), 'unneeded');
    assert.deepEqual(named(engine), [state]);
  }
});

test('a successor that does not start leaves nothing of it, with the old one as it was', async () => {
  for (const call of ['hold web#next', 'start web#next']) {
    const { engine, context } = rig([web()], { fails: (made) => made.startsWith(call) });
    await assert.rejects(executeStep(succession(), context), { code: 'conmon-failed' });
    assert.deepEqual(named(engine), ['web running']);
    assert.equal(engine.calls.at(-1), 'remove with volumes web#next');
  }
});

test('a successor that cannot be taken away does not hide why it did not start', async () => {
  const { context } = rig([web()], { fails: (call) => call === 'start web#next' || call.startsWith('remove') });
  await assert.rejects(executeStep(succession(), context), { code: 'conmon-failed' });
});

const SWITCH: Step = { ...base, kind: 'switch-traffic', container: 'web', successor: 'web#next', name: 'web' };

test('a switch changes the traffic before the names, and can be made twice', async () => {
  const { engine, context } = rig([web(), web({ name: 'web#next' }, { traffic: 'held' })]);
  assert.equal(await executeStep(SWITCH, context), 'done');
  const calls = ['switch to web#next from web', 'rename web to web#previous', 'rename web#next to web'];
  assert.deepEqual(engine.calls, calls);
  assert.equal(await executeStep(SWITCH, context), 'done');
  assert.deepEqual(engine.calls, calls);
  assert.deepEqual(named(engine), ['web running', 'web#previous running draining']);
});

test('a switch whose old one is gone gives the successor its name', async () => {
  const { engine, context } = rig([web({ name: 'web#next' }, { traffic: 'held' })]);
  assert.equal(await executeStep(SWITCH, context), 'done');
  assert.deepEqual(engine.calls, ['switch to web#next from nobody', 'rename web#next to web']);
});

test('a switch takes away what was left under the previous name, and takes up one that was cut short', async () => {
  const { engine, context } = rig([
    web(),
    web({ name: 'web#previous' }),
    web({ name: 'web#next' }, { traffic: 'held' }),
  ]);
  await executeStep(SWITCH, context);
  assert.ok(engine.calls.includes('remove with volumes web#previous'));
  const halfway = rig([web({ name: 'web#previous' }), web({ name: 'web#next' })]);
  await executeStep({ ...SWITCH, container: 'old web#previous' }, halfway.context);
  assert.deepEqual(halfway.engine.calls.slice(1), ['rename web#next to web']);
});

test('without a successor there is nothing to switch to', async () => {
  const { context } = rig([web()]);
  await assert.rejects(executeStep(SWITCH, context), { code: 'container-not-found' });
});

test('a drain is taken back by letting it in again, and a step that has nothing to undo is left', async () => {
  const { engine, context } = rig([web({}, { traffic: 'draining' })]);
  await undoStep(drain('web'), context);
  assert.deepEqual(named(engine), ['web running']);
  await undoStep(drain('gone'), context);
  await undoStep({ ...base, kind: 'start-container', container: 'web' }, context);
  assert.deepEqual(engine.calls, ['switch to web from nobody']);
});

test('a successor is taken back whether the names have followed or not, and only once', async () => {
  const before = rig([web({}, { traffic: 'draining' }), web({ name: 'web#next' })]);
  await undoStep(succession(), before.context);
  assert.deepEqual(before.engine.calls, ['switch to web from web#next', 'remove with volumes web#next']);
  await undoStep(succession(), before.context);
  assert.equal(before.engine.calls.length, 2);
  const between = rig([web({ name: 'web#previous' }), web({ name: 'web#next' })]);
  await undoStep(succession(), between.context);
  assert.equal(between.engine.calls[0], 'switch to web#previous from web#next');
  assert.deepEqual(named(between.engine), ['web running']);
  const alone = rig([web({ name: 'web#next' })]);
  await undoStep(succession(), alone.context);
  assert.deepEqual(alone.engine.calls[0], 'switch to nobody from web#next');
});

test('an old one that was kept comes back with its volumes, and runs', async () => {
  const { engine, context } = rig([web()]);
  await executeStep(recreate({ keepsOld: true }), context);
  await undoStep(recreate(), context);
  assert.deepEqual(named(engine), ['web running']);
  assert.equal(engine.containers.get('web').record.id, 'old web');
  assert.deepEqual(engine.anonymousOf('web'), { '/data': '/data of old web' });
  await undoStep(recreate(), context);
  assert.deepEqual(named(engine), ['web running']);
});

test('an old one comes back even if its successor is gone', async () => {
  const { engine, context } = rig([web({ name: 'web#previous' }, { status: 'exited' })]);
  await undoStep(recreate(), context);
  assert.deepEqual(engine.calls, ['rename web#previous to web', 'start web']);
});

test('volumes that were renewed go with a successor that did not start', async () => {
  const { engine, context } = rig([web()], { fails: onlyFirst('start web') });
  const step = recreate({ renewAnonymousVolumes: true });
  await assert.rejects(executeStep(step, context), { code: 'conmon-failed' });
  assert.ok(engine.calls.includes('remove with volumes web'));
  assert.deepEqual(engine.anonymousOf('web'), { '/data': '/data of old web' });
});

test('volumes that were renewed go with a successor that is taken back', async () => {
  const { engine, context } = rig([web()]);
  await executeStep(recreate({ keepsOld: true, renewAnonymousVolumes: true }), context);
  await undoStep(recreate(), context);
  assert.deepEqual(engine.anonymousOf('web'), { '/data': '/data of old web' });
  assert.ok(engine.calls.includes('remove with volumes web'));
});

const RECREATION_CALLS = ['stop web', 'rename web to', 'rename web#next to', 'hand over volumes of web#p', 'start web'];
const AS_BEFORE = { running: 'web running', exited: 'web exited' } as const;

for (const status of ['running', 'exited'] as const)
  for (const call of RECREATION_CALLS) {
    test(`one that is ${status} is as it was when its recreation fails at "${call}"`, async () => {
      const { engine, context } = rig([web({}, { status })], { fails: onlyFirst(call) });
      await assert.rejects(executeStep(recreate(), context), { code: 'conmon-failed' });
      assert.deepEqual(named(engine), [AS_BEFORE[status]]);
      assert.equal(engine.containers.get('web').record.id, 'old web');
      assert.deepEqual(engine.anonymousOf('web'), { '/data': '/data of old web' });
    });
  }

test('one that was about to be restarted is started when its recreation fails', async () => {
  const { engine, context } = rig([web({}, { status: 'restarting' })], { fails: onlyFirst('start web') });
  await assert.rejects(executeStep(recreate(), context), { code: 'conmon-failed' });
  assert.deepEqual(named(engine), ['web running']);
});
