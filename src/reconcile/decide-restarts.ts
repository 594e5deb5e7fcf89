// Containers that have to be restarted because of what happens to a container they lean on: its network namespace is
// theirs, or the stack file says `restart: true`.
import type { ContainerSpec } from '../core/specs.ts';
import type { Change, Decision, Restart } from './decide-containers.ts';
import { isAlive } from './decide-networks.ts';
import type { Pair } from './match-containers.ts';
import type { ServiceScope } from './scope.ts';
import { groupBy } from './sorting.ts';

/** `reference` is what steps call the observed one; empty where there is none. */
export type PlannedContainer = Decision & { readonly pair: Pair; readonly reference: string };

/** A step of another container; not certain where it may turn out unneeded. */
type Trigger = { readonly service: string; readonly stepId: string; readonly certain: boolean };

/** In start order, so that restarts pass on. */
export function decideRestarts(containers: readonly PlannedContainer[], scope: ServiceScope): PlannedContainer[] {
  const byService = groupBy(containers, serviceOf);
  const decided = new Map<string, PlannedContainer[]>();
  for (const service of scope.services) {
    const dependencies = (scope.dependencies.get(service) ?? []).filter(({ restart }) => restart);
    const own = (byService.get(service) ?? []).map((container) => {
      const triggers = dependencies.flatMap((dependency) =>
        triggersFor(container, decided.get(dependency.service) ?? []),
      );
      return triggers.length === 0 ? container : withRestart(container, triggers);
    });
    decided.set(service, own);
  }
  return [...decided.values()].flat();
}

/** The id of the step that makes the change, if one is needed: what conditions name. */
export function changeStepId({ pair, change, reference }: PlannedContainer): string | null {
  if (change.kind === 'none' || change.kind === 'untouched') return null;
  const isNew = change.kind === 'create' || change.kind === 'recreate';
  if (change.kind === 'canary' || change.kind === 'share') return `share-traffic ${pair.wanted.spec.name}`;
  if (hasSuccessor(change)) return `switch-traffic ${pair.wanted.spec.name}`;
  return `${change.kind}-container ${isNew ? pair.wanted.spec.name : reference}`;
}

/** The id of the step that makes a canary, if one is needed; `name` is that of the replica. */
export function startCanaryId(name: string): string {
  return `start-canary ${name}`;
}

/** Whether another one runs beside it before it goes. */
export function hasSuccessor(change: Change): boolean {
  return change.kind === 'recreate' && ['start-first', 'together', 'promote'].includes(change.way);
}

/** The id of the step after which it is right and ready: what others wait for. */
export function readyStepId(container: PlannedContainer): string | null {
  const { change, pair } = container;
  const proven = change.kind === 'recreate' && change.way === 'keep-old';
  return proven ? `wait-ready ${pair.wanted.spec.name}` : changeStepId(container);
}

/** The id of the step after which the one whose place it took is out of the way. */
export function endStepId(container: PlannedContainer): string | null {
  const { change, pair } = container;
  const stays = change.kind === 'recreate' && change.way !== 'swap';
  // Its own id: a left-over of an earlier change may have the same name.
  return stays ? `remove-container previous ${pair.wanted.spec.name}` : changeStepId(container);
}

/** What runs after its step, a canary of it, too: one that is only started or restarted keeps the spec it was made with. */
export function specAfter({ pair, change }: Pick<PlannedContainer, 'pair' | 'change'>): ContainerSpec {
  const isNew = change.kind === 'create' || change.kind === 'recreate' || change.kind === 'canary';
  return isNew ? pair.wanted.spec : (pair.found?.spec ?? pair.wanted.spec);
}

/** The steps after which a container is right. */
export function stepIdsOf(container: PlannedContainer): string[] {
  const ready = readyStepId(container);
  return ready === null ? restartIdOf(container) : [ready, ...restartIdOf(container)];
}

function restartIdOf({ restart, reference }: PlannedContainer): string[] {
  return restart ? [`restart-container ${reference}`] : [];
}

function serviceOf({ pair }: PlannedContainer): string {
  return pair.wanted.spec.service ?? '';
}

function triggersFor(container: PlannedContainer, others: readonly PlannedContainer[]): Trigger[] {
  const { network } = container.pair.wanted.spec;
  const hadNone = !others.some(({ pair: { found } }) => found && isAlive(found));
  return others.flatMap((other) => {
    const shared = network.kind === 'container' && network.container === other.pair.wanted.spec.name;
    return passesOn(other.change, { shared, hadNone }) ? triggersOf(other) : [];
  });
}

function triggersOf(container: PlannedContainer): Trigger[] {
  const { change, restart } = container;
  const service = serviceOf(container);
  const conditional =
    (change.kind === 'recreate' && change.unlessImageId !== null) ||
    (change.kind === 'restart' && change.when !== null);
  const certain = !conditional || restart?.when?.done.length === 0;
  const main = changeStepId(container);
  const steps = main === null ? restartIdOf(container) : [main, ...restartIdOf(container)];
  return steps.map((stepId) => ({ service, stepId, certain }));
}

/** A new replica beside running ones disturbs nobody; a namespace is lost whenever its owner starts anew. */
function passesOn(
  { kind }: Change,
  { shared, hadNone }: { readonly shared: boolean; readonly hadNone: boolean },
): boolean {
  if (kind === 'recreate' || kind === 'restart') return true;
  if (kind === 'create') return shared || hadNone;
  return kind === 'start' && shared;
}

function withRestart(container: PlannedContainer, triggers: readonly Trigger[]): PlannedContainer {
  const { change, pair, restart } = container;
  if (!pair.found || !isAlive(pair.found)) return container;
  const because = [...new Set(triggers.map(({ service }) => service))].map(
    (on) => ({ kind: 'dependency', on }) as const,
  );
  const done = triggers.some(({ certain }) => certain) ? [] : triggers.map(({ stepId }) => stepId);
  if (change.kind === 'restart')
    return { ...container, change: { ...change, because: [...change.because, ...because] } };
  if (change.kind === 'none') {
    return {
      ...container,
      change: { kind: 'restart', because, when: done.length === 0 ? null : { done, notDone: [] } },
    };
  }
  if (change.kind !== 'recreate' || change.unlessImageId === null) return container;
  const given: Restart = restart ?? {
    kind: 'restart',
    because: [],
    when: { done, notDone: [changeStepId(container) ?? ''] },
  };
  return { ...container, restart: { ...given, because: [...given.because, ...because] } };
}
