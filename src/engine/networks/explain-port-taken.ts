// Who has a port that could not be had.
import { NetworkError } from '../../core/errors.ts';
import type { PortTakenError } from './held-ports.ts';
import { findPortOwner } from './port-owner.ts';
import type { PublishedPorts } from './published-ports.ts';

/** The same error with who has the port: another container of ours, or a process of the host. */
export async function explainPortTaken(
  error: PortTakenError,
  ports: Pick<PublishedPorts, 'holderOf'>,
  nameOf: (containerId: string) => string,
): Promise<NetworkError> {
  const { protocol } = error.spec;
  const holder = ports.holderOf(protocol, error.port);
  const owner = holder === undefined ? await findPortOwner(protocol, error.port).catch(() => undefined) : undefined;
  const by =
    holder !== undefined
      ? ` by container "${nameOf(holder)}"`
      : owner
        ? ` by process "${owner.command}" (pid ${owner.pid})`
        : '';
  const where = error.spec.hostIp ?? 'the host';
  const [first, last] = error.spec.hostPort ?? [error.port, error.port];
  const range = first === last ? `port ${error.port}/${protocol}` : `every port of ${first}-${last}/${protocol}`;
  return new NetworkError('port-in-use', {
    message: `cannot publish container port ${error.spec.containerPort}: ${range} of ${where} is in use${by}`,
    hint: by === '' ? undefined : 'stop it, or publish another host port',
    facts: {
      port: error.port,
      protocol,
      ...(holder === undefined ? {} : { container: nameOf(holder) }),
      ...(owner ? { pid: owner.pid, command: owner.command } : {}),
    },
    cause: error.cause,
  });
}
