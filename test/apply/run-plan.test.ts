// What becomes of a plan whose steps fail, or that is interrupted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPlan } from '../../src/apply/run-plan.ts';
import type { DockrEvent } from '../../src/core/events.ts';
import { Tracer } from '../../src/core/trace.ts';
import type { Plan } from '../../src/reconcile/plan.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import { Database } from '../../src/store/database.ts';
import { Journal } from '../../src/store/stacks.ts';
import { broughtUp, makeDesired, POLICY, type ServiceGiven, type StackGiven } from '../reconcile/support.ts';

const stack = (level: string, web: ServiceGiven = {}): StackGiven => ({
  services: { web: { ...web, environment: { LEVEL: level } }, front: { dependsOn: DEPENDS } },
});
const DEPENDS = { web: { condition: 'service_started', restart: true, required: true } } as const;

function updateOf(web: ServiceGiven): Plan {
  return planStack(makeDesired(stack('b', web)), broughtUp(makeDesired(stack('a', web))), POLICY, 0);
}

type Told = { readonly ran: readonly string[]; readonly undone: readonly string[]; readonly ended: readonly string[] };

/** `fails`: ids of steps that do; in the middle of `interruptAt` the signal is given. */
async function run(plan: Plan, fails: readonly string[], interruptAt?: string): Promise<Told> {
  using database = new Database(':memory:');
  const [ran, undone, ended]: [string[], string[], string[]] = [[], [], []];
  const controller = new AbortController();
  await runPlan(plan, {
    journal: new Journal(database),
    tracer: new Tracer(),
    signal: controller.signal,
    onEvent: (event: DockrEvent) => {
      if (event.type === 'step' && event.status !== 'started') ended.push(`${event.id}: ${event.status}`);
    },
    execute: async (step) => {
      ran.push(step.id);
      if (step.id === interruptAt) controller.abort();
      if (fails.includes(step.id)) throw new Error('fault');
      return 'done';
    },
    undo: async (step) => void undone.push(step.id),
  });
  return { ran, undone, ended };
}

const START_FIRST = { deploy: { updateConfig: { order: 'start-first' } } } as const;

test('a successor that does not get ready is taken away once, and what comes after is skipped and named', async () => {
  const { ran, undone, ended } = await run(updateOf(START_FIRST), ['wait-ready shop-web-1']);
  assert.deepEqual(ran, ['start-successor shop-web-1', 'wait-ready shop-web-1']);
  assert.deepEqual(undone, ['start-successor shop-web-1']);
  assert.deepEqual(ended.slice(1), [
    'wait-ready shop-web-1: failed',
    'undo start-successor shop-web-1: done',
    'switch-traffic shop-web-1: skipped',
    'drain-container previous shop-web-1: skipped',
    'restart-container shop-front-1: skipped',
    'remove-container previous shop-web-1: skipped',
  ]);
});

test('a successor that does not start leaves nothing to undo', async () => {
  const { undone } = await run(updateOf(START_FIRST), ['start-successor shop-web-1']);
  assert.deepEqual(undone, []);
});

test('a switch that fails is undone, too', async () => {
  const { undone } = await run(updateOf(START_FIRST), ['switch-traffic shop-web-1']);
  assert.deepEqual(undone, ['start-successor shop-web-1']);
});

test('an interrupted wait takes the successor away', async () => {
  const { ran, undone } = await run(updateOf(START_FIRST), [], 'start-successor shop-web-1');
  assert.deepEqual(ran, ['start-successor shop-web-1']);
  assert.deepEqual(undone, ['start-successor shop-web-1']);
});

test('after the switch, an interrupted update is carried to its end, and nothing else is begun', async () => {
  const { ran, undone } = await run(updateOf(START_FIRST), [], 'switch-traffic shop-web-1');
  assert.deepEqual(undone, []);
  assert.deepEqual(ran.slice(2), [
    'switch-traffic shop-web-1',
    'drain-container previous shop-web-1',
    'remove-container previous shop-web-1',
  ]);
});

test('one that was stopped first comes back when its successor does not get ready', async () => {
  const web = { deploy: { updateConfig: { order: 'stop-first' } }, healthcheck: CHECK } as const;
  const { ran, undone } = await run(updateOf(web), ['wait-ready shop-web-1']);
  assert.deepEqual(ran, ['recreate-container shop-web-1', 'wait-ready shop-web-1']);
  assert.deepEqual(undone, ['recreate-container shop-web-1']);
});

const CHECK = { kind: 'test', test: ['CMD', 'true'] } as const;

const ATTEMPTS = [
  { about: 'ends at the first failure', config: {}, attempts: 1 },
  { about: 'goes on where that is asked for', config: { failureAction: 'continue' }, attempts: 4 },
  { about: 'goes on until too many have failed', config: { maxFailureRatio: 0.25 }, attempts: 2 },
] as const;

for (const { about, config, attempts } of ATTEMPTS) {
  test(`an update of four replicas ${about}`, async () => {
    const web = { scale: 4, deploy: { updateConfig: { order: 'start-first', ...config } } } as const;
    const ids = [1, 2, 3, 4].map((replica) => `start-successor shop-web-${replica}`);
    const { ran } = await run(updateOf(web), ids);
    assert.deepEqual(ran, ids.slice(0, attempts));
  });
}

test('no pause is made after a batch that needed nothing', async () => {
  const web = { scale: 2, image: 'web', deploy: { updateConfig: { order: 'start-first', delayMs: 1000 } } } as const;
  const up = broughtUp(makeDesired(stack('a', web)));
  const plan = planStack(makeDesired(stack('a', web), { pull: 'always' }), up, POLICY, 0);
  using database = new Database(':memory:');
  const ran: string[] = [];
  await runPlan(plan, {
    journal: new Journal(database),
    tracer: new Tracer(),
    signal: new AbortController().signal,
    onEvent: () => {},
    execute: async (step) => {
      ran.push(step.kind);
      return 'unneeded';
    },
  });
  assert.deepEqual(new Set(ran), new Set(['pull-image', 'start-successor', 'recreate-container']));
});
