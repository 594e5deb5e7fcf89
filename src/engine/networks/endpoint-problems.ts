// What an attached container lacks in the kernel.
import { errorCode } from '../../core/errors.ts';
import {
  type InterfaceAddress,
  observeAddresses,
  observeIpv6Addresses,
  observeRoutes,
} from '../../os/netlink-addresses.ts';
import type { Link } from '../../os/netlink-links.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { insideNetworkNamespace, isNetworkNamespace } from '../../os/network-namespace.ts';
import type { Endpoint } from './wire-endpoints.ts';

/** In words; empty is intact. `routes` are looked at only where links and addresses are there. */
export type EndpointLook = { readonly links: readonly string[]; readonly routes: readonly string[] };

export type LookOptions = {
  readonly endpoints: readonly Endpoint[];
  /** Of the host, by name: those of the endpoints and their bridges, at least. */
  readonly hostLinks: ReadonlyMap<string, Link>;
  readonly depth: Depth;
};

/** How far is looked: what the host has of a container; what is in its namespace, too; and its routes there. */
export type Depth = 'host' | 'addresses' | 'routes';

const NO_NAMESPACE: EndpointLook = { links: ['network namespace is missing'], routes: [] };

/** At most one visit to the container's namespace. */
export function lookAtEndpoints(namespace: string, { endpoints, hostLinks, depth }: LookOptions): EndpointLook {
  if (depth === 'host') return { links: endpoints.flatMap((each) => hostProblems(each, hostLinks)), routes: [] };
  if (endpoints.length === 0) return isNetworkNamespace(namespace) ? { links: [], routes: [] } : NO_NAMESPACE;
  using inside = openInside(namespace);
  if (!inside) return NO_NAMESPACE;
  const hasIpv6 = endpoints.some(({ ipv6 }) => ipv6 !== null);
  const addresses = [...observeAddresses(inside), ...(hasIpv6 ? observeIpv6Addresses(inside) : [])];
  const links = endpoints.flatMap((endpoint) => [
    ...hostProblems(endpoint, hostLinks),
    // A pair goes as a whole: the host's side has told.
    ...(hostLinks.has(endpoint.hostLink) ? insideProblems(endpoint, addresses) : []),
  ]);
  const routes = depth === 'routes' && links.length === 0 ? routeProblems(inside, endpoints, addresses) : [];
  return { links, routes };
}

/** undefined where no namespace is mounted. */
function openInside(namespace: string): NetlinkSocket | undefined {
  try {
    return insideNetworkNamespace(namespace, () => new NetlinkSocket());
  } catch (error) {
    const code = errorCode(error);
    // A file that a crash or a reboot left is no namespace: EINVAL.
    if (code === 'ENOENT' || code === 'EINVAL') return undefined;
    throw error;
  }
}

function routeProblems(
  inside: NetlinkSocket,
  endpoints: readonly Endpoint[],
  addresses: readonly InterfaceAddress[],
): string[] {
  const routes = observeRoutes(inside);
  const main = endpoints.find((endpoint) => !endpoint.internal);
  const hasDefault = routes.some(({ prefixLength, gateway }) => prefixLength === 0 && gateway === main?.gateway);
  const linkOf = new Map(addresses.map(({ address, linkIndex }) => [address, linkIndex]));
  const isConnected = ({ ipv4, prefixLength }: Endpoint): boolean =>
    routes.some((route) => route.prefixLength === prefixLength && route.linkIndex === linkOf.get(ipv4));
  return [
    ...(main && !hasDefault ? [`default route by ${main.gateway} is missing`] : []),
    ...endpoints
      .filter((endpoint) => !isConnected(endpoint))
      .map(({ network }) => `route to network ${network} is missing`),
  ];
}

function hostProblems(endpoint: Endpoint, links: ReadonlyMap<string, Link>): string[] {
  const link = links.get(endpoint.hostLink);
  if (!link) return [`link of network ${endpoint.network} is missing`];
  const bridge = links.get(endpoint.bridge);
  return [
    ...(link.up ? [] : [`link of network ${endpoint.network} is down`]),
    ...(bridge && link.master !== bridge.index ? [`link of network ${endpoint.network} is not on its bridge`] : []),
  ];
}

function insideProblems({ ipv4, ipv6, network }: Endpoint, addresses: readonly InterfaceAddress[]): string[] {
  const there = new Set(addresses.map(({ address }) => address));
  return [ipv4, ...(ipv6 ? [ipv6.address] : [])]
    .filter((address) => !there.has(address))
    .map((address) => `address ${address} on network ${network} is missing`);
}
