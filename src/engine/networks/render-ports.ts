// The part of the firewall that leads published ports to containers, as text. Pure.
import { chain, set } from './nft-text.ts';
import { areWeighted, placesOf } from './traffic/weights.ts';

export type FirewallPort = {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** null is every IPv4 address of the host. */
  readonly hostIp: string | null;
  readonly hostPort: number;
  /** Those in service; a single one is an element of a map, several are balanced in a chain of the port's own. */
  readonly backends: readonly FirewallBackend[];
  /** By the client's address instead of in turn. */
  readonly sticky: boolean;
};

export type FirewallBackend = {
  readonly address: string;
  readonly containerPort: number;
  /** Of new connections, in thousandths; left out for one among equals. */
  readonly share?: number;
};

/** Of ports with one backend where they lead, of others the chain that chooses. */
export function portMaps(all: readonly FirewallPort[]): string[] {
  const single = sortedPorts(all).flatMap((port) => {
    const [backend, ...others] = port.backends;
    return backend && others.length === 0 ? [{ port, leadsTo: target(backend) }] : [];
  });
  const several = balanced(all).map((port) => ({ port, leadsTo: `jump ${portChainName(port)}` }));
  const elements = (ports: typeof single, isAnywhere: boolean): string[] =>
    ports
      .filter(({ port }) => (port.hostIp === null) === isAnywhere)
      .map(({ port, leadsTo }) => `${port.hostIp === null ? '' : `${port.hostIp} . `}${portKey(port)} : ${leadsTo}`);
  const place = 'inet_proto . inet_service';
  const goal = 'ipv4_addr . inet_service';
  return [
    set('map published', `${place} : ${goal}`, elements(single, true)),
    set('map published_at', `ipv4_addr . ${place} : ${goal}`, elements(single, false)),
    set('map balanced', `${place} : verdict`, elements(several, true)),
    set('map balanced_at', `ipv4_addr . ${place} : verdict`, elements(several, false)),
  ];
}

/** A chain for each port that several containers have in common. */
export function portChains(ports: readonly FirewallPort[]): string[] {
  return balanced(ports).map(portChain);
}

function balanced(ports: readonly FirewallPort[]): FirewallPort[] {
  return sortedPorts(ports).filter(({ backends }) => backends.length > 1);
}

/** New connections go to the backends in turn, or by the client's address; what is open stays where it is. */
function portChain(port: FirewallPort): string {
  const backends = port.backends.toSorted((a, b) => compare(target(a), target(b)));
  const shares = backends.map(({ share = null }) => share);
  const isWeighted = areWeighted(shares);
  const places = isWeighted ? placesOf(shares) : backends.map((_, index) => [index, index] as const);
  const turn = isWeighted ? 'numgen random' : 'numgen inc';
  const choice = `${port.sticky ? 'jhash ip saddr' : turn} mod ${isWeighted ? 1000 : backends.length}`;
  const elements = backends
    .flatMap((backend, index) => {
      const [first = 0, last = -1] = places[index] ?? [];
      if (last < first) return [];
      return [`${first === last ? first : `${first}-${last}`} : ${target(backend)}`];
    })
    .join(', ');
  return chain(portChainName(port), '', [`meta l4proto ${port.protocol} dnat ip to ${choice} map { ${elements} }`]);
}

function portChainName({ protocol, hostIp, hostPort }: FirewallPort): string {
  return `port_${protocol}_${hostPort}${hostIp === null ? '' : `_at_${hostIp.replaceAll('.', '_')}`}`;
}

function portKey(port: FirewallPort): string {
  return `${port.protocol} . ${port.hostPort}`;
}

function target({ address, containerPort }: FirewallBackend): string {
  return `${address} . ${containerPort}`;
}

function sortedPorts(ports: readonly FirewallPort[]): FirewallPort[] {
  return ports.toSorted(
    (a, b) => a.hostPort - b.hostPort || compare(portKey(a), portKey(b)) || compare(a.hostIp ?? '', b.hostIp ?? ''),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
