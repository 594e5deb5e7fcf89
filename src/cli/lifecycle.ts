// What `start`, `stop`, `restart`, `kill` and `rm` have in common.
import type { StreamRequestOf } from '../client/client.ts';
import type { Cli } from './cli.ts';
import type { ArgumentSpec } from './declaration.ts';
import { EXIT } from './exit-codes.ts';
import { findStackName, resolveStackName } from './project.ts';
import { runStream } from './run-stream.ts';
import { resolveTargets } from './targets.ts';

export type LifecycleRequest = StreamRequestOf<'lifecycle'>;
export type LifecycleOptions = Pick<LifecycleRequest, 'action'> &
  Partial<Pick<LifecycleRequest, 'timeoutMs' | 'signal'>>;

export const SERVICES_ARGUMENT: ArgumentSpec = {
  name: 'service',
  summary: 'services of the stack, or containers by name; all services if none is named',
  variadic: true,
  completes: 'service',
};

/** Carries an action out on the named services and containers, or on the whole stack. */
export async function runLifecycle(cli: Cli, words: readonly string[], options: LifecycleOptions): Promise<number> {
  const stack = words.length > 0 ? await findStackName(cli) : await resolveStackName(cli);
  const client = await cli.connect();
  const { services, containers } = await resolveTargets(client, stack, words);
  const request: LifecycleRequest = {
    stack: services.length > 0 || words.length === 0 ? stack : null,
    services,
    containers,
    action: options.action,
    timeoutMs: options.timeoutMs ?? null,
    signal: options.signal ?? null,
    volumes: false,
    force: false,
  };
  const end = await runStream(cli, client, { route: 'lifecycle', request });
  return end.kind === 'interrupted' ? end.exitCode : EXIT.done;
}
