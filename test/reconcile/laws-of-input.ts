// What must hold for what plans are made from: spellings, versions, orders, files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ContainerSpec } from '../../src/core/specs.ts';
import { type DesiredInputs, desiredState } from '../../src/reconcile/desire.ts';
import type { Plan } from '../../src/reconcile/plan.ts';
import type { Snapshot } from '../../src/reconcile/snapshot.ts';
import type { Stack } from '../../src/stack/model.ts';
import { situations, stacks } from './arbitraries.ts';
import { quiet } from './check-plan.ts';
import { type Runs, restartedWith } from './laws-of-plans.ts';
import { isRefusal } from './plan-of.ts';
import { bringUp, type Planner } from './planner.ts';
import { targetOf } from './step-target.ts';
import { storedSpecs } from './stored-specs.ts';
import { POLICY } from './support.ts';

/** What was just brought up, stored and read again, is as it should be. */
export function whatIsUpNeedsNothing(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(stacks, (given) => {
      const desired = planner.desire(given);
      const stored: Snapshot = JSON.parse(JSON.stringify(bringUp(planner, desired)));
      assert.deepEqual(planner.plan(quiet(desired), stored, POLICY, 0).steps, []);
    }),
    runs,
  );
}

/** The canonical form of whatever some version stored is its own, byte for byte. */
export function theCanonicalFormIsItsOwn(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(storedSpecs, (spec) => {
      const once = planner.canonical(spec as unknown as ContainerSpec);
      assert.equal(JSON.stringify(planner.canonical(once)), JSON.stringify(once));
    }),
    runs,
  );
}

/** Lists without an order, put together otherwise, are the same spec. */
export function ordersWithoutMeaningHaveNone(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(storedSpecs, (given) => {
      const spec = given as unknown as ContainerSpec;
      const turned = {
        ...spec,
        ...(spec.ports ? { ports: spec.ports.toReversed() } : {}),
        ...(spec.capAdd ? { capAdd: spec.capAdd.toReversed() } : {}),
        ...(spec.mounts ? { mounts: spec.mounts.toReversed() } : {}),
        ...(spec.environment ? { environment: turnedRecord(spec.environment) } : {}),
        ...(spec.labels ? { labels: turnedRecord(spec.labels) } : {}),
      };
      assert.equal(JSON.stringify(planner.canonical(turned)), JSON.stringify(planner.canonical(spec)));
    }),
    runs,
  );
}

function turnedRecord<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).reverse());
}

const CORPUS = join(import.meta.dirname, 'stored-specs');

/** What each version has stored of the same stack is as it should be, for this one. */
export function upgradesRestartNothing(planner: Planner): void {
  for (const version of ['v1']) {
    const { stack, inputs, stored }: Stored = JSON.parse(readFileSync(join(CORPUS, `${version}.json`), 'utf8'));
    assert.deepEqual(planner.plan(desiredState(stack, inputs), stored, POLICY, 0).steps, [], version);
  }
}

type Stored = { readonly stack: Stack; readonly inputs: DesiredInputs; readonly stored: Snapshot };

/** A version that had some field not yet stored nothing of it: then it has its default. */
export function fieldsThatWereNotStoredHaveTheirDefaults(planner: Planner, runs: Runs): void {
  const defaults: Readonly<Record<string, unknown>> = planner.canonical({ name: '' });
  const fields = Object.keys(defaults).filter((field) => field !== 'name');
  fc.assert(
    fc.property(stacks, fc.subarray(fields), (given, lacking) => {
      const desired = planner.desire(given);
      const up = bringUp(planner, desired);
      const isLacking = (field: string, value: unknown): boolean =>
        lacking.includes(field) && JSON.stringify(value) === JSON.stringify(defaults[field]);
      const containers = up.containers.map((container) => ({
        ...container,
        spec: Object.fromEntries(Object.entries(container.spec).filter(([field, value]) => !isLacking(field, value))),
      }));
      const stored = { ...up, containers } as unknown as Snapshot;
      assert.deepEqual(planner.plan(quiet(desired), stored, POLICY, 0).steps, []);
    }),
    runs,
  );
}

/** Equal input, put together in another order, gives the same bytes. */
export function equalInputGivesEqualPlans(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(situations, ({ given, desired, observed, policy }) => {
      const inputs = { a: 'one', b: 'one', c: 'one' };
      assert.equal(
        JSON.stringify(planner.desire(reversed(given), { buildInputs: turnedRecord(inputs) })),
        JSON.stringify(planner.desire(given, { buildInputs: inputs })),
      );
      const turned = {
        images: observed.images.toReversed(),
        networks: observed.networks.toReversed(),
        volumes: observed.volumes.toReversed(),
        containers: observed.containers.toReversed(),
      };
      const planned = (snapshot: Snapshot): Plan | string => {
        try {
          return planner.plan(desired, snapshot, policy, 0);
        } catch (error) {
          if (isRefusal(error)) return String(error);
          throw error;
        }
      };
      assert.equal(JSON.stringify(planned(reversed(turned))), JSON.stringify(planned(observed)));
    }),
    runs,
  );
}

/** Every object's keys the other way round. */
function reversed<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).reverse())
      : item,
  );
}

/** What is planned with is left as it was. */
export function planningChangesNothing(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(situations, (situation) => {
      const before = JSON.stringify(situation);
      try {
        const plan = planner.plan(situation.desired, situation.observed, situation.policy, 0);
        planner.simulate(situation.observed, plan);
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
      assert.equal(JSON.stringify(situation), before);
    }),
    runs,
  );
}

const FILES = ['secret:pin', 'config:site', 'build'] as const;

/** The bytes of one file change: exactly those who have it are recreated, and who restarts with them is restarted. */
export function filesAreWatchedByThoseWhoHaveThem(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(stacks, fc.constantFrom(...FILES), fc.constantFrom('a', 'b', 'c', 'e'), (given, file, builder) => {
      const up = bringUp(planner, planner.desire(given));
      const [kind, name = builder] = file.split(':');
      const users = Object.entries(given.services ?? {}).filter(([service, spec]) => {
        if (kind === 'build') return service === builder && spec?.build !== undefined;
        return (kind === 'secret' ? spec?.secrets : spec?.configs)?.some(({ source }) => source === name);
      });
      const inputs = kind === 'build' ? { buildInputs: { [name]: 'other' } } : { fileDigests: { [file]: 'other' } };
      const desired = quiet(planner.desire(given, inputs));
      const plan = planner.plan(desired, up, POLICY, 0);
      const touched = restartedWith(new Set(users.map(([service]) => service)), desired);
      for (const step of plan.steps)
        if ('container' in step) assert.ok(touched.has(targetOf(plan, step, up)?.spec.service ?? ''), step.id);
      for (const { spec } of up.containers)
        if (users.some(([service]) => service === spec.service)) assert.ok(isReplaced(plan, spec), spec.name);
    }),
    runs,
  );
}

function isReplaced({ steps }: Plan, { service, replica }: ContainerSpec): boolean {
  return steps.some(
    (step) =>
      // One canary tries it for all replicas.
      (step.kind === 'start-canary' && step.spec.service === service) ||
      ((step.kind === 'recreate-container' || step.kind === 'start-successor' || step.kind === 'create-container') &&
        step.spec.service === service &&
        step.spec.replica === replica),
  );
}

/** To pull is not to change: without another image all stays, with one the plan settles. */
export function pullsThatBringNothingChangeNothing(planner: Planner, runs: Runs): void {
  fc.assert(
    fc.property(stacks, (given) => {
      const up = bringUp(planner, planner.desire(given));
      const plan = planner.plan(planner.desire(given, { pull: 'always' }), up, POLICY, 0);
      assert.deepEqual(byId(planner.simulate(up, plan)), byId(up));
      const moved = planner.simulate(up, plan, { pulled: { nginx: 'sha256:new' } });
      assert.deepEqual(planner.plan(quiet(planner.desire(given)), moved, POLICY, 0).steps, []);
    }),
    runs,
  );
}

function byId({ containers }: Snapshot): Snapshot['containers'] {
  return [...containers].sort((a, b) => (a.id < b.id ? -1 : 1));
}
