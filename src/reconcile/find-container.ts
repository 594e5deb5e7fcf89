import type { ObservedContainer, Snapshot } from './snapshot.ts';

/** By id, else by name. */
export function findContainer(snapshot: Snapshot, reference: string): ObservedContainer | undefined {
  return (
    snapshot.containers.find(({ id }) => id === reference) ??
    snapshot.containers.find(({ spec }) => spec.name === reference)
  );
}
