// What stands against an update without downtime, asked for or not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, PlanPolicy } from '../../src/reconcile/plan.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import type { ObservedContainer } from '../../src/reconcile/snapshot.ts';
import { broughtUp, makeContainer, makeDesired, POLICY, type ServiceGiven, type StackGiven } from './support.ts';

type Row = {
  readonly about: string;
  /** Before and after. */
  readonly web?: ServiceGiven;
  /** Only before, and only after. */
  readonly was?: ServiceGiven;
  readonly now?: ServiceGiven;
  readonly there?: readonly ObservedContainer[];
  readonly others?: StackGiven['services'];
  readonly found?: Partial<ObservedContainer>;
  readonly policy?: Partial<PlanPolicy>;
  readonly networks?: StackGiven['networks'];
  /** What the warning says where it is asked for. */
  readonly reason?: RegExp;
};

const CHECK = { kind: 'test', test: ['CMD', 'true'] } as const;
const PLAIN = { aliases: [], priority: 0, gatewayPriority: 0 };
const START_FIRST = { updateConfig: { order: 'start-first' } } as const;
const AGAINST: readonly Row[] = [
  { about: 'the network of the host', web: { networkMode: { kind: 'host' } }, reason: /network of the host/ },
  {
    about: 'the network of another service',
    web: { networkMode: { kind: 'service', service: 'a' } },
    others: { a: {} },
    reason: /in the network of another container/,
  },
  {
    about: 'another service in its network',
    others: { z: { networkMode: { kind: 'service', service: 'web' } } },
    reason: /another container is in its network/,
  },
  {
    about: 'an address of its own',
    web: { networks: { default: { aliases: [], priority: 0, gatewayPriority: 0, ipv4Address: '10.0.0.9' } } },
    reason: /both need address 10\.0\.0\.9/,
  },
  {
    about: 'a hardware address of its own',
    web: { networks: { default: { aliases: [], priority: 0, gatewayPriority: 0, macAddress: '02:00:00:00:00:01' } } },
    reason: /both need the MAC address 02:00:00:00:00:01/,
  },
  {
    about: 'an anonymous volume',
    web: { volumes: [{ kind: 'anonymous', target: '/data', readOnly: false, noCopy: false }] },
    reason: /keeps its anonymous volumes/,
  },
  {
    about: 'a volume that its image asks for',
    found: { anonymousVolumes: true },
    reason: /keeps its anonymous volumes/,
  },
  {
    about: 'a service that waits for its end',
    others: {
      z: { dependsOn: { web: { condition: 'service_completed_successfully', restart: false, required: true } } },
    },
    found: { status: 'running', exitCode: null },
    reason: /wait for it to complete/,
  },
  {
    about: 'the network of the host that it leaves',
    was: { networkMode: { kind: 'host' } },
    reason: /network of the host/,
  },
  {
    about: 'the network of the host that it goes to',
    now: { networkMode: { kind: 'host' } },
    reason: /network of the host/,
  },
  {
    about: 'the network of another service that it leaves',
    was: { networkMode: { kind: 'service', service: 'a' } },
    others: { a: {} },
    reason: /in the network of another container/,
  },
  {
    about: 'the network of another service that it goes to',
    now: { networkMode: { kind: 'service', service: 'a' } },
    others: { a: {} },
    reason: /in the network of another container/,
  },
  {
    about: 'an anonymous volume that it is to have no longer',
    was: { volumes: [{ kind: 'anonymous', target: '/data', readOnly: false, noCopy: false }] },
    reason: /keeps its anonymous volumes/,
  },
  {
    about: 'another container in its network that did not follow its name',
    was: { containerName: 'former' },
    there: [
      makeContainer({
        spec: { name: 'guest', stack: 'other', service: 'x', network: { kind: 'container', container: 'former' } },
      }),
    ],
    reason: /another container is in its network/,
  },
  { about: 'a network that is made anew', networks: { default: { internal: true } }, reason: /made anew/ },
  { about: 'not being started', policy: { noStart: true }, reason: /nothing is to be started/ },
];

function planOf({ web = {}, was = {}, now = {}, there = [], others = {}, ...row }: Row, asked: ServiceGiven): Plan {
  const { found, policy, networks = {} } = row;
  const before = { ...web, healthcheck: CHECK, environment: { LEVEL: 'a' } };
  const up = broughtUp(makeDesired({ services: { ...others, web: { ...before, ...was } } }));
  const containers = up.containers.map((one) => (one.spec.service === 'web' ? { ...one, ...found } : one));
  const after = { ...before, ...now, environment: { LEVEL: 'b' }, ...asked };
  const desired = makeDesired({ services: { ...others, web: after }, networks });
  return planStack(desired, { ...up, containers: [...containers, ...there] }, { ...POLICY, ...policy }, 0);
}

const startsFirst = ({ steps }: Plan): boolean => steps.some(({ kind }) => kind === 'start-successor');

for (const row of AGAINST) {
  test(`${row.about} stands against an update without downtime`, () => {
    const unasked = planOf(row, {});
    assert.equal(startsFirst(unasked), false);
    assert.deepEqual(
      unasked.warnings.filter(({ code }) => code === 'downtime'),
      [],
    );
    const asked = planOf(row, { deploy: START_FIRST });
    assert.equal(startsFirst(asked), false);
    const told = asked.warnings.filter(({ code }) => code === 'downtime').map(({ message }) => message);
    assert.equal(told.length, 1);
    assert.match(told.join(), row.reason ?? /./);
  });
}

const MOUNTS: Readonly<Record<string, NonNullable<ServiceGiven['volumes']>[number]>> = {
  volume: { kind: 'volume', source: 'data', target: '/data', readOnly: false, noCopy: false },
  'bind mount': { kind: 'bind', source: '/srv/data', target: '/data', readOnly: false, createSource: true },
};

for (const [name, mount] of Object.entries(MOUNTS)) {
  test(`a ${name} that is written stands only against what nobody asked for`, () => {
    assert.equal(startsFirst(planOf({ about: '', web: { volumes: [mount] } }, {})), false);
    assert.equal(startsFirst(planOf({ about: '', web: { volumes: [mount] } }, { deploy: START_FIRST })), true);
    const readOnly = { ...mount, readOnly: true };
    assert.equal(startsFirst(planOf({ about: '', web: { volumes: [readOnly] } }, {})), true);
  });
}

test('anonymous volumes that are renewed stand against nothing', () => {
  const row = { about: '', found: { anonymousVolumes: true }, policy: { renewAnonymousVolumes: true } };
  assert.equal(startsFirst(planOf(row, {})), true);
});

test('the health check of an image counts, and one that is turned off does not', () => {
  const up = (health: 'healthy' | 'none'): Plan => {
    const was = broughtUp(makeDesired({ services: { web: { environment: { LEVEL: 'a' } } } }));
    const containers = was.containers.map((one) => ({ ...one, health }));
    return planStack(makeDesired({ services: { web: {} } }), { ...was, containers }, POLICY, 0);
  };
  assert.equal(startsFirst(up('healthy')), true);
  assert.equal(startsFirst(up('none')), false);
  assert.equal(startsFirst(planOf({ about: '' }, { healthcheck: { kind: 'none' } })), false);
});

test('one that does not run has no connections to keep', () => {
  for (const status of ['exited', 'restarting', 'dead'] as const) {
    const plan = planOf({ about: '', found: { status, exitCode: 1 } }, { deploy: START_FIRST });
    assert.equal(startsFirst(plan), false);
    assert.deepEqual(plan.warnings, []);
  }
});

/** Where two cannot be there at once, the old one is kept until the new one is healthy, if it can be told. */
const keepsOld = ({ steps }: Plan): boolean =>
  steps.some((step) => step.kind === 'recreate-container' && step.spec.service === 'web' && step.keepsOld === true);
const STOP_FIRST = { updateConfig: { order: 'stop-first' } } as const;

test('one with a health check is kept, stopped, until its successor is healthy', () => {
  assert.equal(keepsOld(planOf({ about: '' }, { deploy: STOP_FIRST })), true);
});

const UNCHECKED: Row = { about: '', web: { healthcheck: { kind: 'none' } } };
const planUnchecked = (updateConfig: object): Plan =>
  planOf({ ...UNCHECKED, now: { healthcheck: { kind: 'none' } } }, { deploy: { updateConfig } });

test('one without a health check is kept where the file says how long its successor is to be looked at', () => {
  const plan = planUnchecked({ order: 'stop-first', monitorMs: 5000 });
  assert.equal(keepsOld(plan), true);
  const wait = plan.steps.find((step) => step.kind === 'wait-ready');
  assert.equal(wait?.monitorMs, 5000);
  assert.equal(keepsOld(planUnchecked({ monitorMs: 5000 })), true);
});

test('one without a health check is kept where a failure is to be taken back', () => {
  assert.equal(keepsOld(planUnchecked({ failureAction: 'rollback' })), true);
  assert.equal(keepsOld(planUnchecked({ failureAction: 'rollback', monitorMs: 0 })), false);
});

test('one without a health check is not kept where the file says nothing of it', () => {
  assert.equal(keepsOld(planUnchecked({ order: 'stop-first' })), false);
  assert.equal(keepsOld(planUnchecked({ failureAction: 'continue' })), false);
  assert.equal(keepsOld(planUnchecked({ failureAction: 'pause' })), false);
});

const WITHOUT_PROOF: readonly Row[] = [
  { about: 'has no health check any more', now: { healthcheck: { kind: 'none' } } },
  { about: 'is not to be started', policy: { noStart: true } },
  { about: 'is on a network that is made anew', networks: { default: { internal: true } } },
  {
    about: 'is on two networks of which one is made anew',
    web: { networks: { default: PLAIN, back: PLAIN } },
    networks: { back: { internal: true } },
  },
  {
    about: 'has another service in its network, which may be what it needs',
    others: { z: { networkMode: { kind: 'service', service: 'web' } } },
  },
  {
    about: 'is waited for to end',
    others: {
      z: { dependsOn: { web: { condition: 'service_completed_successfully', restart: false, required: true } } },
    },
    found: { status: 'running', exitCode: null },
  },
  { about: 'does not run', found: { status: 'exited', exitCode: 1 } },
];

for (const row of WITHOUT_PROOF) {
  test(`one that ${row.about} is not kept until its successor is healthy`, () => {
    const plan = planOf(row, { deploy: STOP_FIRST });
    assert.ok(plan.steps.some((step) => step.kind === 'recreate-container' && step.spec.service === 'web'));
    assert.equal(keepsOld(plan), false);
  });
}

test('the health check that an image had does not count where the file had one and has none', () => {
  const was = broughtUp(makeDesired({ services: { web: { healthcheck: CHECK } } }));
  const containers = was.containers.map((one) => ({ ...one, health: 'healthy' as const }));
  const plan = planStack(makeDesired({ services: { web: {} } }), { ...was, containers }, POLICY, 0);
  assert.equal(startsFirst(plan), false);
});
