// What each kind of step does, by calling the engine. Every one can be run twice.
import { ContainerError, NetworkError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { Engine } from '../engine/engine.ts';
import type { DesiredImage } from '../reconcile/desired.ts';
import type { Step } from '../reconcile/plan.ts';
import type { Stack } from '../stack/model.ts';
import { buildService } from './build-service.ts';
import { replaceContainer } from './replace-container.ts';
import { lastLogLines, waitForService } from './wait-service.ts';

export type StepContext = {
  readonly engine: Engine;
  readonly stack: Stack | null;
  readonly images: readonly DesiredImage[];
  readonly signal: AbortSignal;
  readonly onEvent: (event: DockrEvent) => void;
  readonly stopTimeoutMs?: number;
  /** Create containers but do not start them. */
  readonly noStart: boolean;
  readonly noBuildCache: boolean;
};

/** Carries out one step. `unneeded`: it turned out that there was nothing to do. */
export async function executeStep(step: Step, context: StepContext): Promise<'done' | 'unneeded'> {
  const { engine } = context;
  const { containers, networks, volumes } = engine;
  const grace = context.stopTimeoutMs === undefined ? {} : { graceMs: context.stopTimeoutMs };
  switch (step.kind) {
    case 'pull-image':
      return pullImage(step.id, step.reference, context);
    case 'build-image':
      return buildService(step.id, step.reference, context);
    case 'create-network':
      await networks.createNetwork(step.spec);
      return 'done';
    case 'repair-network':
      await networks.ensureNetwork(step.name);
      return 'done';
    case 'remove-network':
      await networks.removeNetwork(step.name);
      return 'done';
    case 'create-volume':
      await volumes.ensure(step.spec);
      return 'done';
    case 'remove-volume':
      await volumes.remove(step.name);
      return 'done';
    case 'create-container':
      await createContainer(step.spec, context);
      return 'done';
    case 'recreate-container':
      return recreateContainer(step, context);
    case 'start-container':
      await startContainer(containers.get(step.container).record.id, context);
      return 'done';
    case 'restart-container':
      await containers.restart(containers.get(step.container).record.id, context.stopTimeoutMs);
      return 'done';
    case 'stop-container': {
      const view = containers.find(step.container);
      if (!view) return 'unneeded';
      await containers.stop(view.record.id, context.stopTimeoutMs);
      return 'done';
    }
    case 'remove-container': {
      const view = containers.find(step.container);
      if (!view) return 'unneeded';
      await containers.remove(view.record.id, { volumes: step.withAnonymousVolumes, ...grace });
      return 'done';
    }
    case 'wait-service':
      await waitForService(step, {
        containers,
        events: engine.containerEvents,
        signal: context.signal,
        lastLines: (id) => lastLogLines(engine, id),
      });
      return 'done';
  }
}

async function pullImage(
  id: string,
  reference: string,
  { engine, signal, onEvent, images }: StepContext,
): Promise<'done' | 'unneeded'> {
  const before = engine.images.find(reference)?.id;
  const policy = images.find((image) => image.reference === reference)?.how;
  const pulled = await engine.pull(reference, {
    signal,
    onProgress: (progress) => onEvent({ type: 'progress', id, ...progress }),
  });
  return pulled.imageId === before && policy?.kind === 'pull' && policy.policy === 'always' ? 'unneeded' : 'done';
}

/** The spec with the image it names by now, which an earlier step may have pulled or built. */
function withImage(spec: ContainerSpec, engine: Engine): ContainerSpec {
  const image = engine.images.find(spec.image);
  if (image) return { ...spec, imageId: image.id };
  if (spec.imageId) return spec;
  throw new ContainerError('image-not-here', {
    message: `image "${spec.image}" of container "${spec.name}" is not here`,
  });
}

async function createContainer(spec: ContainerSpec, context: StepContext): Promise<void> {
  const { containers } = context.engine;
  const id = await containers.create(withImage(spec, context.engine));
  try {
    await startContainer(id, context);
  } catch (error) {
    // A container that never ran is of no use to anyone, and its name would stand in the way.
    await containers.remove(id, { volumes: true }).catch(() => {});
    throw error;
  }
}

async function startContainer(id: string, context: StepContext): Promise<void> {
  if (context.noStart) return;
  await context.engine.containers.start(id);
}

async function recreateContainer(
  step: Extract<Step, { kind: 'recreate-container' }>,
  context: StepContext,
): Promise<'done' | 'unneeded'> {
  const spec = withImage(step.spec, context.engine);
  const old = context.engine.containers.find(step.container);
  if (!old) {
    await createContainer(spec, context);
    return 'done';
  }
  if (step.unlessImageId !== null && spec.imageId === step.unlessImageId) {
    if (old.status === 'running' || context.noStart) return 'unneeded';
    await startContainer(old.record.id, context);
    return 'done';
  }
  await replaceContainer(old, spec, {
    containers: context.engine.containers,
    start: !context.noStart,
    renewAnonymousVolumes: step.renewAnonymousVolumes,
    ...(context.stopTimeoutMs === undefined ? {} : { graceMs: context.stopTimeoutMs }),
  });
  return 'done';
}

/** For callers that name a network that must be there. */
export function networkNotFound(name: string): NetworkError {
  return new NetworkError('network-not-found', { message: `no network "${name}"` });
}
