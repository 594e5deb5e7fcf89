// What each kind of step does, by calling the engine. Every one can be run twice.
import { setTimeout as delay } from 'node:timers/promises';
import { ContainerError } from '../core/errors.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import { DEFAULT_NETWORK } from '../engine/engine.ts';
import type { Step } from '../reconcile/plan.ts';
import { buildService } from './build-service.ts';
import { drainContainer } from './drain-container.ts';
import type { ContainerPort as ContainerEngine, EnginePort as Engine } from './engine-port.ts';
import { replaceContainer } from './replace-container.ts';
import { shareTraffic, startCanary } from './start-canary.ts';
import { startSuccessor, switchTogether, switchTraffic } from './start-successor.ts';
import type { StepContext } from './step-context.ts';
import { waitReady } from './wait-ready.ts';
import { lastLogLines, type WaitContext, waitForService } from './wait-service.ts';

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
      await networks.provideNetwork(step.spec);
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
      await createContainer(step.spec, step.start, context);
      return 'done';
    case 'recreate-container':
      return recreateContainer(step, context);
    case 'start-successor':
      return succeed(step, context);
    case 'wait-ready':
      await waitReady(step, waitContext(context));
      return 'done';
    case 'switch-traffic':
      return switchTraffic(step, engine);
    case 'start-canary':
      return tryCanary(step, context);
    case 'share-traffic':
      await shareTraffic(step.container, step.share, engine);
      return 'done';
    case 'switch-together':
      return switchTogether(step.switches, engine);
    case 'drain-container':
      return drainContainer(step.container, context);
    case 'pause':
      return pause(step.ms, context.signal);
    case 'start-container':
      await containers.start(containers.get(step.container).record.id);
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
      await waitForService(step, waitContext(context));
      return 'done';
  }
}

function waitContext({ engine, signal }: StepContext): WaitContext {
  const { containers, containerEvents: events } = engine;
  return { containers, events, signal, lastLines: (id) => lastLogLines(engine, id) };
}

async function pause(ms: number, signal: AbortSignal): Promise<'done'> {
  await delay(ms, undefined, { signal }).catch(() => {
    throw new ContainerError('interrupted', { message: 'interrupted between two batches' });
  });
  return 'done';
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

/** The spec with the image that the plan has seen, or else the one it names by now, which an earlier step pulled or built. */
function withImage(spec: ContainerSpec, engine: Engine): ContainerSpec {
  if (spec.imageId !== '') return spec;
  const image = engine.images.find(spec.image);
  if (image) return { ...spec, imageId: image.id };
  throw new ContainerError('image-not-here', {
    message: `image "${spec.image}" of container "${spec.name}" is not here`,
  });
}

async function createContainer(spec: ContainerSpec, start: boolean, { engine }: StepContext): Promise<void> {
  const { containers } = engine;
  await ensureDefaultNetwork(spec, engine);
  const id = await containers.create(withImage(spec, engine));
  if (!start) return;
  try {
    await containers.start(id);
  } catch (error) {
    // A container that never ran is of no use to anyone, and its name would stand in the way.
    await containers.remove(id, { volumes: true }).catch(() => {});
    throw error;
  }
}

async function recreateContainer(
  step: Extract<Step, { kind: 'recreate-container' }>,
  context: StepContext,
): Promise<'done' | 'unneeded'> {
  const { containers } = context.engine;
  const spec = withImage(step.spec, context.engine);
  const old = containers.find(step.container);
  if (!old) {
    await createContainer(spec, step.start, context);
    return 'done';
  }
  const { start, keepEnded } = step;
  if (step.unlessImageId !== null && spec.imageId === step.unlessImageId)
    return keep(old, { start, keepEnded }, containers);
  await ensureDefaultNetwork(spec, context.engine);
  await replaceContainer(old, spec, {
    containers,
    start: step.start,
    renewAnonymousVolumes: step.renewAnonymousVolumes,
    keepsOld: step.keepsOld === true,
    ...(context.stopTimeoutMs === undefined ? {} : { graceMs: context.stopTimeoutMs }),
  });
  return 'done';
}

async function succeed(
  step: Extract<Step, { kind: 'start-successor' }>,
  context: StepContext,
): Promise<'done' | 'unneeded'> {
  const { engine } = context;
  const spec = withImage(step.spec, engine);
  const old = engine.containers.find(step.container);
  if (old && step.unlessImageId !== null && spec.imageId === step.unlessImageId) {
    await keep(old, { start: true, keepEnded: step.keepEnded }, engine.containers);
    // There is no successor to wait for, whether the old one had to be started or not.
    return 'unneeded';
  }
  await ensureDefaultNetwork(spec, engine);
  await startSuccessor(old, spec, engine);
  return 'done';
}

async function tryCanary(
  step: Extract<Step, { kind: 'start-canary' }>,
  context: StepContext,
): Promise<'done' | 'unneeded'> {
  const { engine } = context;
  const spec = withImage(step.spec, engine);
  if (step.unlessImageId !== null && spec.imageId === step.unlessImageId) return 'unneeded';
  await ensureDefaultNetwork(spec, engine);
  await startCanary(engine.containers.find(step.container), spec, context);
  return 'done';
}

/** Its image is the same after all; it only has to run. */
async function keep(
  old: ContainerView,
  { start, keepEnded }: { readonly start: boolean; readonly keepEnded: boolean },
  containers: ContainerEngine,
): Promise<'done' | 'unneeded'> {
  const ended = old.status === 'exited' && keepEnded;
  if (!start || ended || old.status === 'running' || old.status === 'restarting') return 'unneeded';
  await containers.start(old.record.id);
  return 'done';
}

/** `network_mode: bridge` names a network that is no stack's and that nobody else makes. */
async function ensureDefaultNetwork({ network }: ContainerSpec, engine: Engine): Promise<void> {
  if (network.kind !== 'networks') return;
  if (network.attachments.some((attachment) => attachment.network === DEFAULT_NETWORK))
    await engine.ensureDefaultNetwork();
}
