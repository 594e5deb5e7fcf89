// What was applied last, to be applied again.

import type { ApplyRequest } from './apply-stack.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { openRevision } from './revisions.ts';
import { appliedScale } from './scale-inputs.ts';

/** With the images and numbers that it had; undefined for a stack that was not applied. */
export function currentRequest(engine: Engine, name: string): Omit<ApplyRequest, 'policy' | 'cause'> | undefined {
  const current = engine.stacks.find(name);
  if (!current) return undefined;
  const { record, stack } = openRevision(engine, name, current.revision);
  const counts = Object.keys(stack.services).flatMap((service) => {
    const count = appliedScale(record.inputs, service);
    return count === undefined ? [] : [[service, count] as const];
  });
  return { stack, scale: Object.fromEntries(counts), build: 'never', pull: 'never', pinned: record.images };
}
