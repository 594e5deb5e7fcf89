// Takes a container out of the traffic before it is stopped.
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import type { StepContext } from './step-context.ts';

/** Waits until nobody is connected to it or its grace is over; `unneeded` where nobody else could serve in its place. */
export async function drainContainer(reference: string, context: StepContext): Promise<'done' | 'unneeded'> {
  const { engine, signal, stopTimeoutMs } = context;
  const view = engine.containers.find(reference);
  if (view?.status !== 'running' || !hasServingSibling(engine, view)) return 'unneeded';
  const { id, spec } = view.record;
  await engine.traffic.drain(id, { graceMs: stopTimeoutMs ?? spec.stopGraceMs, signal });
  return 'done';
}

/** It stays after all: it gets connections again. */
export async function undoDrain(reference: string, { engine }: StepContext): Promise<void> {
  const view = engine.containers.find(reference);
  if (view) await engine.traffic.switch({ to: [view.record.id], from: [] });
}

function hasServingSibling({ containers, traffic }: Engine, { record: { id, spec } }: ContainerView): boolean {
  const siblings = containers
    .list(spec.stack ?? undefined)
    .filter(({ record }) => record.spec.service === spec.service);
  return siblings.some(
    ({ record }) => record.id !== id && record.spec.replica > 0 && traffic.stateOf(record.id) === 'serving',
  );
}
