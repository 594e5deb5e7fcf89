// The ports of all containers: held, served, and told apart when somebody else has one.
import { NetworkError } from '../../core/errors.ts';
import type { PortSpec } from '../../core/specs.ts';
import type { PortRecord } from '../../store/networks.ts';
import { type HeldPort, holdPorts, type PortTakenError, ServedPorts } from './held-ports.ts';
import { findPortOwner } from './port-owner.ts';
import type { FirewallPort } from './render-firewall.ts';

type Published = { readonly served: ServedPorts; readonly address: string };

export class PublishedPorts {
  readonly #byContainer = new Map<string, Published>();

  /** Binds what a container publishes; nothing if it is served already. Throws PortTakenError before anything changes. */
  hold(containerId: string, specs: readonly PortSpec[], previous: readonly PortRecord[]): readonly HeldPort[] {
    return this.#byContainer.has(containerId) ? [] : holdPorts(containerId, specs, previous);
  }

  /** Puts held ports in service; those that are in service already stay. Returns what the container has. */
  serve(containerId: string, held: readonly HeldPort[], address: string): readonly PortRecord[] {
    const known = this.#byContainer.get(containerId);
    if (known) return known.served.records;
    const served = new ServedPorts(held, address);
    this.#byContainer.set(containerId, { served, address });
    return served.records;
  }

  /** Takes a container's ports out of the state; the caller closes them once the firewall knows. */
  withdraw(containerId: string): ServedPorts | undefined {
    const published = this.#byContainer.get(containerId);
    this.#byContainer.delete(containerId);
    return published?.served;
  }

  /** What the firewall translates. IPv6 is carried by the proxy. */
  firewallPorts(): FirewallPort[] {
    return [...this.#byContainer.values()].flatMap(({ served, address }) =>
      served.records
        .filter(({ hostIp }) => !hostIp?.includes(':'))
        .map(({ protocol, hostIp, hostPort, containerPort }) => ({
          protocol,
          hostIp: hostIp === '0.0.0.0' ? null : hostIp,
          hostPort,
          address,
          containerPort,
        })),
    );
  }

  /** Which of our containers holds a port. */
  holderOf(protocol: PortSpec['protocol'], port: number): string | undefined {
    for (const [containerId, { served }] of this.#byContainer) {
      if (served.records.some((record) => record.protocol === protocol && record.hostPort === port)) return containerId;
    }
    return undefined;
  }

  async close(): Promise<void> {
    const all = [...this.#byContainer.values()];
    this.#byContainer.clear();
    await Promise.all(all.map(({ served }) => served.close()));
  }
}

/** The same error with who has the port: another container of ours, or a process of the host. */
export async function explainPortTaken(
  error: PortTakenError,
  ports: PublishedPorts,
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
