// After a run that failed or was interrupted: the networks that it made and that no container is on go again, and the volumes
// that no container ran with, so that what did not work changes nothing.
import type { DockrEvent } from '../core/events.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { Plan, Step } from '../reconcile/plan.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { bringsSpec } from './failure-notes.ts';

export type FailedRun = { readonly failed: readonly string[]; readonly emit: (event: DockrEvent) => void };

/** Tries every one; what cannot be removed stays for the next `up` or `down`. */
export async function removeUnused(engine: Engine, plan: Plan, { failed, emit }: FailedRun): Promise<void> {
  for (const step of plan.steps.toReversed()) {
    if (failed.includes(step.id) || !isUnused(engine, step) || wasUsed(step, { plan, failed })) continue;
    const title = `remove ${step.kind === 'create-network' ? 'network' : 'volume'} ${step.spec.name}`;
    const gone = await removeResource(engine, step).then(
      () => true,
      () => false,
    );
    if (gone) emit({ type: 'step', id: `undo ${step.id}`, status: 'done', title, note: 'nothing came to use it' });
  }
}

type ResourceStep = Extract<Step, { kind: 'create-network' | 'create-volume' }>;

function isUnused(engine: Engine, step: Step): step is ResourceStep {
  if (step.kind === 'create-network') return engine.containersOnNetwork(step.spec.name).length === 0;
  return step.kind === 'create-volume' && engine.containersUsingVolume(step.spec.name, null).length === 0;
}

/** A container that ran with a volume may have written to it, also one that has been taken back since. */
function wasUsed(
  resource: ResourceStep,
  { plan, failed }: { readonly plan: Plan } & Pick<FailedRun, 'failed'>,
): boolean {
  if (resource.kind !== 'create-volume') return false;
  return plan.steps.some(
    (step) => bringsSpec(step) && !failed.includes(step.id) && mounts(step.spec, resource.spec.name),
  );
}

function mounts(spec: ContainerSpec, volume: string): boolean {
  return spec.mounts.some((mount) => mount.kind === 'volume' && mount.volume === volume);
}

function removeResource(engine: Engine, step: ResourceStep): Promise<void> {
  const { name } = step.spec;
  return step.kind === 'create-network' ? engine.networks.removeNetwork(name) : engine.volumes.remove(name);
}
