import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badServices, FailureNotes } from '../../src/apply/failure-notes.ts';
import { ContainerError, type DockrError, NetworkError, toWireError } from '../../src/core/errors.ts';
import { canonicalSpec } from '../../src/reconcile/canonical-spec.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';

const base = { after: [], because: [] };
const spec = (service: string) => canonicalSpec({ name: `shop-${service}-1`, stack: 'shop', service });
const STEPS: readonly Step[] = [
  { ...base, kind: 'create-container', id: 'create web', spec: spec('web'), start: true },
  {
    ...base,
    kind: 'wait-service',
    id: 'wait web',
    service: 'web',
    containers: [],
    condition: 'healthy',
    required: true,
  },
  { ...base, kind: 'wait-service', id: 'wait db', service: 'db', containers: [], condition: 'healthy', required: true },
  {
    ...base,
    kind: 'start-successor',
    id: 'successor',
    container: 'shop-api-1',
    spec: spec('api'),
    unlessImageId: null,
    keepEnded: false,
  },
  { ...base, kind: 'wait-ready', id: 'ready', container: 'shop-api-1', service: 'api', monitorMs: 0, timeoutMs: 1 },
  { ...base, kind: 'start-container', id: 'start db', container: 'shop-db-1' },
];
const plan: Plan = { id: '', stack: 'shop', steps: STEPS, warnings: [], unchanged: [] };

function bad(...failures: readonly (readonly [stepId: string, error: DockrError])[]): readonly string[] {
  const notes = new FailureNotes();
  const emit = notes.listenTo(() => {});
  for (const [id, error] of failures)
    emit({ type: 'step', id, status: 'failed', title: id, error: toWireError(error) });
  return badServices(plan, notes.list());
}

test('what does not start, or does not get healthy after a change, speaks against its service', () => {
  assert.deepEqual(bad(['create web', new ContainerError('no-command', { message: '' })]), ['web']);
  assert.deepEqual(bad(['ready', new ContainerError('not-ready', { message: '' })]), ['api']);
  assert.deepEqual(bad(['wait web', new ContainerError('dependency-unhealthy', { message: '' })]), ['web']);
});

test('what was not changed, or fails for want of something else, does not', () => {
  assert.deepEqual(bad(['wait db', new ContainerError('dependency-unhealthy', { message: '' })]), []);
  assert.deepEqual(bad(['start db', new ContainerError('no-command', { message: '' })]), []);
  assert.deepEqual(bad(['create web', new NetworkError('port-in-use', { message: '' })]), []);
  assert.deepEqual(bad(['create web', new ContainerError('interrupted', { message: '' })]), []);
  assert.deepEqual(bad(), []);
});

test('the history gets one line of all that failed, not too long', () => {
  const notes = new FailureNotes();
  const emit = notes.listenTo(() => {});
  assert.equal(notes.summary(), null);
  const error = toWireError(new ContainerError('no-command', { message: 'x'.repeat(400) }));
  for (const title of ['one', 'two']) emit({ type: 'step', id: title, status: 'failed', title, error });
  assert.match(notes.summary() ?? '', /^one: x+; two: x+$/);
  assert.equal(notes.summary()?.length, 500);
});
