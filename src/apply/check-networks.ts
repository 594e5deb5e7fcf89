// Before a plan changes anything: can this daemon have the networks that it makes?
import type { Plan } from '../reconcile/plan.ts';
import type { EnginePort as Engine } from './engine-port.ts';

/** Throws `overlay-not-configured` or what else keeps a network from being made here, while nothing has been changed yet. */
export function checkNetworks(engine: Engine, plan: Plan): void {
  for (const step of plan.steps) if (step.kind === 'create-network') engine.networks.checkNetwork(step.spec);
}
