// The client of another machine's daemon: each request that carries a stack carries along what the stack points to here.
import type { Client } from '../../client/client.ts';
import { UsageError } from '../../core/errors.ts';
import type { Stack } from '../../stack/model.ts';
import { remoteStack } from './remote-stack.ts';

/** The same calls. */
export function remoteClient(client: Client): Client {
  return {
    ...client,
    call: async (route, request) => client.call(route, await prepared(client, request)),
    stream: async (route, request, options) => client.stream(route, await prepared(client, request), options),
    duplex: async (route, request) => {
      if (route === 'run' && 'volumes' in request) checkVolumes(client, request.volumes);
      return client.duplex(route, request);
    },
  };
}

async function prepared<R extends object>(client: Client, request: R): Promise<R> {
  if (!('stack' in request) || !isStack(request.stack)) return request;
  const keepImages = 'keepImages' in request && Array.isArray(request.keepImages) ? request.keepImages : [];
  return { ...request, stack: await remoteStack(client, request.stack, keepImages) };
}

/** Other requests name a stack. */
function isStack(value: unknown): value is Stack {
  return typeof value === 'object' && value !== null && 'services' in value;
}

function checkVolumes(client: Client, volumes: readonly string[]): void {
  const own = volumes.find((volume) => /^[.~]/.test(volume));
  if (own === undefined) return;
  throw new UsageError('remote-bind-mount', {
    message: `"${own}" is a path of this machine, but the daemon is on "${client.host?.name}"`,
    hint: 'name an absolute path of that machine, or a volume',
  });
}
