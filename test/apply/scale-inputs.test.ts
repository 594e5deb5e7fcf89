import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appliedScale, scaleInputs } from '../../src/apply/scale-inputs.ts';
import { makeDesired } from '../reconcile/support.ts';

const DEPENDENCY = { condition: 'service_started', restart: false, required: true } as const;
const desired = makeDesired({
  services: { web: { scale: 2, dependsOn: { db: DEPENDENCY } }, db: null, side: { scale: 3 } },
});
const ALL = { services: [], noDependencies: false };
const none = (): number => 0;

test('the number of containers is what was asked for, whatever is there', () => {
  const inputs = scaleInputs({ desired, scope: ALL, known: { 'scale:web': '7' }, countOf: () => 1 });
  assert.deepEqual(inputs, { 'scale:web': '2', 'scale:db': '1', 'scale:side': '3' });
});

test('of a service that is left out it is what it was, or how many there are', () => {
  const scope = { services: ['web'], noDependencies: false };
  assert.deepEqual(scaleInputs({ desired, scope, known: undefined, countOf: none }), {
    'scale:web': '2',
    'scale:db': '1',
    'scale:side': '0',
  });
  const alone = { services: ['web'], noDependencies: true };
  assert.deepEqual(scaleInputs({ desired, scope: alone, known: { 'scale:side': '5' }, countOf: () => 4 }), {
    'scale:web': '2',
    'scale:db': '4',
    'scale:side': '5',
  });
});

test('it is read again as it was written, also for names that objects have anyway', () => {
  assert.equal(appliedScale({ 'scale:web': '3' }, 'web'), 3);
  assert.equal(appliedScale({ 'scale:web': '3' }, 'db'), undefined);
  assert.equal(appliedScale({}, 'constructor'), undefined);
});
