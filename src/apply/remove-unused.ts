// After a run that failed or was interrupted: the networks and volumes that it made and that no container came to use go
// again, so that what did not work changes nothing.
import type { DockrEvent } from '../core/events.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plan, Step } from '../reconcile/plan.ts';

export type FailedRun = { readonly failed: readonly string[]; readonly emit: (event: DockrEvent) => void };

/** Tries every one; what cannot be removed stays for the next `up` or `down`. */
export async function removeUnused(engine: Engine, plan: Plan, { failed, emit }: FailedRun): Promise<void> {
  for (const step of plan.steps.toReversed()) {
    if (failed.includes(step.id) || !isUnused(engine, step)) continue;
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

function removeResource(engine: Engine, step: ResourceStep): Promise<void> {
  const { name } = step.spec;
  return step.kind === 'create-network' ? engine.networks.removeNetwork(name) : engine.volumes.remove(name);
}
