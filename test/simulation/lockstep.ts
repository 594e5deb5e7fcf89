// A plan carried out step by step, the simulated snapshot beside the machine: both must say the same after each step.
import { type ApplyRequest, planFor } from '../../src/apply/apply-stack.ts';
import { executeStep } from '../../src/apply/execute-step.ts';
import { observeStack } from '../../src/apply/observe.ts';
import type { StepContext } from '../../src/apply/step-context.ts';
import { digestOf } from '../../src/core/hash.ts';
import type { DesiredState } from '../../src/reconcile/desired.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import { planDown } from '../../src/reconcile/plan-down.ts';
import { isDue, simulateStep, startSimulation } from '../../src/reconcile/simulate.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';
import { Command, STACK } from './command.ts';
import { programOf } from './machine/registry.ts';
import type { World } from './world.ts';

const PATIENCE_MS = 600_000;

/** Brings the stack up, one step after the other. Gives the first difference, or undefined. */
export async function upInLockstep(world: World, request: ApplyRequest): Promise<string | undefined> {
  const { engine } = world.daemon;
  const { plan, desired } = await planFor(engine, request);
  return walk(world, plan, { desired, stack: request.stack, mayLoseData: false });
}

export async function downInLockstep(world: World, volumes: boolean): Promise<string | undefined> {
  const plan = planDown(STACK, observeStack(world.daemon.engine, STACK, null), { volumes });
  return walk(world, plan, { desired: null, stack: null, mayLoseData: volumes });
}

type About = {
  readonly desired: DesiredState | null;
  readonly stack: ApplyRequest['stack'] | null;
  readonly mayLoseData: boolean;
};

async function walk(world: World, plan: Plan, about: About): Promise<string | undefined> {
  const { coverage } = world;
  const done = new Set<string>();
  world.referee.releasePromises();
  for (const step of plan.steps) {
    if (!isDue({ done }, step)) continue;
    const before = observe(world, about);
    const { status, problem } = await carryOut(world, step, about);
    if (status === undefined) return problem;
    if (status === 'done') done.add(step.id);
    coverage.count(`in lockstep: ${step.kind} ${status}`);
    const expected = simulateStep({ ...startSimulation(before, { pulled: pulledBy(world, about) }), done }, step);
    const difference = compare(step, expected.snapshot, startSimulation(observe(world, about)).snapshot);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** As the planner sees it, and with what only simulations tell: what was told of the traffic. */
function observe({ daemon: { engine } }: World, { desired }: About): Snapshot {
  const snapshot = observeStack(engine, STACK, desired);
  const containers = snapshot.containers.map((container): ObservedContainer => {
    const intent = engine.traffic.intentOf(container.id);
    // No canary is drawn.
    return intent === 'held' || intent === 'draining' ? { ...container, traffic: intent } : container;
  });
  return { ...snapshot, containers };
}

function pulledBy({ machine }: World, { desired }: About): Readonly<Record<string, string>> {
  const pulls = (desired?.images ?? []).filter(({ how }) => how.kind === 'pull');
  return Object.fromEntries(pulls.map(({ reference }) => [reference, machine.registry.idOf(reference)]));
}

type Carried = { readonly status?: 'done' | 'unneeded'; readonly problem?: string };

async function carryOut(
  { daemon, machine, referee }: World,
  step: Step,
  { desired, stack, mayLoseData }: About,
): Promise<Carried> {
  const command = new Command('lockstep', { since: machine.time.now, mayLoseData });
  const context: StepContext = {
    engine: daemon.engine,
    stack,
    images: desired?.images ?? [],
    signal: command.controller.signal,
    onEvent: () => {},
  };
  let carried: Carried | undefined;
  const carriedOut = referee.as(command.actor, () => executeStep(step, context));
  carriedOut.then(
    (status) => {
      carried = { status };
    },
    (error: unknown) => {
      carried = { problem: `"${step.id}" fails: ${String(error)}` };
    },
  );
  await machine.time.runUntil(() => carried !== undefined, PATIENCE_MS);
  return carried ?? { problem: `"${step.id}" has no end` };
}

function compare(step: Step, expected: Snapshot, actual: Snapshot): string | undefined {
  const [wanted, found] = [describe(expected, step), describe(actual, step)];
  const missing = wanted.filter((line) => !found.includes(line)).map((line) => `simulated: ${line}`);
  const surplus = found.filter((line) => !wanted.includes(line)).map((line) => `is there: ${line}`);
  const differences = [...missing, ...surplus].sort();
  return differences.length === 0 ? undefined : `after "${step.id}": ${differences.join('; ')}`;
}

/** In lines; without what a simulation makes up: ids, and the codes of what was stopped. */
function describe({ images, networks, volumes, containers }: Snapshot, step: Step): string[] {
  // Those without a name are their containers' own.
  const named = volumes.filter(({ spec }) => spec.key !== null);
  return [
    ...images.map(({ reference, imageId, buildInputs }) => `image ${reference} ${imageId} from ${buildInputs}`),
    ...networks.map(({ spec, intact }) => `network ${spec.name} ${short(spec)}${intact ? '' : ' broken'}`),
    ...named.map(({ spec }) => `volume ${spec.name} ${short(spec)}`),
    ...containers.map((container) => describeContainer(container, step)),
  ];
}

/** Health checks and programs that end go on while others are at work: only a wait for them says where they are. */
function describeContainer({ spec, status, health, drift, traffic }: ObservedContainer, step: Step): string {
  const isAwaited =
    (step.kind === 'wait-service' && step.containers.includes(spec.name)) ||
    (step.kind === 'wait-ready' && step.container === spec.name);
  const isJob = programOf(spec.image).ends !== null;
  return [
    `container ${spec.name} ${short(spec)}`,
    ...(isAwaited || !isJob ? [status] : []),
    ...(isAwaited && !isJob && health === 'healthy' ? [health] : []),
    ...(status === 'running' && !isJob && traffic !== undefined ? [traffic] : []),
    // Whoever is in the network of another has a restart of its own coming when that one is started anew.
    ...(spec.network.kind === 'container' ? [] : drift),
  ].join(' ');
}

function short(value: unknown): string {
  return digestOf(value).slice(-8);
}
