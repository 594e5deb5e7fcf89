// Host ports are held by sockets of the daemon, so that nobody else gets them and a clash is found before anything changes.

import { isIPv6 } from 'node:net';
import { errorCode, NetworkError, type SystemError } from '../../core/errors.ts';
import type { PortSpec } from '../../core/specs.ts';
import { boundPort, openInetSocket } from '../../os/inet-socket.ts';
import { closeDescriptor } from '../../os/libc.ts';
import type { PortRecord } from '../../store/networks.ts';
import { PortProxy } from './port-proxy.ts';

const EPHEMERAL_ATTEMPTS = 10;
/** Nothing reads a held UDP socket: what nft does not translate must not pile up. */
const UNREAD_BUFFER_BYTES = 2048;

/** A port that is bound but not yet served. */
export type HeldPort = { readonly record: PortRecord; readonly descriptors: readonly number[] };

/** Binds each port; all or none. Ranges give their first free one, `previous` ports are taken again if they fit. */
export function holdPorts(
  containerId: string,
  specs: readonly PortSpec[],
  previous: readonly PortRecord[],
): HeldPort[] {
  const held: HeldPort[] = [];
  try {
    for (const spec of specs) held.push(holdPort(containerId, spec, previous));
    return held;
  } catch (error) {
    releaseHeld(held);
    throw error;
  }
}

/** Frees ports that were never served. */
export function releaseHeld(held: readonly HeldPort[]): void {
  for (const { descriptors } of held) for (const descriptor of descriptors) closeDescriptor(descriptor);
}

/** Ports in service until closed: TCP through the proxy, others as bare sockets. */
export class ServedPorts {
  readonly records: readonly PortRecord[];
  readonly #proxies: PortProxy[] = [];
  readonly #bare: number[] = [];

  constructor(held: readonly HeldPort[], address: string) {
    this.records = held.map(({ record }) => record);
    for (const { record, descriptors } of held) {
      const target = { address, port: record.containerPort };
      if (record.protocol !== 'tcp') this.#bare.push(...descriptors);
      else for (const descriptor of descriptors) this.#proxies.push(new PortProxy(descriptor, target));
    }
  }

  async close(): Promise<void> {
    for (const descriptor of this.#bare.splice(0)) closeDescriptor(descriptor);
    await Promise.all(this.#proxies.splice(0).map((proxy) => proxy.close()));
  }
}

/** The port that could not be had; `findPortOwner` says by whom. */
export class PortTakenError extends NetworkError {
  readonly spec: PortSpec;
  readonly port: number;

  constructor(spec: PortSpec, port: number, cause: unknown) {
    super('port-in-use', { message: `port ${port}/${spec.protocol} of the host is in use`, cause });
    this.spec = spec;
    this.port = port;
  }
}

function holdPort(containerId: string, spec: PortSpec, previous: readonly PortRecord[]): HeldPort {
  const [first, last] = spec.hostPort ?? [0, 0];
  const candidates = candidatePorts(spec, previous);
  let failure: unknown;
  for (const port of candidates) {
    try {
      const descriptors = bindAll(spec, port);
      const hostPort = port || boundPort(descriptors[0] ?? -1);
      return {
        record: {
          containerId,
          protocol: spec.protocol,
          hostIp: spec.hostIp,
          hostPort,
          containerPort: spec.containerPort,
        },
        descriptors,
      };
    } catch (error) {
      failure = error;
      if (errorCode(error) !== 'EADDRINUSE') break;
    }
  }
  throw explain(spec, first === last ? first : last, failure);
}

function candidatePorts(spec: PortSpec, previous: readonly PortRecord[]): number[] {
  const isSame = (port: PortRecord) =>
    port.protocol === spec.protocol && port.hostIp === spec.hostIp && port.containerPort === spec.containerPort;
  const before = previous.filter(isSame).map((port) => port.hostPort);
  if (!spec.hostPort) return [...before, ...Array.from({ length: EPHEMERAL_ATTEMPTS }, () => 0)];
  const [first, last] = spec.hostPort;
  const range = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return [...before.filter((port) => port >= first && port <= last), ...range];
}

/** One socket an address family: without an address the same port on both. A machine without IPv6 has the first only. */
function bindAll(spec: PortSpec, port: number): number[] {
  const [address, second] = spec.hostIp === null ? ['0.0.0.0', '::'] : [spec.hostIp, undefined];
  const first = bindOne(spec, address, port);
  if (first === undefined) return [];
  if (second === undefined) return [first];
  try {
    const other = bindOne(spec, second, port || boundPort(first));
    return other === undefined ? [first] : [first, other];
  } catch (error) {
    if (errorCode(error) === 'EAFNOSUPPORT' || errorCode(error) === 'EADDRNOTAVAIL') return [first];
    closeDescriptor(first);
    throw error;
  }
}

/** Undefined for SCTP on a kernel that has none to bind; translation works without. */
function bindOne(spec: PortSpec, address: string, port: number): number | undefined {
  try {
    const receiveBuffer = spec.protocol === 'udp' ? { receiveBuffer: UNREAD_BUFFER_BYTES } : {};
    return openInetSocket({ protocol: spec.protocol, address, port, ...receiveBuffer });
  } catch (error) {
    if (spec.protocol === 'sctp' && errorCode(error) === 'EPROTONOSUPPORT' && port !== 0) return undefined;
    throw error;
  }
}

function explain(spec: PortSpec, port: number, cause: unknown): NetworkError {
  if (errorCode(cause) === 'EADDRINUSE') return new PortTakenError(spec, port, cause);
  if (errorCode(cause) === 'EADDRNOTAVAIL') {
    const family = isIPv6(spec.hostIp ?? '') ? 'IPv6' : 'IPv4';
    return new NetworkError('no-such-host-address', {
      message: `cannot publish port ${port}/${spec.protocol} at "${spec.hostIp}": the host has no such ${family} address`,
      cause,
    });
  }
  const reason = (cause as SystemError | undefined)?.message ?? 'no port could be bound';
  return new NetworkError('port-refused', {
    message: `cannot publish port ${port}/${spec.protocol}: ${reason}`,
    cause,
  });
}
