// How the outcome of one step decides on those that come after, and what is told and written down of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPlan } from '../../src/apply/run-plan.ts';
import { ContainerError } from '../../src/core/errors.ts';
import type { DockrEvent } from '../../src/core/events.ts';
import { Tracer } from '../../src/core/trace.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { Database } from '../../src/store/database.ts';
import { Journal } from '../../src/store/stacks.ts';
import { makeContainer } from '../reconcile/support.ts';

type Handling = Partial<Parameters<typeof runPlan>[1]>;

/** Everything that a run tells, with its end in the journal. */
async function tell(plan: Plan, handling: Handling = {}) {
  using database = new Database(':memory:');
  const events: DockrEvent[] = [];
  const outcome = await runPlan(plan, {
    journal: new Journal(database),
    tracer: new Tracer(),
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    execute: async () => 'done',
    ...handling,
  });
  const rows = database.all('SELECT step, outcome FROM journal ORDER BY seq');
  return { ...outcome, events, journal: rows.map((row) => `${row['step']}: ${row['outcome']}`) };
}

const step = (id: string, given: Partial<Step> = {}): Step =>
  ({ kind: 'start-container', id, container: id, after: [], because: [], ...given }) as Step;
const planOf = (...steps: readonly Step[]): Plan => ({ id: 'p', stack: 'shop', steps, warnings: [], unchanged: [] });
const failing = (...ids: readonly string[]): Handling => ({
  execute: async ({ id }) => {
    if (ids.includes(id)) throw new ContainerError('not-ready', { message: `${id} is not ready` });
    return 'done';
  },
});
const told = (events: readonly DockrEvent[]): string[] =>
  events.map((event) => {
    if (event.type === 'step') return `${event.status} ${event.title}${event.note ? ` (${event.note})` : ''}`;
    return event.type === 'warning' ? `${event.code}: ${event.message}` : event.type;
  });

test('every step is told and written down, when it begins and how it ended', async () => {
  const plan = planOf(step('a'), step('b', { after: ['a'] }));
  const { events, journal, failed } = await tell(plan, {
    execute: async ({ id }) => (id === 'a' ? 'done' : 'unneeded'),
  });
  assert.deepEqual(told(events), [
    'started start container a',
    'done start container a',
    'started start container b',
    'unneeded start container b',
  ]);
  assert.deepEqual(journal, ['a: done', 'b: unneeded']);
  assert.deepEqual(failed, []);
  for (const event of events) if (event.type === 'step' && event.status !== 'started') assert.ok((event.ms ?? -1) >= 0);
});

test('a failure is told with its error, and those that come after are skipped and fail with it', async () => {
  const plan = planOf(step('a'), step('b', { after: ['a'] }), step('c', { after: ['b'] }), step('d'));
  const { events, journal, failed } = await tell(plan, failing('a'));
  assert.deepEqual(failed.toSorted(), ['a', 'b', 'c']);
  assert.deepEqual(journal.toSorted(), ['a: failed: not-ready', 'd: done']);
  const skipped = told(events).filter((text) => text.startsWith('skipped'));
  assert.deepEqual(skipped, [
    'skipped start container b (a step that it waits for failed)',
    'skipped start container c (a step that it waits for failed)',
  ]);
  const failure = events.find((event) => event.type === 'step' && event.status === 'failed');
  assert.ok(failure?.type === 'step' && failure.error?.code === 'not-ready' && (failure.ms ?? -1) >= 0);
});

test('what nobody foresaw is written down as a bug', async () => {
  const { journal } = await tell(planOf(step('a')), {
    execute: () => Promise.reject(new TypeError('x')),
  });
  assert.deepEqual(journal, ['a: failed: bug']);
});

test('a step is not carried out when it cannot be written down, and its failure is told', async () => {
  using database = new Database(':memory:');
  const journal = new Journal(database);
  journal.begin = () => {
    throw new Error('disk is full');
  };
  const ran: string[] = [];
  const { failed, events } = await tell(planOf(step('a')), {
    journal,
    execute: async ({ id }) => {
      ran.push(id);
      return 'done';
    },
  });
  assert.deepEqual([failed, ran], [['a'], []]);
  assert.deepEqual(told(events), ['started start container a', 'failed start container a']);
});

test('a failure is told even if it cannot be written down', async () => {
  using database = new Database(':memory:');
  const journal = new Journal(database);
  journal.end = () => {
    throw new Error('disk is full');
  };
  const { failed } = await tell(planOf(step('a')), { journal, ...failing('a') });
  assert.deepEqual(failed, ['a']);
});

const OPTIONAL: Partial<Step> = {
  ...{ kind: 'wait-service', service: 'db', containers: ['db'], condition: 'healthy', required: false },
};

test('a wait that nobody insists on is warned of when it fails, and holds up nobody', async () => {
  const plan = planOf(step('a'), step('wait', { ...OPTIONAL, after: ['a'] }), step('b', { after: ['wait'] }));
  const { failed, events, journal } = await tell(plan, failing('wait'));
  assert.deepEqual(failed, []);
  assert.deepEqual(told(events).slice(2), [
    'started wait for db to be healthy (optional)',
    'unneeded wait for db to be healthy (optional) (not required)',
    'not-ready: wait is not ready',
    'started start container b',
    'done start container b',
  ]);
  assert.deepEqual(journal, ['a: done', 'wait: failed: not-ready', 'b: done']);
  const unneeded = events.find((event) => event.type === 'step' && event.status === 'unneeded');
  assert.ok(unneeded?.type === 'step' && (unneeded.ms ?? -1) >= 0);
});

test('a wait that nobody insists on holds up nobody when what it waits for fails', async () => {
  const plan = planOf(step('a'), step('wait', { ...OPTIONAL, after: ['a'] }), step('b', { after: ['wait'] }));
  const { failed, journal } = await tell(plan, failing('a'));
  assert.deepEqual(failed, ['a']);
  assert.deepEqual(journal, ['a: failed: not-ready', 'b: done']);
});

test('a wait that is insisted on holds up those that come after', async () => {
  const wait = { ...OPTIONAL, required: true } as Partial<Step>;
  const plan = planOf(step('a'), step('wait', { ...wait, after: ['a'] }), step('b', { after: ['wait'] }));
  assert.deepEqual((await tell(plan, failing('a'))).failed.toSorted(), ['a', 'b', 'wait']);
  assert.deepEqual((await tell(plan, failing('wait'))).failed.toSorted(), ['b', 'wait']);
});

test('after an interruption nothing is begun, and what is left out is named', async () => {
  const controller = new AbortController();
  const plan = planOf(step('a'), step('wait', { ...OPTIONAL, after: ['a'] }), step('b', { after: ['wait'] }));
  const { failed, events, journal } = await tell(plan, {
    signal: controller.signal,
    execute: async () => {
      controller.abort();
      return 'done';
    },
  });
  assert.deepEqual(journal, ['a: done']);
  assert.deepEqual(failed, ['wait', 'b']);
  assert.deepEqual(told(events).slice(2), [
    'skipped wait for db to be healthy (optional) (interrupted)',
    'skipped start container b (interrupted)',
  ]);
});

const TAIL: Partial<Step> = { kind: 'remove-container', when: { done: ['a'], notDone: [] } };

test('after an interruption only what a replacement has left is carried out, if it is to be', async () => {
  const rows: readonly (readonly [Partial<Step>, 'done' | 'unneeded', readonly string[]])[] = [
    [TAIL, 'done', ['a: done', 'b: done']],
    [{ ...TAIL, kind: 'drain-container' }, 'done', ['a: done', 'b: done']],
    [TAIL, 'unneeded', ['a: unneeded']],
    [{ kind: 'remove-container' }, 'done', ['a: done']],
    [{ ...TAIL, kind: 'restart-container' }, 'done', ['a: done']],
  ];
  for (const [tail, answer, expected] of rows) {
    const controller = new AbortController();
    const { journal } = await tell(planOf(step('a'), step('b', { ...tail, after: ['a'] })), {
      signal: controller.signal,
      execute: async () => {
        controller.abort();
        return answer;
      },
    });
    assert.deepEqual(journal, expected);
  }
});

const CONDITIONS: readonly (readonly [done: readonly string[], notDone: readonly string[], runs: boolean])[] = [
  [[], [], true],
  [['did'], [], true],
  [['idle'], [], false],
  [['idle', 'did'], [], true],
  [['did'], ['idle'], true],
  [['did'], ['idle', 'did'], false],
  [[], ['did'], false],
  [[], ['idle'], true],
];

for (const [done, notDone, runs] of CONDITIONS) {
  test(`a step that looks at ${done.join(' or ') || 'nothing'}, not at ${notDone.join() || 'anything'}, ${runs ? 'runs' : 'is left out'}`, async () => {
    const plan = planOf(step('did'), step('idle'), step('x', { after: ['did', 'idle'], when: { done, notDone } }));
    const { journal, events, failed } = await tell(plan, {
      execute: async ({ id }) => (id === 'idle' ? 'unneeded' : 'done'),
    });
    assert.equal(journal.includes('x: done'), runs);
    assert.equal(told(events).includes('unneeded start container x'), !runs);
    assert.deepEqual(failed, []);
  });
}

test('a step that has failed did nothing that a condition could look at', async () => {
  const optional = step('did', OPTIONAL);
  const plan = planOf(optional, step('x', { after: ['did'], when: { done: ['did'], notDone: [] } }));
  assert.deepEqual((await tell(plan, failing('did'))).journal, ['did: failed: not-ready']);
});

test('a pause puts up with as many failures as it says, and no more', async () => {
  const ids = ['a', 'b', 'c'];
  for (const [tolerated, runs] of [
    [0, false],
    [1, false],
    [2, true],
  ] as const) {
    const pause = step('pause', { kind: 'pause', service: 'web', ms: 0, tolerated, after: ids } as Partial<Step>);
    const plan = planOf(...ids.map((id) => step(id)), pause, step('next', { after: ['pause'] }));
    const { journal } = await tell(plan, failing('a', 'b'));
    assert.equal(journal.includes('next: done'), runs, String(tolerated));
  }
});

test('what is undone is told and written down, once, and only if it was done', async () => {
  const undone: string[] = [];
  const undo = async ({ id }: Step): Promise<void> => void undone.push(id);
  const plan = planOf(
    step('a'),
    step('b', { after: ['a'], undoes: 'a' }),
    step('c', { after: ['b'], undoes: 'a' }),
    step('d', { after: ['a'], undoes: 'nothing' }),
  );
  const { events, journal } = await tell(plan, { ...failing('b', 'd'), undo });
  assert.deepEqual(undone, ['a']);
  assert.equal(told(events).filter((text) => text === 'done undo start container a').length, 1);
  assert.ok(journal.includes('undo a: done'));
  const idle = await tell(plan, {
    undo,
    execute: async ({ id }) => {
      if (id === 'b') throw new Error('fault');
      return 'unneeded';
    },
  });
  assert.deepEqual(undone, ['a']);
  assert.ok(!idle.journal.some((row) => row.startsWith('undo')));
});

test('what follows waits until a failure has been undone', async () => {
  const order: string[] = [];
  const plan = planOf(
    step('a'),
    step('b', { after: ['a'], undoes: 'a' }),
    step('wait', { ...OPTIONAL, after: ['b'] }),
    step('c', { after: ['wait'] }),
  );
  await tell(plan, {
    execute: async ({ id }) => {
      if (id === 'b') throw new Error('fault');
      order.push(id);
      return 'done';
    },
    undo: async ({ id }) => {
      await new Promise(setImmediate);
      order.push(`undo ${id}`);
    },
  });
  assert.deepEqual(order, ['a', 'undo a', 'c']);
});

test('what cannot be undone is warned of and written down, and the plan goes on', async () => {
  const plan = planOf(step('a'), step('b', { after: ['a'], undoes: 'a' }), step('c'));
  const { events, journal, failed } = await tell(plan, {
    ...failing('b'),
    undo: () => Promise.reject(new ContainerError('stop-failed', { message: 'it does not stop' })),
  });
  assert.deepEqual(failed, ['b']);
  assert.ok(told(events).includes('not-undone: undo start container a: it does not stop'));
  assert.ok(journal.includes('undo a: failed: stop-failed'));
});

test('nothing is written down of an undoing that nobody can do', async () => {
  const plan = planOf(step('a'), step('b', { after: ['a'], undoes: 'a' }));
  const { journal, events } = await tell(plan, failing('b'));
  assert.deepEqual(journal, ['a: done', 'b: failed: not-ready']);
  assert.ok(!told(events).some((text) => text.includes('undo')));
});

const CLASSES = [
  ['pull-image', 3],
  ['build-image', 2],
  ['create-network', 4],
  ['repair-network', 4],
  ['remove-network', 4],
  ['create-volume', 4],
  ['remove-volume', 4],
  ['create-container', 6],
  ['recreate-container', 6],
  ['start-successor', 6],
  ['start-container', 6],
  ['restart-container', 6],
  ['wait-ready', 20],
  ['switch-traffic', 20],
  ['drain-container', 20],
  ['pause', 20],
  ['stop-container', 20],
  ['remove-container', 20],
  ['wait-service', 20],
] as const;

for (const [kind, limit] of CLASSES) {
  test(`of 20 steps of kind ${kind}, ${limit} go on at once`, async () => {
    let [running, most] = [0, 0];
    const { spec } = makeContainer({ spec: { name: 'web', service: 'web' } });
    const given = { kind, spec, reference: 'r', name: 'n', service: 's', successor: 's', ms: 0, tolerated: 0 };
    const steps = Array.from({ length: 20 }, (_, index) => step(`s${index}`, given as Partial<Step>));
    await tell(planOf(...steps), {
      execute: async () => {
        running++;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running--;
        return 'done';
      },
    });
    assert.equal(most, limit);
  });
}
