// Recreates a container: the new one is made ready beside the old, which comes back if the new one does not start. The
// names with a suffix mark how far it got, so that a crash at any line can be told and mended.
import { failpoint } from '../core/failpoint.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { ContainerEngine } from '../engine/containers/container-engine.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';

/** `#` cannot occur in a name that a user gives. */
const NEXT = '#next';
const PREVIOUS = '#previous';

export type ReplaceOptions = {
  readonly containers: ContainerEngine;
  readonly start: boolean;
  readonly renewAnonymousVolumes: boolean;
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
  const leftover = containers.find(spec.name + NEXT);
  if (leftover) await containers.remove(leftover.record.id, { volumes: true });
  failpoint('replace:create');
  const newId = await containers.create({ ...spec, name: spec.name + NEXT });
  try {
    failpoint('replace:stop');
    await containers.stop(oldId, options.graceMs);
    failpoint('replace:rename-old');
    containers.rename(oldId, old.record.name + PREVIOUS);
    failpoint('replace:rename-new');
    containers.rename(newId, spec.name);
    if (!options.renewAnonymousVolumes) containers.handOverVolumes(oldId, newId);
    failpoint('replace:start');
    if (options.start) await containers.start(newId);
  } catch (error) {
    await bringBack(old, newId, options);
    throw error;
  }
  failpoint('replace:remove-old');
  await containers.remove(oldId, { volumes: options.renewAnonymousVolumes });
}

async function bringBack(old: ContainerView, newId: string, { containers }: ReplaceOptions): Promise<void> {
  containers.handOverVolumes(newId, old.record.id);
  await containers.remove(newId, { volumes: false });
  containers.rename(old.record.id, old.record.name);
  if (old.status === 'running' || old.status === 'restarting') await containers.start(old.record.id);
}

/** After a crash: takes away new ones that were not in place yet, and old ones whose successor is; brings back the rest. */
export async function mendReplacements(
  containers: ContainerEngine,
  warn: (code: string, message: string) => void = () => {},
): Promise<void> {
  const mend = async (view: ContainerView, work: (view: ContainerView) => Promise<void>): Promise<void> => {
    try {
      await work(view);
    } catch (error) {
      warn('replacement-not-mended', `${view.record.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const view of containers.list())
    if (view.record.name.endsWith(NEXT)) await mend(view, (next) => mendNext(next, containers));
  for (const view of containers.list())
    if (view.record.name.endsWith(PREVIOUS)) await mend(view, (previous) => mendPrevious(previous, containers));
}

async function mendNext({ record }: ContainerView, containers: ContainerEngine): Promise<void> {
  const old = containers.find(record.name.slice(0, -NEXT.length))?.record;
  await containers.remove(record.id, { volumes: false });
  // What ended after its successor was made was stopped for it; what ended before, by the user.
  const stoppedForIt = old?.state === 'stopped' && (old.finishedAt ?? Infinity) >= record.createdAt;
  if (stoppedForIt) await containers.restart(old.id);
}

async function mendPrevious({ record, status }: ContainerView, containers: ContainerEngine): Promise<void> {
  const name = record.name.slice(0, -PREVIOUS.length);
  const successor = containers.find(name);
  // A start that was cut short has been undone by now, and its container is as if it had never been started.
  if (successor && successor.record.state !== 'created') {
    // Those that were handed over are the successor's by now; what is left was to be renewed.
    await containers.remove(record.id, { volumes: true });
    return;
  }
  if (successor) {
    containers.handOverVolumes(successor.record.id, record.id);
    await containers.remove(successor.record.id, { volumes: false });
  }
  containers.rename(record.id, name);
  if (status !== 'running') await containers.start(record.id);
}
