// The entries that a segment needs in the kernel, from what is desired. Pure.
import { isIP } from 'node:net';
import { addressFamily, canonicalAddress } from '../../os/ip-address.ts';
import type { Conflict, DesiredDataPlane, DesiredSegment, OverlayEndpoint } from './desired-state.ts';

export type SegmentEntries = {
  /** MAC to the host that it is on. */
  readonly hostByMac: ReadonlyMap<string, string>;
  /** Address to MAC. */
  readonly macByAddress: ReadonlyMap<string, string>;
  /** Hosts that get what goes to all. */
  readonly floodTargets: ReadonlySet<string>;
  /** Addresses on this host, for which the kernel is told nothing. */
  readonly localMacByAddress: ReadonlyMap<string, string>;
  readonly conflicts: readonly Conflict[];
};

/** Of two claims to one address or one MAC the later counts, as in a log; both are told. */
export function segmentEntries(desired: DesiredDataPlane, segment: DesiredSegment): SegmentEntries {
  const own = canonicalAddress(desired.underlay.address);
  const isReachable = (host: string) => addressFamily(host) === addressFamily(own);
  const known = new Set(desired.hosts.filter(isReachable).map(canonicalAddress));
  const conflicts: Conflict[] = [];
  const byMac = new Map<string, OverlayEndpoint>();
  for (const claimed of segment.endpoints) {
    if (!isValid(claimed)) {
      conflicts.push({ kind: 'invalid-endpoint', vni: segment.vni, endpoint: claimed });
      continue;
    }
    const endpoint = canonicalEndpoint(claimed);
    const { mac, host } = endpoint;
    const other = byMac.get(mac);
    if (other && other.host !== host)
      conflicts.push({ kind: 'mac-twice', vni: segment.vni, mac, hosts: [other.host, host] });
    if (host !== own && !known.has(host)) {
      conflicts.push({ kind: 'unknown-host', vni: segment.vni, mac, host });
      continue;
    }
    byMac.delete(mac);
    byMac.set(mac, merged(other, endpoint));
  }
  const endpoints = [...byMac.values()];
  const claims = claimedAddresses(endpoints, segment.vni, conflicts);
  const isLocal = (endpoint: OverlayEndpoint) => endpoint.host === own;
  const remote = endpoints.filter((endpoint) => !isLocal(endpoint));
  return {
    hostByMac: new Map(remote.map(({ mac, host }) => [mac, host])),
    macByAddress: macsOf(claims, (endpoint) => !isLocal(endpoint)),
    floodTargets: new Set(segment.broadcast ? remote.map(({ host }) => host) : []),
    localMacByAddress: macsOf(claims, isLocal),
    conflicts,
  };
}

/** The MAC of one card, and addresses: what is in the store was written by other hosts. */
function isValid({ mac, addresses, host }: OverlayEndpoint): boolean {
  const isOneCard = /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i.test(mac) && !/^[0:]+$/.test(mac);
  return isOneCard && [...addresses, host].every((address) => isIP(address) !== 0 && !address.includes('%'));
}

function canonicalEndpoint(endpoint: OverlayEndpoint): OverlayEndpoint {
  return {
    mac: endpoint.mac.toLowerCase(),
    host: canonicalAddress(endpoint.host),
    addresses: endpoint.addresses.map(canonicalAddress),
  };
}

/** The same endpoint told twice has the addresses of both; one that is on another host now has those it has there. */
function merged(before: OverlayEndpoint | undefined, now: OverlayEndpoint): OverlayEndpoint {
  if (before?.host !== now.host) return now;
  return { ...now, addresses: [...new Set([...before.addresses, ...now.addresses])] };
}

type Claims = ReadonlyMap<string, OverlayEndpoint>;

function claimedAddresses(endpoints: readonly OverlayEndpoint[], vni: number, conflicts: Conflict[]): Claims {
  const claims = new Map<string, OverlayEndpoint>();
  for (const endpoint of endpoints) {
    for (const address of endpoint.addresses) {
      const other = claims.get(address);
      if (other) conflicts.push({ kind: 'address-twice', vni, address, macs: [other.mac, endpoint.mac] });
      claims.set(address, endpoint);
    }
  }
  return claims;
}

function macsOf(claims: Claims, isWanted: (endpoint: OverlayEndpoint) => boolean): ReadonlyMap<string, string> {
  const wanted = [...claims].filter(([, endpoint]) => isWanted(endpoint));
  return new Map(wanted.map(([address, endpoint]) => [address, endpoint.mac]));
}
