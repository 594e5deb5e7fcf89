// What only one container at a time can have: a name, a host port, a fixed address in a network.
import type { ContainerSpec, PortSpec } from '../core/specs.ts';

export type Claim =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'address'; readonly network: string; readonly ipv4: string }
  | { readonly kind: 'port'; readonly port: PortSpec & { readonly hostPort: readonly [number, number] } };

/** Everything a container of this spec has to itself. */
export function claimsOf(spec: ContainerSpec): Claim[] {
  const attachments = spec.network.kind === 'networks' ? spec.network.attachments : [];
  return [
    { kind: 'name', name: spec.name },
    ...attachments.flatMap(({ network, ipv4 }): Claim[] => (ipv4 === null ? [] : [{ kind: 'address', network, ipv4 }])),
    ...spec.ports.flatMap((port): Claim[] =>
      port.hostPort ? [{ kind: 'port', port: { ...port, hostPort: port.hostPort } }] : [],
    ),
  ];
}

/** Whether `needed` cannot be had while `held` is. A range of ports has other ports to choose from. */
export function collides(needed: Claim, held: Claim): boolean {
  if (needed.kind === 'name') return held.kind === 'name' && held.name === needed.name;
  if (needed.kind === 'address')
    return held.kind === 'address' && held.network === needed.network && held.ipv4 === needed.ipv4;
  return held.kind === 'port' && portsCollide(needed.port, held.port);
}

/** For messages: `host port 8080/tcp`. */
export function describeClaim(claim: Claim): string {
  if (claim.kind === 'name') return `name "${claim.name}"`;
  if (claim.kind === 'address') return `address ${claim.ipv4} of network "${claim.network}"`;
  return `host port ${claim.port.hostPort[0]}/${claim.port.protocol}`;
}

type HostPort = Extract<Claim, { kind: 'port' }>['port'];

function portsCollide(needed: HostPort, held: HostPort): boolean {
  const [first, last] = needed.hostPort;
  if (first !== last || needed.protocol !== held.protocol) return false;
  const everywhere = needed.hostIp === null || held.hostIp === null || needed.hostIp === held.hostIp;
  return everywhere && held.hostPort[0] <= first && first <= held.hostPort[1];
}
