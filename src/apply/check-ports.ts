// Before a plan changes anything: are the host ports that its new containers need free, or freed by the plan itself?
import { sharingOf } from '../core/sharing.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { Plan, Step } from '../reconcile/plan.ts';
import type { EnginePort as Engine } from './engine-port.ts';

/** Throws `port-in-use` (by whom) while nothing has been changed yet. */
export async function checkPorts(engine: Engine, plan: Plan): Promise<void> {
  const leaving = new Set<string>();
  const wanted: ContainerSpec[] = [];
  for (const step of plan.steps) {
    if (isNew(step)) wanted.push(step.spec);
    if (isLeaving(step)) {
      const id = engine.containers.find(step.container)?.record.id;
      if (id) leaving.add(id);
    }
  }
  const freed = new Set(
    [...leaving].flatMap((id) => engine.networks.portsOf(id).map((port) => `${port.protocol}/${port.hostPort}`)),
  );
  for (const spec of wanted) {
    // A range, or a port that the kernel chooses, is not worth asking for beforehand.
    const fixed = spec.ports.filter((port) => port.hostPort !== null && port.hostPort[0] === port.hostPort[1]);
    const contested = fixed.filter((port) => !freed.has(`${port.protocol}/${port.hostPort?.[0]}`));
    if (contested.length > 0) await engine.networks.checkPorts(contested, sharingOf(spec));
  }
}

function isNew(
  step: Step,
): step is Extract<Step, { kind: 'create-container' | 'recreate-container' | 'start-successor' | 'start-canary' }> {
  return step.kind === 'create-container' || step.kind === 'start-canary' || isReplacement(step);
}

function isLeaving(
  step: Step,
): step is Extract<Step, { kind: 'recreate-container' | 'start-successor' | 'stop-container' | 'remove-container' }> {
  return isReplacement(step) || step.kind === 'stop-container' || step.kind === 'remove-container';
}

function isReplacement(step: Step): step is Extract<Step, { kind: 'recreate-container' | 'start-successor' }> {
  return step.kind === 'recreate-container' || step.kind === 'start-successor';
}
