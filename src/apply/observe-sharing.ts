// Containers in the network of another: whether it is still that container's network they are in.
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { EnginePort as Engine } from './engine-port.ts';

/** What is wrong, in words. The owner has a new namespace after it was recreated, or stopped and started. */
export function sharingProblems(engine: Engine, { record }: ContainerView): readonly string[] {
  const { network } = record.spec;
  if (network.kind !== 'container') return [];
  const owner = engine.containers.find(network.container);
  const own = engine.containers.namespaceOf(record.id);
  const other = owner && engine.containers.namespaceOf(owner.record.id);
  // An owner that does not run has no say: it may come back to the same namespace.
  if (own === undefined || other === undefined || own === other) return [];
  return [`it is in a network that container "${network.container}" has left`];
}
