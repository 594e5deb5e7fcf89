// What need not be made anew, and that whatever differs is.
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { type Asked, PlanMemory } from '../../src/apply/plan-memory.ts';
import { desiredState } from '../../src/reconcile/desire.ts';
import type { DesiredInputs } from '../../src/reconcile/desired.ts';
import type { Plan, PlanPolicy } from '../../src/reconcile/plan.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import type { Snapshot } from '../../src/reconcile/snapshot.ts';
import type { Stack } from '../../src/stack/model.ts';
import { Database } from '../../src/store/database.ts';
import { StackTable } from '../../src/store/stacks.ts';
import { type Situation, situations } from '../reconcile/arbitraries.ts';
import { planOf } from '../reconcile/plan-of.ts';
import { broughtUp, makeInputs, makeStack, POLICY } from '../reconcile/support.ts';

const NUM_RUNS = Number(process.env.DOCKR_PROPERTY_RUNS ?? 300);

type Look = {
  readonly stack: Stack;
  readonly inputs: DesiredInputs;
  readonly observed: Snapshot;
  readonly policy: PlanPolicy;
};

describe('the memory of plans', () => {
  let database: Database;
  let memory: PlanMemory<object>;
  let made: string[];
  beforeEach(() => {
    database = new Database(':memory:');
    memory = new PlanMemory({ database, stacks: new StackTable(database) });
    made = [];
  });
  afterEach(() => database[Symbol.dispose]());

  /** With nothing that is the same object as the last time. */
  function planFor(look: Look): Plan {
    const { stack, inputs, observed, policy } = structuredClone(look);
    const desired = memory.desired({ stack, inputs }, () => {
      made.push('desired');
      return desiredState(stack, inputs);
    });
    return memory.plan({ desired, observed, policy }, () => {
      made.push('plan');
      return planStack(desired, observed, policy, 0);
    });
  }

  const stack = makeStack({
    services: { web: { environment: { LEVEL: 'one' }, configs: [] }, db: {} },
    extensions: { 'x-dockr': { history: 5 } },
  });
  const inputs = makeInputs(stack);
  const settled: Look = {
    ...{ stack, inputs, policy: POLICY },
    observed: broughtUp(desiredState(stack, inputs)),
  };

  test('makes nothing where all is as it was', () => {
    const first = planFor(settled);
    assert.deepEqual(first.steps, []);
    made = [];
    assert.equal(planFor(settled), first);
    assert.deepEqual(made, []);
  });

  const { containers, networks } = settled.observed;
  const [first, ...others] = containers;
  assert.ok(first);
  const withFirst = (change: object): Snapshot => ({
    ...settled.observed,
    containers: [{ ...first, ...change }, ...others],
  });
  const changes: Readonly<Record<string, Partial<Look>>> = {
    'a container is gone': { observed: { ...settled.observed, containers: others } },
    'a container ended': { observed: withFirst({ status: 'exited', exitCode: 1 }) },
    'a link is gone': { observed: withFirst({ drift: ['link of network shop_default is missing'] }) },
    'a container is another one': { observed: withFirst({ id: 'other' }) },
    'a container was made otherwise': { observed: withFirst({ spec: { ...first.spec, hostname: 'other' } }) },
    'a bridge is gone': {
      observed: { ...settled.observed, networks: networks.map((one) => ({ ...one, intact: false })) },
    },
    'a file has other bytes': { inputs: { ...inputs, fileDigests: { 'config:site': 'other' } } },
    'the stack has another variable': {
      stack: makeStack({ services: { web: { environment: { LEVEL: 'two' } }, db: {} } }),
    },
    'the stack differs where no container does': { stack: { ...stack, extensions: {} } },
    'more may be removed': { policy: { ...POLICY, prunable: { services: ['old'], networks: [] } } },
  };
  for (const [what, change] of Object.entries(changes)) {
    test(`plans anew where ${what}`, () => {
      planFor(settled);
      made = [];
      const look = { ...settled, ...change };
      const plan = planFor(look);
      const desired = desiredState(look.stack, look.inputs);
      assert.deepEqual(plan, planStack(desired, look.observed, look.policy, 0));
      assert.equal(made.at(-1), 'plan');
    });
  }

  test('keeps nothing of a stack with values of secrets', () => {
    const value = { name: 'key', origin: { kind: 'content', content: 'hunter2' } } as const;
    const secret = { source: 'key', target: '/run/key', uid: 0, gid: 0, mode: 0o400 };
    const opened: readonly Stack[] = [
      makeStack({ services: { web: { secrets: [secret] } }, secrets: { key: value } }),
      makeStack({ services: { web: { secretEnvironment: { KEY: 'hunter2' } } } }),
    ];
    for (const each of opened) {
      const fileDigests = { 'env:web:KEY': 'keyed:1' };
      const look = { ...settled, stack: each, inputs: makeInputs(each, { fileDigests }) };
      planFor(look);
      made = [];
      planFor(look);
      assert.deepEqual(made, ['desired', 'plan']);
    }
  });

  test('what it remembers is what would be made, whatever was looked at before', () => {
    const few = fc.array(situations, { minLength: 1, maxLength: 3 });
    const order = fc.array(fc.nat(2), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(few, order, (drawn, indexes) => {
        for (const index of indexes) {
          const { given, observed, policy } = drawn[index % drawn.length] as Situation;
          const known = makeStack(given);
          const look = { stack: known, inputs: makeInputs(known), observed, policy };
          const desired = desiredState(known, look.inputs);
          const expected = planOf({ desired, observed, policy });
          if (expected) assert.deepEqual(planFor(look), expected);
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });

  describe('of an apply that had nothing to do', () => {
    let directory: string;
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'dockr-memory-'));
    });
    afterEach(() => rmSync(directory, { recursive: true }));

    const asked: Asked = { stack, how: { pull: 'as-declared' } };

    function end(plan: Plan, how = asked, writesBefore = database.writes): object {
      const ended = { revision: 3 };
      memory.keepEnd(ended, { ...how, plan, writesBefore });
      return ended;
    }

    test('tells its end again', () => {
      const plan = planFor(settled);
      assert.equal(memory.findEnd(plan, asked), undefined);
      const outcome = end(plan);
      assert.equal(memory.findEnd(planFor(settled), asked), outcome);
    });

    test('does not where anything was written since', () => {
      end(planFor(settled));
      new StackTable(database).save({ name: 'shop', revision: 4, model: '{}', directory: '', files: [] }, 0);
      assert.equal(memory.findEnd(planFor(settled), asked), undefined);
    });

    test('does not where it wrote something itself', () => {
      const plan = planFor(settled);
      const writesBefore = database.writes;
      new StackTable(database).save({ name: 'shop', revision: 4, model: '{}', directory: '', files: [] }, 0);
      end(plan, asked, writesBefore);
      assert.equal(memory.findEnd(planFor(settled), asked), undefined);
    });

    test('does not where it was asked for otherwise', () => {
      end(planFor(settled));
      assert.equal(memory.findEnd(planFor(settled), { ...asked, how: { pull: 'always' } }), undefined);
    });

    test('does not where the stack differs, even if no container does', () => {
      end(planFor(settled));
      const other = { ...stack, extensions: {} };
      assert.equal(memory.findEnd(planFor({ ...settled, stack: other }), { ...asked, stack: other }), undefined);
    });

    test('does not where a file beside the stack file differs', () => {
      const path = join(directory, 'page');
      writeFileSync(path, 'one');
      const mount = { kind: 'bind', source: path, target: '/page', readOnly: true, createSource: false } as const;
      const own: Stack = { ...makeStack({ services: { web: { volumes: [mount] } } }), directory };
      const ownInputs = makeInputs(own);
      const look = { ...settled, stack: own, inputs: ownInputs, observed: broughtUp(desiredState(own, ownInputs)) };
      const beside = { ...asked, stack: own };
      const outcome = end(planFor(look), beside);
      assert.equal(memory.findEnd(planFor(look), beside), outcome);
      appendFileSync(path, 'two');
      assert.equal(memory.findEnd(planFor(look), beside), undefined);
    });

    test('does not where there are steps', () => {
      const plan = planFor({ ...settled, observed: { ...settled.observed, containers: others } });
      assert.notEqual(plan.steps.length, 0);
      end(plan);
      assert.equal(memory.findEnd(plan, asked), undefined);
    });
  });
});
