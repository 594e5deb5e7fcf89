// P27: properties that nothing reaches hold forever: every kind of step and every rare turn must come up in what is drawn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeCauses } from '../../src/reconcile/describe-causes.ts';
import type { Step, StepKind } from '../../src/reconcile/plan.ts';
import { type Situation, situations } from './arbitraries.ts';
import { planOf } from './plan-of.ts';

const DRAWN = fc.sample(situations, { numRuns: 3000, seed: 27 });

test('P27: the situations reach every kind of step', () => {
  const plans = DRAWN.map(planOf);
  const steps = plans.flatMap((plan) => plan?.steps ?? []);
  const counts = new Map<string, number>(
    Object.entries(TURNS).map(([turn, isTurn]) => [turn, steps.filter(isTurn).length]),
  );
  for (const { kind } of steps) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const turn of [...KINDS, ...Object.keys(TURNS)])
    assert.ok((counts.get(turn) ?? 0) >= 5, `${turn}: ${counts.get(turn) ?? 0} times`);
  const codes = new Set(plans.flatMap((plan) => plan?.warnings ?? []).map(({ code }) => code));
  for (const code of [
    'orphans',
    'container-unknown',
    'network-in-use',
    'volume-changed',
    'external-network-broken',
    'port-taken',
    'anonymous-volumes-left',
    'downtime',
  ])
    assert.ok(codes.has(code), code);
  assert.ok(plans.filter((plan) => plan === undefined).length < plans.length / 5, 'few are refused');
});

const KINDS: readonly StepKind[] = [
  'pull-image',
  'build-image',
  'create-network',
  'repair-network',
  'remove-network',
  'create-volume',
  'create-container',
  'recreate-container',
  'start-successor',
  'wait-ready',
  'switch-traffic',
  'switch-together',
  'start-canary',
  'share-traffic',
  'drain-container',
  'pause',
  'start-container',
  'restart-container',
  'stop-container',
  'remove-container',
  'wait-service',
];

const TURNS: Readonly<Record<string, (step: Step) => boolean>> = {
  'conditional restart': (step) => step.when !== undefined,
  'recreation only if the image changes': (step) => step.kind === 'recreate-container' && step.unlessImageId !== null,
  'kept until its successor is ready': (step) => step.kind === 'recreate-container' && step.keepsOld === true,
  'successor only if the image changes': (step) => step.kind === 'start-successor' && step.unlessImageId !== null,
  'canary promoted': (step) => step.kind === 'switch-traffic' && !step.when,
  'canary only if the image changes': (step) => step.kind === 'start-canary' && step.unlessImageId !== null,
  'canary withdrawn': (step) =>
    step.kind === 'remove-container' && describeCauses(step.because).includes('no canary is wanted'),
  'drained when there are fewer': (step) => step.kind === 'drain-container' && !step.when,
  'pause that tolerates failures': (step) => step.kind === 'pause' && step.tolerated > 0,
  'stopped ahead for another': (step) =>
    step.kind === 'stop-container' && describeCauses(step.because).includes('takes its place'),
  'evicted for another': (step) =>
    step.kind === 'remove-container' && describeCauses(step.because).includes('takes its place'),
  'network made anew': (step) => step.kind === 'remove-network' && step.because[0]?.kind === 'changed',
  'unused network': (step) => step.kind === 'remove-network' && step.because[0]?.kind === 'orphan',
  'one replica less': (step) => step.kind === 'remove-container' && describeCauses(step.because).startsWith('scale'),
  'orphan that goes': (step) => step.kind === 'remove-container' && step.because[0]?.kind === 'orphan',
  'left over that goes': (step) =>
    step.kind === 'remove-container' && describeCauses(step.because).startsWith('left over'),
  'new name': (step) => hasChanged(step, 'name'),
  'other network': (step) => hasChanged(step, 'networks['),
  'other file': (step) =>
    step.because.some((cause) => cause.kind === 'content-changed' && cause.field.startsWith('files[')),
  damage: (step) => step.kind === 'recreate-container' && step.because.some(({ kind }) => kind === 'drift'),
  'wait only if the image changes': (step) => step.kind === 'wait-service' && step.when !== undefined,
  'optional wait': (step) => step.kind === 'wait-service' && !step.required,
  'created without starting': (step) => step.kind === 'create-container' && !step.start,
};

function hasChanged({ because }: Step, field: string): boolean {
  return because.some((cause) => cause.kind === 'changed' && cause.field.startsWith(field));
}

/** What a situation itself has to be for a rare turn. */
const SITUATIONS: Readonly<Record<string, (situation: Situation) => boolean>> = {
  'a rollback that replaces': ({ policy, ...rest }) =>
    policy.isRollback === true && (planOf({ policy, ...rest })?.steps ?? []).some(({ kind }) => kind === 'wait-ready'),
  'a rollback with rules of its own': ({ policy, desired }) =>
    policy.isRollback === true && desired.services.some(({ update, rollback }) => update !== rollback),
  'a container that could not be read': ({ observed }) =>
    observed.containers.some(({ status }) => status === 'unknown'),
  'an external network': ({ desired }) => desired.networks.some(({ external }) => external),
  'an external volume': ({ desired }) => desired.volumes.some(({ external }) => external),
  'a network under another name': ({ desired }) => desired.networks.some(({ spec }) => spec.name === 'renamed'),
  'a volume under another name': ({ desired }) => desired.volumes.some(({ spec }) => spec.name === 'renamed-data'),
  'an image that is pinned': ({ desired }) => desired.images.some(({ how }) => how.kind === 'pinned'),
  'a build that is forced': ({ desired }) => desired.images.some(({ how }) => how.kind === 'build' && how.force),
  'a scale from the command line': ({ desired, given }) =>
    Object.entries(given.services ?? {}).some(
      ([name, service]) => desired.containers.filter(({ spec }) => spec.service === name).length !== service?.scale,
    ),
};

for (const action of ['pause', 'continue', 'rollback'] as const)
  test(`P27: the situations reach updates that ${action} at a failure`, () => {
    const reached = DRAWN.filter(({ desired }) =>
      desired.services.some(({ update }) => update.failureAction === action),
    );
    assert.ok(reached.length >= 20, `${reached.length} times`);
  });

for (const [about, isReached] of Object.entries(SITUATIONS))
  test(`P27: the situations reach ${about}`, () => {
    const count = DRAWN.filter(isReached).length;
    assert.ok(count >= 20, `${count} times`);
  });
