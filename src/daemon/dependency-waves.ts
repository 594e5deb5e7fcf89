// In what order containers start and stop when a person asks: after, or before, those they depend on.

import type { EnginePort as Engine } from '../apply/engine-port.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { Stack } from '../stack/model.ts';

export type WaveOrder = 'dependencies-first' | 'dependents-first';

/** Groups of containers; the members of a group may be worked on at once. Containers outside of stacks are in the first. */
export function dependencyWaves(engine: Engine, views: readonly ContainerView[], order: WaveOrder): ContainerView[][] {
  const depths = new Map<string, ReadonlyMap<string, number>>();
  const depthOf = ({ record: { spec } }: ContainerView): number => {
    if (spec.stack === null || spec.service === null) return 0;
    const known = depths.get(spec.stack) ?? serviceDepths(engine, spec.stack);
    depths.set(spec.stack, known);
    return known.get(spec.service) ?? 0;
  };
  const waves: ContainerView[][] = [];
  for (const view of views) {
    const depth = depthOf(view);
    while (waves.length <= depth) waves.push([]);
    waves[depth]?.push(view);
  }
  return order === 'dependencies-first' ? waves : waves.reverse();
}

/** How many services deep each depends on others, by the model that was applied last. */
function serviceDepths(engine: Engine, stackName: string): ReadonlyMap<string, number> {
  const record = engine.stacks.find(stackName);
  const services = record ? (JSON.parse(record.model) as Stack).services : {};
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    // Cycles are refused by the loader; this ends on one all the same.
    depths.set(name, 0);
    const below = Object.keys(services[name]?.dependsOn ?? {}).map((dependency) => depthOf(dependency) + 1);
    const depth = Math.max(0, ...below);
    depths.set(name, depth);
    return depth;
  };
  for (const name of Object.keys(services)) depthOf(name);
  return depths;
}
