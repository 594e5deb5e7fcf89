// What plans are not drawn to do, and what a simulation is told beside the plan. The rest is compared with an engine in
// test/apply/simulated-effects.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { isDue, simulate, simulateStep, startSimulation } from '../../src/reconcile/simulate.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';
import { makeContainer } from './support.ts';

const base = { after: [], because: [] };
const MACHINE: Snapshot = {
  images: [
    { reference: 'nginx', imageId: 'sha256:old', buildInputs: null },
    { reference: 'shop-web', imageId: 'sha256:built', buildInputs: 'one' },
  ],
  networks: [],
  volumes: [],
  containers: [],
};

function after(
  steps: readonly Step[],
  snapshot: Snapshot = MACHINE,
  pulled?: Readonly<Record<string, string>>,
): Snapshot {
  const plan: Plan = { id: '', stack: 'shop', steps, warnings: [], unchanged: [] };
  return simulate(snapshot, plan, pulled ? { pulled } : {});
}

const pull = (reference: string): Step => ({ ...base, kind: 'pull-image', id: `pull ${reference}`, reference });

test('a pull brings what it is told to, else leaves what is here, else an image of its own', () => {
  const idOf = (reference: string, pulled?: Readonly<Record<string, string>>) =>
    after([pull(reference)], MACHINE, pulled).images.find((image) => image.reference === reference)?.imageId;
  assert.equal(idOf('nginx'), 'sha256:old');
  assert.equal(idOf('nginx', { nginx: 'sha256:new' }), 'sha256:new');
  assert.match(idOf('redis') ?? '', /^sha256:/);
  assert.notEqual(idOf('redis'), idOf('postgres'));
  assert.match(idOf('constructor', {}) ?? '', /^sha256:/);
});

test('only what was changed counts as done', () => {
  const done = (step: Step, pulled = {}) => simulateStep(startSimulation(MACHINE, { pulled }), step).done.size;
  assert.equal(done(pull('nginx')), 0);
  assert.equal(done(pull('nginx'), { nginx: 'sha256:new' }), 1);
  const build = (inputs: string): Step => ({ ...base, kind: 'build-image', id: 'b', reference: 'shop-web', inputs });
  assert.equal(done(build('one')), 0);
  assert.equal(done(build('two')), 1);
});

test('a build names an image that follows from its inputs', () => {
  const build = (inputs: string): Step => ({ ...base, kind: 'build-image', id: 'b', reference: 'shop-web', inputs });
  const idOf = (inputs: string) => after([build(inputs)]).images.find(({ reference }) => reference === 'shop-web');
  assert.deepEqual(idOf('two'), idOf('two'));
  assert.notEqual(idOf('two')?.imageId, idOf('three')?.imageId);
  assert.equal(idOf('two')?.buildInputs, 'two');
  assert.equal(after([build('two')]).images.length, 2);
});

test('a step with a condition is due when one of its causes did something and none of its hindrances', () => {
  const due = (done: readonly string[], notDone: readonly string[]) =>
    isDue({ done: new Set(['a', 'b']) }, { ...pull('x'), when: { done, notDone } });
  assert.equal(due([], []), true);
  assert.equal(due(['a', 'z'], []), true);
  assert.equal(due(['y', 'z'], []), false);
  assert.equal(due(['a'], ['z']), true);
  assert.equal(due(['a'], ['z', 'b']), false);
  assert.equal(due([], ['b']), false);
});

const one = (name: string, given: Partial<ObservedContainer> = {}): ObservedContainer => {
  const { spec } = makeContainer({ spec: { name, service: 'web' } });
  return { ...makeContainer({ spec: { name } }), ...given, spec: given.spec ?? spec };
};
const drain: Step = { ...base, kind: 'drain-container', id: 'd', container: 'web-1' };
const traffics = (others: readonly ObservedContainer[], leaving: Partial<ObservedContainer> = {}) =>
  after([drain], { ...MACHINE, containers: [one('web-1', leaving), ...others] }).containers.map(
    ({ traffic }) => traffic,
  );

test('a container is drained where another one of its service serves', () => {
  assert.deepEqual(traffics([one('web-2')]), ['draining', undefined]);
  assert.deepEqual(traffics([one('web-2', { health: 'healthy' })]), ['draining', undefined]);
});

const NOT_SERVING: Readonly<Record<string, ObservedContainer>> = {
  'has ended': one('web-2', { status: 'exited' }),
  'is about to be restarted': one('web-2', { status: 'restarting' }),
  'is not known to be healthy': one('web-2', { health: 'starting' }),
  'is unhealthy': one('web-2', { health: 'unhealthy' }),
  'is drained, too': one('web-2', { traffic: 'draining' }),
  'is a one-off container': one('web-2', {
    spec: makeContainer({ spec: { name: 'web-2', service: 'web', replica: 0 } }).spec,
  }),
  'is of another service': one('web-2', { spec: makeContainer({ spec: { name: 'web-2', service: 'db' } }).spec }),
  'is of another stack': one('web-2', {
    spec: makeContainer({ spec: { name: 'web-2', service: 'web', stack: 'other' } }).spec,
  }),
};

for (const [what, other] of Object.entries(NOT_SERVING)) {
  test(`a container is not drained for one that ${what}`, () => {
    assert.equal(traffics([other])[0], undefined);
  });
}

test('what does not run is not drained', () => {
  assert.deepEqual(traffics([one('web-2')], { status: 'exited' }), [undefined, undefined]);
});

test('what names nothing that is there changes nothing', () => {
  const steps: readonly Step[] = [
    { ...base, kind: 'remove-container', id: 'r', container: 'gone', withAnonymousVolumes: false },
    { ...base, kind: 'switch-traffic', id: 's', container: 'web-1', successor: 'gone', name: 'web-1' },
    { ...base, kind: 'stop-container', id: 't', container: 'gone' },
  ];
  const machine = { ...MACHINE, containers: [one('web-1')] };
  for (const step of steps) {
    const begun = startSimulation(machine);
    assert.equal(simulateStep(begun, step), begun, step.kind);
  }
});

test('a switch whose old one is gone still gives the successor its name', () => {
  const next = one('web-1#next', { traffic: 'held' });
  const step: Step = {
    ...base,
    kind: 'switch-traffic',
    id: 's',
    container: 'web-1',
    successor: 'web-1#next',
    name: 'web-1',
  };
  const [only, ...others] = after([step], { ...MACHINE, containers: [next] }).containers;
  assert.deepEqual([only?.spec.name, only?.traffic, others.length], ['web-1', undefined, 0]);
});

test('a network is repaired by its name', () => {
  const network = (name: string) => ({
    intact: false,
    spec: { ...NETWORK, name },
  });
  const step: Step = { ...base, kind: 'repair-network', id: 'r', name: 'a' };
  const { networks } = after([step], { ...MACHINE, networks: [network('a'), network('b')] });
  assert.deepEqual(
    networks.map(({ intact }) => intact),
    [true, false],
  );
});

const NETWORK = {
  ...{ stack: 'shop', key: null, internal: false, subnet: null, gateway: null, ipRange: null, options: {}, labels: {} },
  driver: 'bridge' as const,
};

test('what is stopped stays so, as if its user had stopped it', () => {
  const step: Step = { ...base, kind: 'stop-container', id: 's', container: 'web-1' };
  const [stopped] = after([step], { ...MACHINE, containers: [one('web-1', { drift: ['x'] })] }).containers;
  const { status, exitCode, stoppedByUser, drift } = stopped ?? one('');
  assert.deepEqual(
    { status, exitCode, stoppedByUser, drift },
    { status: 'exited', exitCode: 143, stoppedByUser: true, drift: [] },
  );
});

test('a container is made of the image that its plan knows, or else of the one that its name has by then', () => {
  const imageOf = (imageId: string): string | undefined => {
    const { spec } = makeContainer({ spec: { name: 'web-1', image: 'nginx', imageId } });
    return after([{ ...base, kind: 'create-container', id: 'c', spec, start: false }]).containers[0]?.spec.imageId;
  };
  assert.equal(imageOf('sha256:planned'), 'sha256:planned');
  assert.equal(imageOf(''), 'sha256:old');
});

test('a container whose check is switched off has no health to wait for', () => {
  const healthOf = (test: readonly string[] | null) => {
    const silent = { intervalMs: null, timeoutMs: null, retries: null, startPeriodMs: null, startIntervalMs: null };
    const { spec } = makeContainer({ spec: { name: 'web-1', healthcheck: { test, ...silent } } });
    return after([{ ...base, kind: 'create-container', id: 'c', spec, start: true }]).containers[0]?.health;
  };
  assert.equal(healthOf(['NONE']), 'none');
  assert.equal(healthOf(['CMD', 'true']), 'starting');
});
