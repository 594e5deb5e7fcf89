// Reads what is into a snapshot.

import type { ContainerView } from '../engine/containers/container-view.ts';
import { shareOf } from '../engine/networks/traffic/backend-state.ts';
import type { DesiredState } from '../reconcile/desired.ts';
import type { ObservedContainer, ObservedImage, Snapshot } from '../reconcile/snapshot.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { sharingProblems } from './observe-sharing.ts';

/** What is there of a stack, and of the images and external networks and volumes that its desired state names. */
export function observeStack(engine: Engine, stack: string, desired: DesiredState | null): Snapshot {
  const problems = engine.networks.observer.containerProblems();
  const broken = engine.networks.observer.brokenNetworks();
  const volumes = engine.volumes.list();
  const withAnonymous = new Set(volumes.map(({ anonymousOf }) => anonymousOf));
  return {
    images: (desired?.images ?? []).flatMap((image) => observeImage(engine, image.reference)),
    networks: engine.networks.listNetworks().map((network) => ({
      spec: network.spec,
      intact: !broken.has(network.spec.name),
    })),
    volumes: volumes.map((volume) => ({ spec: volume.spec })),
    containers: engine.containers.list(stack).map((view) => {
      const drift = [...(problems.get(view.record.id) ?? []), ...sharingProblems(engine, view)];
      const share = shareOf({ intent: engine.traffic.intentOf(view.record.id) });
      return {
        ...observeContainer(view, drift),
        anonymousVolumes: withAnonymous.has(view.record.id),
        ...(share === null ? {} : { share }),
      };
    }),
  };
}

function observeImage(engine: Engine, reference: string): ObservedImage[] {
  const image = engine.images.find(reference);
  return image ? [{ reference, imageId: image.id, buildInputs: image.buildInputs }] : [];
}

function observeContainer(view: ContainerView, drift: readonly string[]): ObservedContainer {
  return {
    id: view.record.id,
    spec: view.record.spec,
    status: view.status,
    exitCode: view.record.exitCode,
    health: view.health,
    stoppedByUser: view.record.state === 'stopped',
    drift: view.status === 'running' ? drift : [],
  };
}
