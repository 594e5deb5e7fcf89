// What the history says of a revision that is applied again and again, over a simulated machine.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { beginRevision, endRevision } from '../../src/apply/revisions.ts';
import { desiredState } from '../../src/reconcile/desire.ts';
import { USUAL_POLICY } from '../../src/reconcile/usual-policy.ts';
import type { Stack } from '../../src/stack/model.ts';
import { makeInputs, makeStack } from '../reconcile/support.ts';
import { SimulatedEngine } from '../simulation/engine/engine.ts';
import { Machine } from '../simulation/machine/machine.ts';

/** As a round of a deployment repairs: what has ended is left alone. */
const REPAIR = { ...USUAL_POLICY, keepEnded: true, allowEmpty: true };
/** There is nothing to it that could be missing. */
const WHOLE = makeStack({ services: {} });
/** Its container is not there. */
const LACKING = makeStack({ services: { web: {} } });

describe('the history of a stack', () => {
  let engine: SimulatedEngine;
  beforeEach(() => {
    const machine = new Machine(1);
    engine = new SimulatedEngine(machine, machine.life, { onBegin: () => {}, beginStep: () => {}, endStep: () => {} });
  });

  function applying(stack: Stack, cause: string) {
    const inputs = makeInputs(stack);
    return { stack, inputs, desired: desiredState(stack, inputs), scope: REPAIR, cause };
  }

  /** The daemon dies in the middle of it. */
  function cutShort(stack: Stack): void {
    beginRevision(engine, applying(stack, 'rollback to 1'));
    engine.revisions.closeInterrupted();
    assert.deepEqual(outcome(stack), ['failed', 'interrupted']);
  }

  function repair(stack: Stack): void {
    const round = applying(stack, 'repair');
    const ended = { outcome: 'applied', error: null, wasThere: false } as const;
    endRevision(engine, beginRevision(engine, round), { ...round, ...ended });
  }

  function outcome({ name }: Stack) {
    const { outcome: came, error } = engine.revisions.last(name) ?? {};
    return [came, error];
  }

  test('what a daemon did not live to finish counts as applied when a repair has finished all of it', () => {
    cutShort(WHOLE);
    repair(WHOLE);
    assert.deepEqual(outcome(WHOLE), ['applied', null]);
  });

  test('what a daemon did not live to finish stays so while something of it is missing', () => {
    cutShort(LACKING);
    repair(LACKING);
    assert.deepEqual(outcome(LACKING), ['failed', 'interrupted']);
  });

  test('what failed by itself is not good because a repair finds nothing to do', () => {
    const round = applying(WHOLE, 'up');
    const ended = { outcome: 'failed', error: 'not-ready', wasThere: false } as const;
    endRevision(engine, beginRevision(engine, round), { ...round, ...ended });
    repair(WHOLE);
    assert.deepEqual(outcome(WHOLE), ['failed', 'not-ready']);
  });
});
