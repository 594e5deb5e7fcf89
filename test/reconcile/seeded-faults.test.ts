// For each property a planner with a fault that it has to notice, always in the same situations. More faults of plans are in
// mutants.test.ts, faults of the runner in test/apply/seeded-faults.test.ts; test/mutation makes thousands by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerSpec } from '../../src/core/specs.ts';
import type { DesiredState } from '../../src/reconcile/desired.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import type { Snapshot } from '../../src/reconcile/snapshot.ts';
import * as input from './laws-of-input.ts';
import * as plans from './laws-of-plans.ts';
import { PLANNER, type Planner } from './planner.ts';

type Law = (planner: Planner, runs: plans.Runs) => void;
type Fault = { readonly property: string; readonly fault: string; readonly law: Law; readonly planner: Planner };

const RUNS = { numRuns: 300, seed: 27, endOnFailure: true };

/** A planner whose plans are changed after the fact. */
function planning(change: (plan: Plan, desired: DesiredState, observed: Snapshot) => readonly Step[]): Planner {
  return {
    ...PLANNER,
    plan: (desired, observed, policy, nowMs) => {
      const plan = PLANNER.plan(desired, observed, policy, nowMs);
      return { ...plan, steps: change(plan, desired, observed) };
    },
  };
}

/** A planner that is asked something else. */
function asking(change: (...asked: Parameters<Planner['plan']>) => Parameters<Planner['plan']>): Planner {
  return { ...PLANNER, plan: (...asked) => PLANNER.plan(...change(...asked)) };
}

function mapSpecs(desired: DesiredState, change: (spec: ContainerSpec) => ContainerSpec): DesiredState {
  return { ...desired, containers: desired.containers.map((one) => ({ ...one, spec: change(one.spec) })) };
}

const of =
  (property: string): Law =>
  (planner, runs) =>
    plans.everyPlanIsSound(planner, runs, property);
const ofDown =
  (property: string): Law =>
  (planner, runs) =>
    plans.downTakesAwayTheStack(planner, runs, property);

const remove = (container: string): Step => ({
  kind: 'remove-container',
  id: `remove-container ${container} too`,
  container,
  withAnonymousVolumes: false,
  after: [],
  because: [],
});

const FAULTS: readonly Fault[] = [
  {
    property: 'P1',
    fault: 'forgets the last step',
    law: of('P1'),
    planner: planning(({ steps }) => steps.slice(0, -1)),
  },
  {
    property: 'P1',
    fault: 'leaves what an earlier replacement left',
    law: plans.cutPlansAreFinished,
    planner: planning(({ steps }) => steps.filter((step) => !('container' in step && step.container.includes('#')))),
  },
  {
    property: 'P2',
    fault: 'writes down a stop signal where the file says nothing',
    law: input.whatIsUpNeedsNothing,
    planner: {
      ...asking((desired, observed, ...rest) => [
        mapSpecs(desired, (spec) => ({ ...spec, stopSignal: spec.stopSignal ?? 'SIGTERM' })),
        {
          ...observed,
          containers: observed.containers.map((one) => ({ ...one, spec: { ...one.spec, stopSignal: null } })),
        },
        ...rest,
      ]),
    },
  },
  {
    property: 'P3',
    fault: 'takes ports as they come',
    law: input.ordersWithoutMeaningHaveNone,
    planner: { ...PLANNER, canonical: (spec) => ({ ...PLANNER.canonical(spec), ports: spec.ports ?? [] }) },
  },
  {
    property: 'P3',
    fault: 'adds to a canonical form each time',
    law: input.theCanonicalFormIsItsOwn,
    planner: { ...PLANNER, canonical: (spec) => ({ ...PLANNER.canonical(spec), name: `${spec.name}'` }) },
  },
  {
    property: 'P4',
    fault: 'compares what is stored byte by byte',
    law: input.fieldsThatWereNotStoredHaveTheirDefaults,
    planner: planning(({ steps }, desired, observed) => {
      const wanted = new Map(desired.containers.map(({ spec }) => [spec.name, spec]));
      const others = observed.containers.filter(({ spec }) => {
        const plain = { ...wanted.get(spec.name), imageId: spec.imageId };
        return wanted.has(spec.name) && JSON.stringify(plain) !== JSON.stringify(spec);
      });
      return [...steps, ...others.map(({ spec }) => remove(spec.name))];
    }),
  },
  {
    property: 'P4',
    fault: 'has a field now whose default is not what there was before',
    law: input.upgradesRestartNothing,
    planner: asking((desired, ...rest) => [mapSpecs(desired, (spec) => ({ ...spec, domainname: '' })), ...rest]),
  },
  {
    property: 'P5',
    fault: 'goes by the order in which containers were found',
    law: input.equalInputGivesEqualPlans,
    planner: planning(({ steps }, _desired, { containers }) => {
      const first = containers[0]?.spec.name;
      return steps.map((step) => ({ ...step, because: [...step.because, { kind: 'state', text: String(first) }] }));
    }),
  },
  {
    property: 'P5',
    fault: 'sorts what it was given in place',
    law: input.planningChangesNothing,
    planner: {
      ...PLANNER,
      plan: (desired, observed, ...rest) => {
        (observed.containers as Snapshot['containers'][number][]).reverse();
        return PLANNER.plan(desired, observed, ...rest);
      },
    },
  },
  {
    property: 'P6',
    fault: 'forgets every order',
    law: of('P6'),
    planner: planning(({ steps }) => steps.map((step) => ({ ...step, after: [] }))),
  },
  {
    property: 'P7',
    fault: 'removes what others have',
    law: of('P7'),
    planner: planning(({ steps }) => [...steps, remove('other-web-1')]),
  },
  {
    property: 'P7',
    fault: 'removes the networks of others when a stack goes',
    law: ofDown('P7'),
    planner: {
      ...PLANNER,
      down: (stack, observed, options) => {
        const plan = PLANNER.down(stack, observed, options);
        const name = 'outer';
        return {
          ...plan,
          steps: [...plan.steps, { kind: 'remove-network', id: 'remove-network outer', name, after: [], because: [] }],
        };
      },
    },
  },
  {
    property: 'P8',
    fault: 'takes an empty stack for one that is to go',
    law: plans.anEmptyStackRemovesNothing,
    planner: asking((desired, observed, policy, nowMs) => [desired, observed, { ...policy, allowEmpty: true }, nowMs]),
  },
  {
    property: 'P9',
    fault: 'clears away volumes that nobody uses',
    law: of('P9'),
    planner: planning(({ steps }, desired, { volumes }) => [
      ...steps,
      ...volumes
        .filter(
          ({ spec }) => spec.stack === desired.stack && !desired.volumes.some((one) => one.spec.name === spec.name),
        )
        .map(
          ({ spec }): Step => ({
            kind: 'remove-volume',
            id: `remove-volume ${spec.name}`,
            name: spec.name,
            after: [],
            because: [],
          }),
        ),
    ]),
  },
  {
    property: 'P9',
    fault: 'removes volumes with the stack without being asked',
    law: ofDown('P9'),
    planner: {
      ...PLANNER,
      down: (stack, observed, options) => PLANNER.down(stack, observed, { ...options, volumes: true }),
    },
  },
  {
    property: 'P10',
    fault: 'stops the old one first although it need not',
    law: of('P10'),
    planner: planning(({ steps }) =>
      steps.flatMap((step): Step[] => {
        if (step.kind !== 'start-successor') return [step];
        const id = `stop-container ${step.container} early`;
        const stop: Step = { kind: 'stop-container', id, container: step.container, after: step.after, because: [] };
        return [stop, { ...step, after: [id] }];
      }),
    ),
  },
  {
    property: 'P10',
    fault: 'replaces all replicas at once',
    law: of('P10'),
    planner: planning(({ steps }) =>
      steps
        .filter(({ kind }) => kind !== 'pause')
        .map((step) => ({
          ...step,
          after: step.after.filter(
            (id) =>
              !id.startsWith('pause') &&
              !(step.kind === 'start-successor' && id.startsWith('remove-container previous')),
          ),
        })),
    ),
  },
  {
    property: 'P11',
    fault: 'removes the old one before its successor is ready',
    law: of('P11'),
    planner: planning(({ steps }) =>
      steps.map((step) =>
        step.kind === 'remove-container' && step.when ? { ...step, after: [...step.when.done] } : step,
      ),
    ),
  },
  {
    property: 'P17',
    fault: 'recreates whatever it comes across',
    law: plans.aChangeStaysWhereItIs,
    planner: asking((desired, observed, policy, nowMs) => [
      desired,
      observed,
      { ...policy, recreate: 'always' },
      nowMs,
    ]),
  },
  {
    property: 'P17',
    fault: 'clears away what other stacks have',
    law: plans.stacksDoNotSeeEachOther,
    planner: planning(({ steps }, desired, { containers }) => [
      ...steps,
      ...containers.filter(({ spec }) => spec.stack !== desired.stack).map(({ id }) => remove(id)),
    ]),
  },
  {
    property: 'P18',
    fault: 'starts in a round of repair what has ended',
    law: of('P18'),
    planner: asking((desired, observed, policy, nowMs) => [desired, observed, { ...policy, keepEnded: false }, nowMs]),
  },
  {
    property: 'P18',
    fault: 'runs a job again that has done its work',
    law: of('P18'),
    planner: planning(({ steps }, _desired, { containers }) => [
      ...steps,
      ...containers
        .filter(({ spec, status, exitCode }) => spec.stack === 'shop' && status === 'exited' && exitCode === 0)
        .map(
          ({ id }): Step => ({
            kind: 'start-container',
            id: `start-container ${id} again`,
            container: id,
            after: steps.map((step) => step.id),
            because: [],
          }),
        ),
    ]),
  },
  {
    property: 'P19',
    fault: 'does not look into files',
    law: input.filesAreWatchedByThoseWhoHaveThem,
    planner: {
      ...asking((desired, observed, ...rest) => [
        mapSpecs(desired, withoutDigests),
        { ...observed, containers: observed.containers.map((one) => ({ ...one, spec: withoutDigests(one.spec) })) },
        ...rest,
      ]),
    },
  },
  {
    property: 'P19',
    fault: "takes every file for everybody's",
    law: input.filesAreWatchedByThoseWhoHaveThem,
    planner: {
      ...PLANNER,
      desire: (given, inputs) =>
        mapSpecs(PLANNER.desire(given, inputs), (spec) => ({
          ...spec,
          labels: { ...spec.labels, files: JSON.stringify(inputs?.fileDigests ?? {}) },
        })),
    },
  },
  {
    property: 'P19',
    fault: 'takes a pull for a change',
    law: input.pullsThatBringNothingChangeNothing,
    planner: planning(({ steps }) =>
      steps.map((step) => (step.kind === 'recreate-container' ? { ...step, unlessImageId: null } : step)),
    ),
  },
  {
    property: 'P20',
    fault: 'starts a service before what it depends on',
    law: of('P20'),
    planner: asking((desired, ...rest) => [
      { ...desired, services: desired.services.map((service) => ({ ...service, dependencies: [] })) },
      ...rest,
    ]),
  },
  {
    property: 'P20',
    fault: 'leaves out of circles what closes them',
    law: plans.circlesAreRefused,
    planner: asking((desired, ...rest) => [
      {
        ...desired,
        services: desired.services.map((service) => ({
          ...service,
          dependencies: service.dependencies.filter(({ service: other }) => other < service.name),
        })),
      },
      ...rest,
    ]),
  },
  {
    property: 'P22',
    fault: 'tells what has changed, whatever it is',
    law: of('P22'),
    planner: planning(({ steps }) =>
      steps.map((step) =>
        step.kind === 'recreate-container'
          ? {
              ...step,
              because: [{ kind: 'changed', field: 'environment.X', from: step.spec.environment['PASSWORD'], to: '' }],
            }
          : step,
      ),
    ),
  },
];

function withoutDigests(spec: ContainerSpec): ContainerSpec {
  return { ...spec, files: spec.files.map((file) => ({ ...file, digest: '' })) };
}

for (const { property, fault, law, planner } of FAULTS) {
  test(`${property} notices a planner that ${fault}`, () => {
    assert.throws(() => law(planner, RUNS), { message: /^Property failed|^Expected values|^v\d/ });
  });
}

test('every law holds for the planner as it is, in the same situations', () => {
  for (const law of new Set(FAULTS.map((fault) => fault.law))) law(PLANNER, { ...RUNS, numRuns: 60 });
});
