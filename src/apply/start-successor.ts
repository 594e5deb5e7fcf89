// An update without downtime: NAME#next runs beside NAME and gets no connection until the switch, after which the old one is
// NAME#previous and gets none. A crash in between is told by names and by what the traffic was told.
import { failpoint } from '../core/failpoint.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { Switch } from '../reconcile/plan.ts';
import { nextName, previousName } from '../reconcile/replacement-names.ts';
import type { ContainerPort as ContainerEngine, SuccessionParts } from './engine-port.ts';
import { removeLeftover } from './replace-container.ts';

/** Makes and starts the successor. On failure nothing is left of it, and the error is thrown. */
export async function startSuccessor(
  old: ContainerView | undefined,
  spec: ContainerSpec,
  { containers, traffic }: SuccessionParts,
): Promise<void> {
  await removeLeftover(nextName(spec.name), containers);
  failpoint('succeed:create');
  const id = await containers.create({ ...spec, name: nextName(spec.name) });
  try {
    failpoint('succeed:hold');
    await traffic.hold(id, old ? { inPlaceOf: old.record.id } : {});
    failpoint('succeed:start');
    await containers.start(id);
  } catch (error) {
    await containers.remove(id, { volumes: true }).catch(() => {});
    throw error;
  }
}

/** New connections go to the successor, then the names follow. */
export async function switchTraffic(
  { container, successor, name }: Switch,
  parts: SuccessionParts,
): Promise<'done' | 'unneeded'> {
  const { containers, traffic } = parts;
  const next = containers.find(successor);
  // Carried out before: the names were the last thing.
  if (!next && containers.find(previousName(name))) return 'done';
  const nextId = next ? next.record.id : containers.get(successor).record.id;
  const oldId = containers.find(container)?.record.id;
  failpoint('switch:traffic');
  await traffic.switch({ to: [nextId], from: oldId === undefined ? [] : [oldId] });
  await takeName({ nextId, oldId, name }, containers);
  return 'done';
}

/** New connections go to all successors at once; names follow in a step of each. */
export async function switchTogether(
  switches: readonly Switch[],
  { containers, traffic }: SuccessionParts,
): Promise<'done' | 'unneeded'> {
  const pairs = switches.flatMap(({ container, successor }) => {
    const next = containers.find(successor);
    return next ? [{ to: next.record.id, from: containers.find(container)?.record.id }] : [];
  });
  if (pairs.length === 0) return 'unneeded';
  failpoint('switch:together');
  await traffic.switch({ to: pairs.map(({ to }) => to), from: pairs.flatMap(({ from }) => from ?? []) });
  return 'done';
}

/** The names of a switch that has happened. */
export async function takeName(
  { nextId, oldId, name }: { readonly nextId: string; readonly oldId: string | undefined; readonly name: string },
  containers: ContainerEngine,
): Promise<void> {
  if (oldId !== undefined && containers.get(oldId).record.name !== previousName(name)) {
    await removeLeftover(previousName(name), containers);
    failpoint('switch:rename-old');
    containers.rename(oldId, previousName(name));
  }
  failpoint('switch:rename-new');
  containers.rename(nextId, name);
}

/** The old one serves again, and the successor goes. Nothing happens after the names have followed. */
export async function undoSuccessor(
  { container, name }: { readonly container: string; readonly name: string },
  { containers, traffic }: SuccessionParts,
): Promise<void> {
  const next = containers.find(nextName(name));
  if (!next) return;
  const previous = containers.find(previousName(name));
  const old = previous ?? containers.find(container);
  await traffic.switch({ to: old ? [old.record.id] : [], from: [next.record.id] });
  await containers.remove(next.record.id, { volumes: true });
  if (previous) containers.rename(previous.record.id, name);
}
