// One container more that tries a new version. NAME#canary is held until it gets its share, which is recorded: a daemon that
// finds one with a share leaves it as it is.
import { ContainerError } from '../core/errors.ts';
import { failpoint } from '../core/failpoint.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import { canaryName } from '../reconcile/replacement-names.ts';
import { drainContainer } from './drain-container.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { removeLeftover } from './replace-container.ts';
import type { StepContext } from './step-context.ts';

/** In place of an earlier one, whose connections have time to end. On failure nothing is left of it. */
export async function startCanary(
  old: ContainerView | undefined,
  spec: ContainerSpec,
  context: StepContext,
): Promise<void> {
  const { containers, traffic } = context.engine;
  const name = canaryName(spec.name);
  await drainContainer(name, context);
  await removeLeftover(name, containers);
  failpoint('canary:create');
  const id = await containers.create({ ...spec, name });
  try {
    failpoint('canary:hold');
    await traffic.hold(id, old ? { inPlaceOf: old.record.id } : {});
    failpoint('canary:start');
    await containers.start(id);
  } catch (error) {
    await containers.remove(id, { volumes: true }).catch(() => {});
    throw error;
  }
}

/** Nothing happens where it has gone. */
export async function undoCanary(name: string, { containers }: Engine): Promise<void> {
  await removeLeftover(canaryName(name), containers);
}

/** From now on it gets so many thousandths of the new connections. */
export async function shareTraffic(name: string, share: number, { containers, traffic }: Engine): Promise<void> {
  const view = containers.find(name);
  if (!view) throw new ContainerError('container-not-found', { message: `no container "${name}"` });
  await traffic.share(view.record.id, share);
}
