// Recreates a container: the new one is made ready beside the old, which comes back if the new one does not start. The
// names with a suffix mark how far it got, so that a crash at any line can be told and mended.
import { failpoint } from '../core/failpoint.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import { nextName, previousName } from '../reconcile/replacement-names.ts';
import type { ContainerPort as ContainerEngine, SuccessionParts } from './engine-port.ts';

export type ReplaceOptions = {
  readonly containers: ContainerEngine;
  readonly start: boolean;
  readonly renewAnonymousVolumes: boolean;
  /** It stays, stopped, until somebody removes it or brings it back. */
  readonly keepsOld: boolean;
  readonly graceMs?: number;
};

/** Puts a container of `spec` in the place of `old`. On failure `old` is back as it was, and the error is thrown. */
export async function replaceContainer(
  old: ContainerView,
  spec: ContainerSpec,
  options: ReplaceOptions,
): Promise<void> {
  const { containers } = options;
  const oldId = old.record.id;
  await removeLeftover(nextName(spec.name), containers);
  failpoint('replace:create');
  const newId = await containers.create({ ...spec, name: nextName(spec.name) });
  try {
    failpoint('replace:stop');
    await containers.stop(oldId, options.graceMs);
    failpoint('replace:rename-old');
    containers.rename(oldId, previousName(spec.name));
    failpoint('replace:rename-new');
    containers.rename(newId, spec.name);
    if (!options.renewAnonymousVolumes) containers.handOverVolumes(oldId, newId);
    failpoint('replace:start');
    if (options.start) await containers.start(newId);
  } catch (error) {
    await bringBack(old, newId, options);
    throw error;
  }
  if (options.keepsOld) return;
  failpoint('replace:remove-old');
  await containers.remove(oldId, { volumes: options.renewAnonymousVolumes });
}

async function bringBack(old: ContainerView, newId: string, { containers }: ReplaceOptions): Promise<void> {
  containers.handOverVolumes(newId, old.record.id);
  // What is left are new ones beside those that the old container has kept.
  await containers.remove(newId, { volumes: true });
  containers.rename(old.record.id, old.record.name);
  if (old.status === 'running' || old.status === 'restarting') await containers.start(old.record.id);
}

/** Of a replacement that was kept: the old one comes back, and runs. Nothing happens where it has gone. */
export async function undoReplacement(name: string, { containers, traffic }: SuccessionParts): Promise<void> {
  const previous = containers.find(previousName(name));
  if (!previous) return;
  const { id } = previous.record;
  const successor = containers.find(name);
  if (successor) {
    // Whoever finds this half done is told by it which of the two is to stay.
    await traffic.switch({ to: [id], from: [successor.record.id] });
    containers.handOverVolumes(successor.record.id, id);
    await containers.remove(successor.record.id, { volumes: true });
  }
  containers.rename(id, name);
  await containers.start(id);
}

/** What an earlier attempt left under a name. */
export async function removeLeftover(name: string, containers: ContainerEngine): Promise<void> {
  const leftover = containers.find(name);
  if (leftover?.record.name === name) await containers.remove(leftover.record.id, { volumes: true });
}
