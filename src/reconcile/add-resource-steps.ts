// Steps for images, networks and volumes.
import { mayChange } from './decide-images.ts';
import { networksOf } from './decide-networks.ts';
import { endStepId } from './decide-restarts.ts';
import type { Decisions } from './decide-stack.ts';
import type { DesiredState } from './desired.ts';
import type { PlanDraft } from './plan-draft.ts';
import type { ObservedNetwork, Snapshot } from './snapshot.ts';
import { sortedBy } from './sorting.ts';

/** Gives the ids of all of them. */
export function addImageSteps(draft: PlanDraft, { images }: Decisions): string[] {
  return sortedBy(images.values(), ({ image }) => image.reference).flatMap(({ image, because }) => {
    const { reference, how } = image;
    if (because === null || how.kind === 'pinned') return [];
    const step = { id: `${how.kind}-image ${reference}`, reference, because: [because] };
    if (how.kind === 'pull') return [draft.add({ ...step, kind: 'pull-image' })];
    const after = how.after.flatMap((other) => imageStepIds(images.get(other)));
    return [draft.add({ ...step, kind: 'build-image', inputs: how.inputs }, after)];
  });
}

/** The step that brings an image, if there is one. */
export function imageStepIds(decision: ReturnType<Decisions['images']['get']>): string[] {
  return decision && mayChange(decision) ? [`${decision.image.how.kind}-image ${decision.image.reference}`] : [];
}

/** The step after which a network can be used, if there is one. */
export function networkStepId(draft: PlanDraft, name: string): string[] {
  return [`create-network ${name}`, `repair-network ${name}`].filter((id) => draft.has(id));
}

type NetworkInput = {
  readonly snapshot: Snapshot /** By container id: the step after which it is out of the way. */;
  readonly gone: ReadonlyMap<string, string>;
};

/** A replaced network goes when everything that was attached to it is out of the way. */
export function addNetworkSteps(draft: PlanDraft, { networks }: Decisions, { snapshot, gone }: NetworkInput): void {
  for (const decision of networks) {
    const { name } = decision.spec;
    switch (decision.kind) {
      case 'external':
        break;
      case 'none':
        draft.unchanged.push(`network ${name}`);
        break;
      case 'repair':
        draft.add({ kind: 'repair-network', id: `repair-network ${name}`, name, because: decision.because });
        break;
      case 'create':
        draft.add({
          kind: 'create-network',
          id: `create-network ${name}`,
          spec: decision.spec,
          because: decision.because,
        });
        break;
      case 'replace': {
        const attached = snapshot.containers.filter(({ spec }) => networksOf(spec).includes(name));
        const after = attached.flatMap(({ id }) => gone.get(id) ?? []);
        const removal = draft.add(
          { kind: 'remove-network', id: `remove-network ${name}`, name, because: decision.because },
          after,
        );
        draft.add(
          { kind: 'create-network', id: `create-network ${name}`, spec: decision.spec, because: decision.because },
          [removal],
        );
      }
    }
  }
}

/** Volumes are made before everything that mounts them. */
export function addVolumeSteps(draft: PlanDraft, { volumes }: Decisions): void {
  for (const spec of volumes.create) {
    draft.add({ kind: 'create-volume', id: `create-volume ${spec.name}`, spec, because: [{ kind: 'not-found' }] });
  }
  for (const name of volumes.unchanged) draft.unchanged.push(`volume ${name}`);
}

type UnusedInput = NetworkInput & { readonly desired: DesiredState };

/** With orphans go the networks of the stack that it no longer has, once nothing is attached to them. */
export function addUnusedNetworks(
  draft: PlanDraft,
  decisions: Decisions,
  { desired, snapshot, gone }: UnusedInput,
): void {
  const { policy } = decisions;
  const wholeStack = policy.services.length === 0 && (desired.services.length > 0 || policy.allowEmpty === true);
  if (!policy.removeOrphans || !wholeStack) return;
  const wanted = new Set(desired.networks.map(({ spec }) => spec.name));
  const mayGo = (name: string): boolean => policy.prunable?.networks.includes(name) ?? true;
  const unused = snapshot.networks.filter(
    ({ spec }) => spec.stack === desired.stack && !wanted.has(spec.name) && mayGo(spec.name),
  );
  for (const network of sortedBy(unused, ({ spec }) => spec.name)) {
    const leaving = leavingSteps(network, decisions, { snapshot, gone });
    if (!leaving) continue;
    const { name } = network.spec;
    draft.add({ kind: 'remove-network', id: `remove-network ${name}`, name, because: [{ kind: 'orphan' }] }, leaving);
  }
}

/** The steps after which nothing is attached to a network any more; undefined when something stays. */
function leavingSteps(
  network: ObservedNetwork,
  { containers, removals }: Decisions,
  { snapshot, gone }: NetworkInput,
): string[] | undefined {
  const { name } = network.spec;
  const attached = snapshot.containers.filter(({ spec }) => networksOf(spec).includes(name));
  const removed = new Set(removals.map(({ found }) => found.id));
  const steps: string[] = [];
  for (const { id } of attached) {
    const container = containers.find(({ pair }) => pair.found?.id === id);
    const moves = container && isNew(container.change) && !networksOf(container.pair.wanted.spec).includes(name);
    const step = removed.has(id) ? gone.get(id) : moves ? endStepId(container) : null;
    if (!step) return undefined;
    steps.push(step);
  }
  return steps;
}

function isNew(change: Decisions['containers'][number]['change']): boolean {
  return change.kind === 'create' || change.kind === 'recreate';
}
