// Containers in the network of another: whether it is still that container's network they are in.
import { readlinkSync } from 'node:fs';
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { Engine } from '../engine/engine.ts';

/** What is wrong, in words. The owner has a new namespace after it was recreated, or stopped and started. */
export function sharingProblems(engine: Engine, { record }: ContainerView): readonly string[] {
  const { network } = record.spec;
  if (network.kind !== 'container') return [];
  const owner = engine.containers.find(network.container);
  const own = namespaceOf(record.process?.pid);
  const other = namespaceOf(owner?.record.process?.pid);
  // An owner that does not run has no say: it may come back to the same namespace.
  if (own === undefined || other === undefined || own === other) return [];
  return [`it is in a network that container "${network.container}" has left`];
}

function namespaceOf(pid: number | undefined): string | undefined {
  if (pid === undefined) return undefined;
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}
