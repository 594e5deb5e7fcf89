import type { Client, ResultOf, StreamOptions, StreamRequestOf } from '../client/client.ts';
import type { WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { BatchOutcome } from './batch.ts';

/** `up` through the client, as what became of a batch. */
export async function sendUp(
  client: Client,
  request: StreamRequestOf<'up'>,
  options: StreamOptions,
): Promise<BatchOutcome> {
  const failures: WireError[] = [];
  const onEvent = (event: DockrEvent): void => {
    if (event.type === 'step' && event.error) failures.push(event.error);
    options.onEvent?.(event);
  };
  const { plan, failed } = await client.stream('up', request, { ...options, onEvent });
  const steps = plan.steps.map(({ id }) => id);
  if (failed.length > 0) return { kind: 'incomplete', steps, failed, failures };
  return { kind: 'applied', steps, rebuilt: rebuiltIn(request, plan.steps) };
}

/** Services whose image was built. */
function rebuiltIn({ stack }: StreamRequestOf<'up'>, steps: ResultOf<'up'>['plan']['steps']): readonly string[] {
  const built = new Set(steps.flatMap((step) => (step.kind === 'build-image' ? [step.reference] : [])));
  return Object.values(stack.services).flatMap(({ name, image, build }) =>
    build && built.has(image ?? `${stack.name}-${name}`) ? [name] : [],
  );
}
