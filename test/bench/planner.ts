// `npm run bench -- --planner`: how long a plan takes, without a daemon: the planner is a function.
import { type DesiredInputs, desiredState } from '../../src/reconcile/desire.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import { simulate } from '../../src/reconcile/simulate.ts';
import type { Stack } from '../../src/stack/model.ts';
import { EMPTY, makeStack, POLICY } from '../reconcile/support.ts';
import { median } from './statistics.ts';

const SIZES = [200, 1000, 2000];
const ROUNDS = 9;
const INPUTS: DesiredInputs = {
  fileDigests: {},
  buildInputs: {},
  build: 'when-changed',
  pull: 'as-declared',
  scale: {},
};

/** A table of medians, in milliseconds: the desired state, and the plans that create all, find nothing, recreate all. */
export function measurePlanner(): string {
  const rows = SIZES.map((size) => [size, ...timesOf(size).map((ms) => ms.toFixed(1))]);
  const head = ['services', 'desired state, ms', 'create all, ms', 'nothing to do, ms', 'recreate all, ms'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function timesOf(size: number): readonly number[] {
  const desired = desiredState(stackOf(size, 'one'), INPUTS);
  const changed = desiredState(stackOf(size, 'two'), INPUTS);
  const created = simulate(EMPTY, planStack(desired, EMPTY, POLICY, 0));
  return [
    timeOf(() => desiredState(stackOf(size, 'one'), INPUTS)),
    timeOf(() => planStack(desired, EMPTY, POLICY, 0)),
    timeOf(() => planStack(desired, created, POLICY, 0)),
    timeOf(() => planStack(changed, created, POLICY, 0)),
  ];
}

function timeOf(work: () => unknown): number {
  const samples = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return median(samples);
}

/** Each service with a port, a variable, a volume, and one in ten at the head of a chain of dependencies. */
function stackOf(size: number, level: string): Stack {
  const names = Array.from({ length: size }, (_, index) => `s${index}`);
  const started = { condition: 'service_started', restart: false, required: true } as const;
  const services = names.map((name, index) => [
    name,
    {
      image: `image-${index % 7}`,
      environment: { LEVEL: level, NUMBER: String(index) },
      ports: [{ protocol: 'tcp', target: 80, published: { first: 10_000 + index, last: 10_000 + index } } as const],
      volumes: [{ kind: 'volume', source: `v${index % 20}`, target: '/data', readOnly: false, noCopy: false } as const],
      dependsOn: index % 10 === 0 ? {} : { [`s${index - 1}`]: started },
    },
  ]);
  const volumes = Array.from({ length: 20 }, (_, index) => [`v${index}`, null]);
  return makeStack({ services: Object.fromEntries(services), volumes: Object.fromEntries(volumes) });
}
