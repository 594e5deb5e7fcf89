import type { Client, StreamOptions, StreamRequestOf } from '../client/client.ts';
import type { BatchOutcome } from './watch-stack.ts';

/** `up` through the client, as what became of a batch. */
export async function sendUp(
  client: Client,
  request: StreamRequestOf<'up'>,
  options: StreamOptions,
): Promise<BatchOutcome> {
  const { plan, failed } = await client.stream('up', request, options);
  const steps = plan.steps.map(({ id }) => id);
  return failed.length === 0 ? { kind: 'applied', steps } : { kind: 'incomplete', steps, failed };
}
