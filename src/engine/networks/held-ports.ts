// Host ports are held by sockets of the daemon, so that nobody else gets them and a clash is found before anything changes.

import { isIPv6 } from 'node:net';
import { errorCode, NetworkError, type SystemError } from '../../core/errors.ts';
import type { PortSpec } from '../../core/specs.ts';
import { boundPort, openInetSocket } from '../../os/inet-socket.ts';
import { closeDescriptor } from '../../os/libc.ts';
import type { PortRecord } from '../../store/networks.ts';

const EPHEMERAL_ATTEMPTS = 10;
/** Nothing reads a held UDP socket: what nft does not translate must not pile up. */
const UNREAD_BUFFER_BYTES = 2048;

/** A port that is bound but not yet served. */
export type BoundPort = { readonly hostPort: number; readonly descriptors: readonly number[] };

/** Frees a port that was never served. */
export function releaseBound({ descriptors }: BoundPort): void {
  for (const descriptor of descriptors) closeDescriptor(descriptor);
}

/** Binds the first of the candidates that is free; 0 lets the kernel choose. Throws PortTakenError if none is. */
export function bindPort(spec: PortSpec, candidates: readonly number[]): BoundPort {
  let failure: unknown;
  for (const port of candidates) {
    try {
      const descriptors = bindAll(spec, port);
      return { hostPort: port || boundPort(descriptors[0] ?? -1), descriptors };
    } catch (error) {
      failure = error;
      if (errorCode(error) !== 'EADDRINUSE') break;
    }
  }
  throw explain(spec, spec.hostPort?.[1] ?? 0, failure);
}

/** The ports that would do, best first: one of the `previous` ones if it fits, then what was asked for. */
export function candidatePorts(spec: PortSpec, previous: readonly PortRecord[]): number[] {
  const before = previousPorts(spec, previous);
  if (!spec.hostPort) return [...before, ...Array.from({ length: EPHEMERAL_ATTEMPTS }, () => 0)];
  const [first, last] = spec.hostPort;
  return [...before, ...Array.from({ length: last - first + 1 }, (_, index) => first + index)];
}

/** Those of the previous ports that fit. */
export function previousPorts(spec: PortSpec, previous: readonly PortRecord[]): number[] {
  const isSame = (port: PortRecord) =>
    port.protocol === spec.protocol && port.hostIp === spec.hostIp && port.containerPort === spec.containerPort;
  const [first, last] = spec.hostPort ?? [0, 65535];
  const ports = previous.filter(isSame).map((port) => port.hostPort);
  return ports.filter((port) => port >= first && port <= last);
}

/** The port that could not be had; `explainPortTaken` says by whom. */
export class PortTakenError extends NetworkError {
  readonly spec: PortSpec;
  readonly port: number;

  constructor(spec: PortSpec, port: number, cause: unknown) {
    super('port-in-use', { message: `port ${port}/${spec.protocol} of the host is in use`, cause });
    this.spec = spec;
    this.port = port;
  }
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
