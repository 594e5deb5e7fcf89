// Reads what is into a snapshot.

import type { NetworkSpec } from '../core/specs.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import { shareOf } from '../engine/networks/traffic/backend-state.ts';
import type { DesiredState } from '../reconcile/desired.ts';
import type { ObservedContainer, ObservedImage, Snapshot } from '../reconcile/snapshot.ts';
import { isStopped } from '../store/containers.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { sharingProblems } from './observe-sharing.ts';

/** What is there of a stack, and of the images and external networks and volumes that its desired state names. */
export function observeStack(engine: Engine, stack: string, desired: DesiredState | null): Snapshot {
  const views = engine.containers.list(stack);
  const networks = engine.networks.listNetworks();
  const { observer } = engine.networks;
  const look = observer.look({
    containers: views.map(({ record }) => record.id),
    networks: networksOf(stack, networks, desired),
    depth: 'addresses',
  });
  const volumes = engine.volumes.list();
  const withAnonymous = new Set(volumes.map(({ anonymousOf }) => anonymousOf));
  return {
    images: (desired?.images ?? []).flatMap((image) => observeImage(engine, image.reference)),
    networks: networks.map(({ spec }) => ({ spec, intact: (look.networks.get(spec.name) ?? []).length === 0 })),
    volumes: volumes.map((volume) => ({ spec: volume.spec })),
    containers: views.map((view) => {
      const drift = [...observer.problemsIn(look, view.record.id), ...sharingProblems(engine, view)];
      const share = shareOf({ intent: engine.traffic.intentOf(view.record.id) });
      return {
        ...observeContainer(view, drift),
        anonymousVolumes: withAnonymous.has(view.record.id),
        ...(share === null ? {} : { share }),
      };
    }),
  };
}

/** Those that a plan for the stack may be about; other ones are not looked at, and count as intact. */
function networksOf(
  stack: string,
  networks: readonly { readonly spec: NetworkSpec }[],
  desired: DesiredState | null,
): readonly string[] {
  const own = networks.filter(({ spec }) => spec.stack === stack).map(({ spec }) => spec.name);
  return [...own, ...(desired?.networks ?? []).map(({ spec }) => spec.name)];
}

function observeImage(engine: Engine, reference: string): ObservedImage[] {
  const image = engine.images.find(reference);
  return image ? [{ reference, imageId: image.id, buildInputs: image.buildInputs }] : [];
}

function observeContainer(view: ContainerView, drift: readonly string[]): ObservedContainer {
  // What is about to end does not run: whoever starts it waits for that end.
  const status = view.record.state === 'stopping' && view.status === 'running' ? 'exited' : view.status;
  return {
    id: view.record.id,
    spec: view.record.spec,
    status,
    exitCode: view.record.exitCode,
    health: view.health,
    stoppedByUser: isStopped(view.record),
    drift: status === 'running' ? drift : [],
  };
}
