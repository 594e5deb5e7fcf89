import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type NewStep, PlanDraft } from '../../src/reconcile/plan-draft.ts';

const pause = (id: string, tolerated = 0): NewStep => ({
  kind: 'pause',
  id,
  service: 'web',
  ms: 0,
  tolerated,
  because: [],
});
const wait = (id: string, required: boolean): NewStep => ({
  ...{ kind: 'wait-service', id, service: 'web', containers: [], condition: 'started', required, because: [] },
});

function orderOf(draft: PlanDraft): string[] {
  return draft.finish('shop').steps.map(({ id, after }) => `${id}${after.length > 0 ? ` after ${after.join()}` : ''}`);
}

test('a step that is added twice is one, after all that was asked for', () => {
  const draft = new PlanDraft();
  for (const id of ['a', 'b']) draft.add(pause(id));
  draft.add(pause('c'), ['a']);
  draft.add({ ...pause('c'), because: [{ kind: 'orphan' }] }, ['b']);
  assert.deepEqual(orderOf(draft), ['a', 'b', 'c after a,b']);
  assert.deepEqual(draft.finish('shop').steps[2]?.because, []);
});

test('a step stands behind what it waits for, and as near as it can', () => {
  const draft = new PlanDraft();
  draft.add(pause('a'), ['z']);
  draft.add(pause('b'));
  draft.add(pause('z'));
  assert.deepEqual(orderOf(draft), ['z', 'a after z', 'b']);
});

test('what another edge implies is left out', () => {
  const draft = new PlanDraft();
  draft.add(pause('a'));
  draft.add(pause('b'), ['a']);
  draft.add(pause('c'), ['a', 'b']);
  assert.deepEqual(orderOf(draft), ['a', 'b after a', 'c after b']);
});

const WEAK = [
  ['a wait that need not succeed', wait('b', false), 'c after a,b'],
  ['a wait that must succeed', wait('b', true), 'c after b'],
  ['a pause that puts up with failures', pause('b', 1), 'c after a,b'],
  ['a pause that does not', pause('b', 0), 'c after b'],
] as const;

for (const [about, step, last] of WEAK) {
  test(`${about} vouches for what it waits for only if it is sure: ${last}`, () => {
    const draft = new PlanDraft();
    draft.add(pause('a'));
    draft.add(step, ['a']);
    draft.add(pause('c'), ['a', 'b']);
    assert.equal(orderOf(draft).at(-1), last);
  });
}

test('images come first, then what goes, networks, volumes, and containers', () => {
  const draft = new PlanDraft();
  const because = [] as const;
  draft.add(pause('pause'));
  draft.add({ kind: 'start-container', id: 'another', container: 'c', because });
  draft.add({ kind: 'create-volume', id: 'x', spec: { ...NAMED, driver: 'local' }, because });
  draft.add({ kind: 'repair-network', id: 'n', name: 'n', because });
  draft.add({ kind: 'create-network', id: 'm', spec: { ...NAMED, ...NETWORK }, because });
  draft.add({ kind: 'remove-volume', id: 'l', name: 'v', because });
  draft.add({ kind: 'remove-network', id: 'o', name: 'n', because });
  draft.add({ kind: 'stop-container', id: 'q', container: 'c', because });
  draft.add({ kind: 'remove-container', id: 'p', container: 'c', withAnonymousVolumes: false, because });
  draft.add({ kind: 'build-image', id: 'z', reference: 'z', inputs: '', because });
  draft.add({ kind: 'pull-image', id: 'y', reference: 'y', because });
  assert.deepEqual(orderOf(draft), ['y', 'z', 'p', 'q', 'o', 'l', 'm', 'n', 'x', 'another', 'pause']);
});

const NAMED = { name: 'n', stack: null, key: null, options: {}, labels: {} };
const NETWORK = { driver: 'bridge', internal: false, subnet: null, gateway: null, ipRange: null } as const;

test('a circle, and an order to nothing, are bugs and not plans', () => {
  const circle = new PlanDraft();
  circle.add(pause('a'), ['b']);
  circle.add(pause('b'), ['a']);
  assert.throws(() => circle.finish('shop'), /the plan has a cycle at step "a"/);
  const loose = new PlanDraft();
  loose.add(pause('a'), ['b']);
  assert.throws(() => loose.finish('shop'), /step "a" comes after "b", which is not in the plan/);
});

test('a plan is known by its steps', () => {
  const made = (ms: number): string => {
    const draft = new PlanDraft();
    draft.add({ ...pause('a'), ms } as NewStep);
    draft.unchanged.push(`at ${ms}`);
    return draft.finish('shop').id;
  };
  assert.equal(made(1), made(1));
  assert.notEqual(made(1), made(2));
});
