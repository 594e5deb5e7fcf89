// What each kind of step asks of the engine, and what is left when the engine refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executeStep } from '../../src/apply/execute-step.ts';
import type { ContainerSpec } from '../../src/core/specs.ts';
import type { Step } from '../../src/reconcile/plan.ts';
import type { ObservedContainer } from '../../src/reconcile/snapshot.ts';
import { makeStack } from '../reconcile/support.ts';
import { base, drain, named, nextSpec, recreate, rig, web } from './step-rig.ts';

test('a container is created from the image that its name has by then, and started if it is to be', async () => {
  for (const start of [true, false]) {
    const { engine, context } = rig([]);
    const step: Step = { ...base, kind: 'create-container', spec: nextSpec({ imageId: '' }), start };
    assert.equal(await executeStep(step, context), 'done');
    assert.deepEqual(named(engine), [start ? 'web running' : 'web created']);
    assert.equal(engine.containers.get('web').record.spec.imageId, 'sha256:here');
  }
});

test('a container keeps the image that the plan has seen, whatever its name has by then', async () => {
  const { engine, context } = rig([]);
  const spec = nextSpec({ imageId: 'sha256:seen' });
  await executeStep({ ...base, kind: 'create-container', spec, start: false }, context);
  assert.equal(engine.containers.get('web').record.spec.imageId, 'sha256:seen');
});

test('without its image nothing is made', async () => {
  const { engine, context } = rig([]);
  const spec = nextSpec({ image: 'redis', imageId: '' });
  const creation = executeStep({ ...base, kind: 'create-container', spec, start: true }, context);
  await assert.rejects(creation, { code: 'image-not-here' });
  assert.deepEqual(engine.calls, []);
});

test('a container that does not start leaves nothing behind', async () => {
  const { engine, context } = rig([], { fails: (call) => call === 'start web' });
  const creation = executeStep({ ...base, kind: 'create-container', spec: nextSpec(), start: true }, context);
  await assert.rejects(creation, { code: 'conmon-failed' });
  assert.deepEqual(engine.calls, ['create web', 'start web', 'remove with volumes web']);
});

test('what does not start is told, even if it cannot be taken away', async () => {
  const { context } = rig([], { fails: (call) => call === 'start web' || call.startsWith('remove') });
  const creation = executeStep({ ...base, kind: 'create-container', spec: nextSpec(), start: true }, context);
  await assert.rejects(creation, { code: 'conmon-failed' });
});

const ON_BRIDGE = {
  kind: 'networks',
  attachments: [
    { network: 'shop_default', aliases: [], ipv4: null, mac: null },
    { network: 'bridge', aliases: [], ipv4: null, mac: null },
  ],
} as const;
const ELSEWHERE = { kind: 'networks', attachments: [{ network: 'n', aliases: [], ipv4: null, mac: null }] } as const;

test('the network that nobody makes is made for whoever names it, before the container', async () => {
  const step = (spec: ContainerSpec): readonly Step[] => [
    { ...base, kind: 'create-container', spec: { ...spec, name: 'new' }, start: false },
    recreate({ spec }),
    { ...base, kind: 'start-successor', container: 'web', spec, unlessImageId: null, keepEnded: false },
  ];
  for (const network of [ON_BRIDGE, ELSEWHERE, { kind: 'host' }] as const) {
    for (const one of step(nextSpec({ network }))) {
      const { engine, context } = rig([web()]);
      await executeStep(one, context);
      const isAsked = engine.calls[0] === 'ensure network bridge';
      assert.equal(isAsked, network === ON_BRIDGE, one.kind);
    }
  }
});

test('a container is drained within its own grace or the one that was asked for', async () => {
  const two = [web({ stopGraceMs: 11 }), web({ name: 'web-2', replica: 2 })];
  const { engine, context } = rig(two);
  assert.equal(await executeStep(drain('web'), context), 'done');
  assert.deepEqual(engine.calls, ['drain web within 11 ms']);
  const asked = rig(two, { stopTimeoutMs: 0 });
  await executeStep(drain('web'), asked.context);
  assert.deepEqual(asked.engine.calls, ['drain web within 0 ms']);
});

const NOBODY_ELSE: Readonly<Record<string, readonly ObservedContainer[]>> = {
  'there is no other': [web()],
  'the other has ended': [web(), web({ name: 'web-2' }, { status: 'exited' })],
  'the other is a one-off container': [web(), web({ name: 'web-2', replica: 0 })],
  'the other is of another service': [web(), web({ name: 'db', service: 'db' })],
  'the other is of another stack': [web(), web({ name: 'web-2', stack: 'other' })],
  'the other is held, too': [web(), web({ name: 'web-2' }, { traffic: 'held' })],
  'it does not run itself': [web({}, { status: 'exited' }), web({ name: 'web-2' })],
  'it is gone': [web({ name: 'web-2' })],
};

for (const [why, containers] of Object.entries(NOBODY_ELSE)) {
  test(`nothing is drained where ${why}`, async () => {
    const { engine, context } = rig(containers);
    assert.equal(await executeStep(drain('web'), context), 'unneeded');
    assert.deepEqual(engine.calls, []);
  });
}

test('a container of no stack is drained for another of its service', async () => {
  const { context } = rig([web({ stack: null }), web({ stack: null, name: 'web-2' })]);
  assert.equal(await executeStep(drain('web'), context), 'done');
});

test('what is gone needs neither be stopped nor removed', async () => {
  const { engine, context } = rig([]);
  assert.equal(await executeStep({ ...base, kind: 'stop-container', container: 'web' }, context), 'unneeded');
  const removal: Step = { ...base, kind: 'remove-container', container: 'web', withAnonymousVolumes: false };
  assert.equal(await executeStep(removal, context), 'unneeded');
  assert.deepEqual(engine.calls, []);
});

test('anonymous volumes go with a container only if they are to', async () => {
  for (const withAnonymousVolumes of [true, false]) {
    const { engine, context } = rig([web()]);
    await executeStep({ ...base, kind: 'remove-container', container: 'web', withAnonymousVolumes }, context);
    assert.deepEqual(engine.calls, [withAnonymousVolumes ? 'remove with volumes web' : 'remove web']);
  }
});

test('a step about a container that is to be there fails without it', async () => {
  for (const kind of ['start-container', 'restart-container'] as const) {
    const { context } = rig([]);
    await assert.rejects(executeStep({ ...base, kind, container: 'web' }, context), { code: 'container-not-found' });
  }
});

test('a pull that brings nothing new is not needed, if it was made to look', async () => {
  const image = { reference: 'nginx', services: ['web'] };
  const pull: Step = { ...base, kind: 'pull-image', reference: 'nginx' };
  const answers: string[] = [];
  for (const policy of ['always', 'missing'] as const)
    for (const imageId of ['sha256:here', 'sha256:new']) {
      const images = [{ ...image, how: { kind: 'pull', policy } as const }];
      const brings = [{ reference: 'nginx', imageId, buildInputs: null }];
      const { context } = rig([], { brings });
      answers.push(await executeStep(pull, { ...context, images }));
    }
  assert.deepEqual(answers, ['unneeded', 'done', 'done', 'done']);
  const other = rig([]);
  const images = [{ ...image, reference: 'redis', how: { kind: 'pull', policy: 'always' } as const }];
  assert.equal(await executeStep(pull, { ...other.context, images }), 'done');
});

test('a build is that of the service whose image it is', async () => {
  const build = { context: '/', args: {}, additionalContexts: {}, labels: {}, tags: [], noCache: false, pull: false };
  const stack = makeStack({ services: { web: { build }, db: {} } });
  const { engine, context } = rig([], { stack });
  const step: Step = { ...base, kind: 'build-image', reference: 'shop-web', inputs: 'x' };
  assert.equal(await executeStep(step, context), 'done');
  assert.deepEqual(engine.calls, ['build shop-web']);
  await assert.rejects(executeStep({ ...step, reference: 'db' }, context), { code: 'nothing-to-build' });
});

test('networks and volumes are made, mended and removed by their names', async () => {
  const { engine, context } = rig([]);
  const named = { name: 'n', stack: 'shop', key: null, options: {}, labels: {} };
  const network = { ...named, driver: 'bridge', internal: false, subnet: null, gateway: null, ipRange: null } as const;
  const answers = [
    await executeStep({ ...base, kind: 'create-network', spec: network }, context),
    await executeStep({ ...base, kind: 'repair-network', name: 'n' }, context),
    await executeStep({ ...base, kind: 'remove-network', name: 'n' }, context),
    await executeStep({ ...base, kind: 'create-volume', spec: { ...named, driver: 'local' } }, context),
    await executeStep({ ...base, kind: 'remove-volume', name: 'n' }, context),
  ];
  assert.deepEqual(new Set(answers), new Set(['done']));
  assert.deepEqual(engine.calls, [
    'create network n',
    'ensure network n',
    'remove network n',
    'ensure volume n',
    'remove volume n',
  ]);
});

test('a pause lasts as long as it says, and an interruption ends it', async () => {
  const pause = (ms: number): Step => ({ ...base, kind: 'pause', service: 'web', ms, tolerated: 0 });
  const { context } = rig([]);
  const began = performance.now();
  assert.equal(await executeStep(pause(30), context), 'done');
  assert.ok(performance.now() - began >= 25);
  const controller = new AbortController();
  const waiting = executeStep(pause(60_000), { ...context, signal: controller.signal });
  controller.abort();
  await assert.rejects(waiting, { code: 'interrupted' });
});

test('a wait waits, and fails when it is for nothing', async () => {
  const { context } = rig([web({}, { health: 'starting' }), web({ name: 'job' }, { status: 'exited', exitCode: 2 })]);
  const ready: Step = {
    ...{ ...base, kind: 'wait-ready', container: 'web', service: 'web', monitorMs: 0, timeoutMs: 10 },
  };
  await assert.rejects(executeStep(ready, context), { code: 'not-ready' });
  const wait: Step = {
    ...{ ...base, kind: 'wait-service', service: 'job', containers: ['job'], condition: 'completed', required: true },
  };
  await assert.rejects(executeStep(wait, context), { code: 'dependency-failed' });
});
