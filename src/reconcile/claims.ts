// What only one container at a time can have: a name, a fixed address in a network, and, but for the replicas of a service,
// a host port.
import { sharingOf } from '../core/sharing.ts';
import type { ContainerSpec, PortSpec } from '../core/specs.ts';

export type Claim =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'address'; readonly network: string; readonly ipv4: string }
  | {
      readonly kind: 'port';
      readonly port: PortSpec & { readonly hostPort: readonly [number, number] };
      /** Those with the same key have one port in common. */
      readonly sharing: string | null;
    };

/** Everything a container of this spec has to itself. */
export function claimsOf(spec: ContainerSpec): Claim[] {
  const attachments = spec.network.kind === 'networks' ? spec.network.attachments : [];
  const sharing = sharingOf(spec);
  return [
    { kind: 'name', name: spec.name },
    ...attachments.flatMap(({ network, ipv4 }): Claim[] => (ipv4 === null ? [] : [{ kind: 'address', network, ipv4 }])),
    ...spec.ports.flatMap((port): Claim[] =>
      port.hostPort ? [{ kind: 'port', port: { ...port, hostPort: port.hostPort }, sharing }] : [],
    ),
  ];
}

/** Whether `needed` cannot be had while `held` is. A range of ports has other ports to choose from. */
export function collides(needed: Claim, held: Claim): boolean {
  if (needed.kind === 'name') return held.kind === 'name' && held.name === needed.name;
  if (needed.kind === 'address')
    return held.kind === 'address' && held.network === needed.network && held.ipv4 === needed.ipv4;
  return held.kind === 'port' && portsCollide(needed, held);
}

/** For messages: `host port 8080/tcp`. */
export function describeClaim(claim: Claim): string {
  if (claim.kind === 'name') return `name "${claim.name}"`;
  if (claim.kind === 'address') return `address ${claim.ipv4} of network "${claim.network}"`;
  return `host port ${claim.port.hostPort[0]}/${claim.port.protocol}`;
}

type PortClaim = Extract<Claim, { kind: 'port' }>;

function portsCollide(needed: PortClaim, held: PortClaim): boolean {
  const [first, last] = needed.port.hostPort;
  if (first !== last || needed.port.protocol !== held.port.protocol) return false;
  const everywhere =
    needed.port.hostIp === null || held.port.hostIp === null || needed.port.hostIp === held.port.hostIp;
  const overlaps = everywhere && held.port.hostPort[0] <= first && first <= held.port.hostPort[1];
  return overlaps && !isShared(needed, held);
}

/** The very same port at the very same address; one of a range belongs to one container. */
function isShared(needed: PortClaim, held: PortClaim): boolean {
  const isSame = needed.port.hostIp === held.port.hostIp && held.port.hostPort[0] === held.port.hostPort[1];
  return isSame && needed.sharing !== null && needed.sharing === held.sharing;
}
