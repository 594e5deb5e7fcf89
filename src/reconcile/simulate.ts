// What a plan is expected to make of a snapshot. Nothing here looks at reality: images that are not here get made-up ids,
// health checks succeed, what is waited for to complete ends with 0.
import { digestOf } from '../core/hash.ts';
import type { ContainerSpec } from '../core/specs.ts';
import { isAlive } from './decide-networks.ts';
import { findContainer } from './find-container.ts';
import { canonicalSnapshot } from './match-containers.ts';
import type { Plan, Step, Switch } from './plan.ts';
import { canaryName, nextName, previousName } from './replacement-names.ts';
import type { ObservedContainer, ObservedImage, Snapshot } from './snapshot.ts';
import { ownValue } from './sorting.ts';

export type SimulateOptions = {
  /** Reference -> id that pulling it brings; without, an image that is here stays what it is. */
  readonly pulled?: Readonly<Record<string, string>>;
};

/** A snapshot on its way through a plan, and which steps did something. */
export type Simulation = {
  readonly snapshot: Snapshot;
  readonly done: ReadonlySet<string>;
  readonly pulled: Readonly<Record<string, string>>;
};

/** The snapshot expected when every step of the plan has ended well. */
export function simulate(snapshot: Snapshot, plan: Plan, options: SimulateOptions = {}): Snapshot {
  let simulation = startSimulation(snapshot, options);
  for (const step of plan.steps) simulation = simulateStep(simulation, step);
  return simulation.snapshot;
}

/** Where a simulation begins. */
export function startSimulation(snapshot: Snapshot, { pulled = {} }: SimulateOptions = {}): Simulation {
  return { snapshot: canonicalSnapshot(snapshot), done: new Set(), pulled };
}

/** One step further. A step that turns out unneeded changes nothing and does not count as done. */
export function simulateStep(simulation: Simulation, step: Step): Simulation {
  if (!isDue(simulation, step)) return simulation;
  const snapshot = effectOf(simulation, step);
  if (snapshot === simulation.snapshot) return simulation;
  return { ...simulation, snapshot, done: new Set([...simulation.done, step.id]) };
}

/** Whether a step does anything by what became of those before it. */
export function isDue({ done }: Pick<Simulation, 'done'>, { when }: Step): boolean {
  if (!when) return true;
  const called = when.done.length === 0 || when.done.some((id) => done.has(id));
  return called && !when.notDone.some((id) => done.has(id));
}

function effectOf({ snapshot, pulled }: Simulation, step: Step): Snapshot {
  switch (step.kind) {
    case 'pull-image':
      return pullImage(snapshot, step.reference, ownValue(pulled, step.reference));
    case 'build-image':
      return buildImage(snapshot, step);
    case 'create-network':
      return {
        ...snapshot,
        networks: [...withoutNamed(snapshot.networks, step.spec.name), { spec: step.spec, intact: true }],
      };
    case 'repair-network':
      return {
        ...snapshot,
        networks: snapshot.networks.map((network) =>
          network.spec.name === step.name ? { ...network, intact: true } : network,
        ),
      };
    case 'remove-network':
      return { ...snapshot, networks: withoutNamed(snapshot.networks, step.name) };
    case 'create-volume':
      return { ...snapshot, volumes: [...withoutNamed(snapshot.volumes, step.spec.name), { spec: step.spec }] };
    case 'remove-volume':
      return { ...snapshot, volumes: withoutNamed(snapshot.volumes, step.name) };
    case 'create-container':
      return replaceContainer(snapshot, undefined, newContainer(snapshot, step.spec, step.start));
    case 'recreate-container':
      return recreateContainer(snapshot, step);
    case 'start-successor':
      return startSuccessor(snapshot, step);
    case 'start-canary':
      return startCanary(snapshot, step);
    case 'share-traffic':
      return changeContainer(snapshot, step.container, ({ traffic: _, ...canary }) => ({
        ...canary,
        share: step.share,
      }));
    case 'wait-ready':
      return changeContainer(snapshot, step.container, ready);
    case 'switch-traffic':
      return switchTraffic(snapshot, step);
    case 'switch-together':
      return switchTogether(snapshot, step.switches);
    case 'drain-container':
      return drainContainer(snapshot, step.container);
    case 'pause':
      return snapshot;
    case 'start-container':
    case 'restart-container':
      return changeContainer(snapshot, step.container, started);
    case 'stop-container':
      return changeContainer(snapshot, step.container, stopped);
    case 'remove-container': {
      const old = findContainer(snapshot, step.container);
      return old ? { ...snapshot, containers: snapshot.containers.filter((container) => container !== old) } : snapshot;
    }
    case 'wait-service':
      return step.containers.reduce(
        (next, name) => changeContainer(next, name, (container) => fulfil(container, step.condition)),
        snapshot,
      );
  }
}

function pullImage(snapshot: Snapshot, reference: string, given: string | undefined): Snapshot {
  const found = snapshot.images.find((image) => image.reference === reference);
  const imageId = given ?? found?.imageId ?? digestOf({ pulled: reference });
  return found?.imageId === imageId ? snapshot : withImage(snapshot, { reference, imageId, buildInputs: null });
}

function buildImage(snapshot: Snapshot, { reference, inputs }: Extract<Step, { kind: 'build-image' }>): Snapshot {
  const found = snapshot.images.find((image) => image.reference === reference);
  if (found && found.buildInputs === inputs) return snapshot;
  return withImage(snapshot, { reference, imageId: digestOf({ reference, inputs }), buildInputs: inputs });
}

function withImage(snapshot: Snapshot, image: ObservedImage): Snapshot {
  return { ...snapshot, images: [...snapshot.images.filter(({ reference }) => reference !== image.reference), image] };
}

function withoutNamed<Resource extends { readonly spec: { readonly name: string } }>(
  resources: readonly Resource[],
  name: string,
): Resource[] {
  return resources.filter(({ spec }) => spec.name !== name);
}

function recreateContainer(snapshot: Snapshot, step: Extract<Step, { kind: 'recreate-container' }>): Snapshot {
  const old = findContainer(snapshot, step.container);
  const next = newContainer(snapshot, step.spec, step.start);
  if (step.unlessImageId === null || next.spec.imageId !== step.unlessImageId)
    return step.keepsOld && old ? keepOld(snapshot, old, next) : replaceContainer(snapshot, old, next);
  const starts = old && !isAlive(old) && !step.keepEnded;
  return starts ? changeContainer(snapshot, step.container, started) : snapshot;
}

function keepOld(snapshot: Snapshot, old: ObservedContainer, next: ObservedContainer): Snapshot {
  const previous = stopped({ ...old, spec: { ...old.spec, name: previousName(next.spec.name) } });
  return { ...snapshot, containers: [...snapshot.containers.filter((container) => container !== old), previous, next] };
}

function startSuccessor(snapshot: Snapshot, step: Extract<Step, { kind: 'start-successor' }>): Snapshot {
  const next = newContainer(snapshot, { ...step.spec, name: nextName(step.spec.name) }, true);
  if (step.unlessImageId !== null && next.spec.imageId === step.unlessImageId) return snapshot;
  return { ...snapshot, containers: [...snapshot.containers, { ...next, traffic: 'held' }] };
}

function startCanary(snapshot: Snapshot, step: Extract<Step, { kind: 'start-canary' }>): Snapshot {
  const name = canaryName(step.spec.name);
  const next = newContainer(snapshot, { ...step.spec, name }, true);
  if (step.unlessImageId !== null && next.spec.imageId === step.unlessImageId) return snapshot;
  return replaceContainer(snapshot, findContainer(snapshot, name), { ...next, traffic: 'held' });
}

function switchTraffic(
  snapshot: Snapshot,
  { container, successor, name }: Extract<Step, { kind: 'switch-traffic' }>,
): Snapshot {
  const [old, next] = [findContainer(snapshot, container), findContainer(snapshot, successor)];
  if (!next) return snapshot;
  const { traffic: _, share: __, ...serving } = next;
  const rest = snapshot.containers.filter((one) => one !== old && one !== next);
  const previous = old && { ...old, spec: { ...old.spec, name: previousName(name) }, traffic: 'draining' as const };
  return {
    ...snapshot,
    containers: [...rest, ...(previous ? [previous] : []), { ...serving, spec: { ...next.spec, name } }],
  };
}

/** The names are left as they are. */
function switchTogether(snapshot: Snapshot, switches: readonly Switch[]): Snapshot {
  const pairs = switches.flatMap(({ container, successor }) => {
    const next = findContainer(snapshot, successor);
    return next ? [{ next, old: findContainer(snapshot, container) }] : [];
  });
  if (pairs.length === 0) return snapshot;
  const joining = new Set(pairs.map(({ next }) => next));
  const leaving = new Set(pairs.map(({ old }) => old));
  const containers = snapshot.containers.map((one): ObservedContainer => {
    if (leaving.has(one)) return { ...one, traffic: 'draining' };
    if (!joining.has(one)) return one;
    const { traffic: _, ...serving } = one;
    return serving;
  });
  return { ...snapshot, containers };
}

/** Only where another one of its service serves in its place. */
function drainContainer(snapshot: Snapshot, reference: string): Snapshot {
  const leaving = findContainer(snapshot, reference);
  if (leaving?.status !== 'running') return snapshot;
  const others = snapshot.containers.filter((other) => other !== leaving && serves(other) && isSibling(other, leaving));
  if (others.length === 0) return snapshot;
  return changeContainer(snapshot, reference, ({ share: _, ...container }) => ({ ...container, traffic: 'draining' }));
}

function serves({ spec, status, health, traffic }: ObservedContainer): boolean {
  const isReady = health === 'none' || health === 'healthy';
  return spec.replica > 0 && status === 'running' && isReady && traffic === undefined;
}

function isSibling(one: ObservedContainer, other: ObservedContainer): boolean {
  return one.spec.stack === other.spec.stack && one.spec.service === other.spec.service;
}

function ready(container: ObservedContainer): ObservedContainer {
  return container.health === 'starting' ? { ...container, health: 'healthy' } : container;
}

function newContainer(snapshot: Snapshot, spec: ContainerSpec, start: boolean): ObservedContainer {
  const named = snapshot.images.find(({ reference }) => reference === spec.image)?.imageId;
  const imageId = spec.imageId !== '' ? spec.imageId : (named ?? '');
  const created = {
    id: newId(snapshot, spec.name),
    spec: { ...spec, imageId },
    status: 'created',
    exitCode: null,
    health: 'none',
    stoppedByUser: false,
    drift: [],
  } as const;
  return start ? started(created) : created;
}

/** One that was replaced may still be there. */
function newId(snapshot: Snapshot, name: string): string {
  const ids = new Set(snapshot.containers.map(({ id }) => id));
  let id = `simulated ${name}`;
  while (ids.has(id)) id += "'";
  return id;
}

function replaceContainer(snapshot: Snapshot, old: ObservedContainer | undefined, next: ObservedContainer): Snapshot {
  return { ...snapshot, containers: [...snapshot.containers.filter((container) => container !== old), next] };
}

function changeContainer(
  snapshot: Snapshot,
  reference: string,
  change: (container: ObservedContainer) => ObservedContainer,
): Snapshot {
  const old = findContainer(snapshot, reference);
  const next = old && change(old);
  if (!old || !next || next === old) return snapshot;
  return { ...snapshot, containers: snapshot.containers.map((container) => (container === old ? next : container)) };
}

function started(container: ObservedContainer): ObservedContainer {
  const checked = container.spec.healthcheck !== null && container.spec.healthcheck.test?.[0] !== 'NONE';
  return {
    ...container,
    status: 'running',
    exitCode: null,
    health: checked ? 'starting' : 'none',
    stoppedByUser: false,
    drift: [],
  };
}

/** What a plan stops is to stay so, as what a user stops. */
function stopped(container: ObservedContainer): ObservedContainer {
  if (!isAlive(container)) return container;
  return { ...container, status: 'exited', exitCode: 143, health: 'none', stoppedByUser: true, drift: [] };
}

/** What has ended is past waiting for. */
function fulfil(container: ObservedContainer, condition: 'started' | 'healthy' | 'completed'): ObservedContainer {
  if (!isAlive(container) || condition === 'started') return container;
  if (condition === 'healthy') return { ...container, status: 'running', health: 'healthy' };
  return { ...container, status: 'exited', exitCode: 0, health: 'none', drift: [] };
}
