import type { EnginePort as Engine } from '../../apply/engine-port.ts';
import { driftOf, lookAtMachine } from '../../apply/observe-drift.ts';
import type { DriftFinding } from '../../reconcile/drift.ts';

/** Differences of one stack, or of all that are applied. */
export async function drift(
  { stack }: { readonly stack: string | null },
  engine: Engine,
): Promise<readonly DriftFinding[]> {
  const look = await lookAtMachine(engine);
  const names = stack === null ? engine.stacks.list().map(({ name }) => name) : [stack];
  return names.flatMap((name) => driftOf(engine, name, look));
}
