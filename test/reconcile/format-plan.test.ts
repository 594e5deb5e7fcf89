import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findContainer } from '../../src/reconcile/find-container.ts';
import { formatPlan, formatSteps, formatSummary, stepTitle } from '../../src/reconcile/format-plan.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { redactPlan } from '../../src/reconcile/redact-plan.ts';
import { makeContainer } from './support.ts';

const base = { after: [], because: [] };
const { spec } = makeContainer({ spec: { name: 'shop-web-1', service: 'web' } });
const planOf = (steps: readonly Step[], rest: Partial<Plan> = {}): Plan => ({
  ...{ id: '', stack: 'shop', steps, warnings: [], unchanged: [], ...rest },
});
const remove = (id: string): Step => ({
  ...{ ...base, kind: 'remove-container', id, container: id, withAnonymousVolumes: false },
});

test('lines of a plan are in columns, with the numbers of what they come after', () => {
  const nine = Array.from({ length: 9 }, (_, index) => remove(`c${index}`));
  const last: Step = { ...remove('last'), after: ['c0', 'c8'], because: [{ kind: 'orphan' }] };
  const lines = formatSteps(planOf([...nine, last]));
  assert.equal(lines[0], ' 1  remove container c0');
  assert.equal(lines[9], '10  remove container last    not in the stack    after 1, 9');
});

test('a plan without steps is told in one line, with its warnings before', () => {
  assert.equal(formatPlan(planOf([])), 'nothing to do');
  assert.equal(
    formatPlan(planOf([], { warnings: [{ code: 'x', message: 'mind\u0007' }] })),
    'warning: mind\\u0007\nnothing to do',
  );
});

test('the summary counts what is done, and not what is only a part of it', () => {
  const successor: Step = {
    ...{ ...base, kind: 'start-successor', id: 's', container: 'c', spec, unlessImageId: null, keepEnded: false },
  };
  const pause: Step = { ...base, kind: 'pause', id: 'p', service: 'web', ms: 0, tolerated: 0 };
  const tail: Step = { ...remove('x'), when: { done: ['s'], notDone: [] } };
  assert.equal(formatSummary(planOf([successor, pause, tail, remove('y')])), '1 to recreate, 1 to remove');
  assert.equal(formatSummary(planOf([remove('y')], { unchanged: ['a', 'b'] })), '1 to remove, 2 unchanged');
});

const TITLES: readonly (readonly [Step, string])[] = [
  [{ ...base, kind: 'pause', id: 'p', service: 'web', ms: 0, tolerated: 0 }, 'pause web'],
  [{ ...base, kind: 'pause', id: 'p', service: 'web', ms: 1500, tolerated: 0 }, 'pause web for 1.5 s'],
  [{ ...base, kind: 'repair-network', id: 'r', name: 'n' }, 'repair network n'],
  [{ ...base, kind: 'remove-volume', id: 'v', name: 'v' }, 'remove volume v'],
  [{ ...base, kind: 'pull-image', id: 'i', reference: 'nginx' }, 'pull image nginx'],
  [{ ...base, kind: 'create-container', id: 'c', spec, start: true }, 'create container shop-web-1'],
  [{ ...base, kind: 'start-container', id: 'c', container: 'shop-web-1' }, 'start container shop-web-1'],
];

for (const [step, title] of TITLES) {
  test(`a step is called: ${title}`, () => assert.equal(stepTitle(step), title));
}

test('a container is found by its id before it is found by a name', () => {
  const [one, other] = [
    makeContainer({ id: 'b', spec: { name: 'a' } }),
    makeContainer({ id: 'a', spec: { name: 'b' } }),
  ];
  const snapshot = { images: [], networks: [], volumes: [], containers: [one, other] };
  assert.equal(findContainer(snapshot, 'a'), other);
  assert.equal(findContainer(snapshot, 'b'), one);
  const named = makeContainer({ id: 'x', spec: { name: 'c' } });
  assert.equal(findContainer({ ...snapshot, containers: [one, named] }, 'c'), named);
});

test('a plan leaves the daemon without the text of a secret, and with that of a config', () => {
  const file = { target: '/x', uid: 0, gid: 0, mode: 0o444, source: { content: 'hunter2' }, digest: 'hmac:aabbccddee' };
  const files = [
    { ...file, kind: 'secret', name: 'pin' },
    { ...file, kind: 'config', name: 'site' },
    { ...file, kind: 'secret', name: 'key', source: { path: '/srv/key' } },
  ] as const;
  const step: Step = { ...base, kind: 'create-container', id: 'c', spec: { ...spec, files }, start: true };
  const [shown] = redactPlan(planOf([step]), () => 'keyed:1').steps;
  assert.ok(shown?.kind === 'create-container');
  assert.deepEqual(
    shown.spec.files.map(({ source }) => source),
    [{ content: '(hidden aabbccdd)' }, { content: 'hunter2' }, { path: '/srv/key' }],
  );
});
