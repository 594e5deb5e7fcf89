// What an attached container lacks in the kernel.
import { observeAddresses, observeRoutes } from '../../os/netlink-addresses.ts';
import { type Link, observeLinks } from '../../os/netlink-links.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { insideNetworkNamespace, isNetworkNamespace } from '../../os/network-namespace.ts';
import type { Endpoint } from './wire-endpoints.ts';

/** Problems of a container's endpoints, in words; empty if they are intact. `hostLinks` are the links of the host. */
export function endpointProblems(
  namespace: string,
  endpoints: readonly Endpoint[],
  hostLinks: readonly Link[],
): string[] {
  if (!isNetworkNamespace(namespace)) return ['network namespace is missing'];
  const inside = observeInside(namespace);
  return endpoints.flatMap((endpoint) => [...hostProblems(endpoint, hostLinks), ...insideProblems(endpoint, inside)]);
}

/** Routes that a container lacks whose links and addresses are there, in words. */
export function routeProblems(namespace: string, endpoints: readonly Endpoint[]): string[] {
  if (endpoints.length === 0 || !isNetworkNamespace(namespace)) return [];
  using socket = insideNetworkNamespace(namespace, () => new NetlinkSocket());
  const indexes = new Map(observeLinks(socket).map(({ name, index }) => [name, index]));
  const routes = observeRoutes(socket);
  const main = endpoints.find((endpoint) => !endpoint.internal);
  const hasDefault = routes.some(({ prefixLength, gateway }) => prefixLength === 0 && gateway === main?.gateway);
  const isConnected = ({ interfaceName, prefixLength }: Endpoint): boolean =>
    routes.some((route) => route.prefixLength === prefixLength && route.linkIndex === indexes.get(interfaceName));
  return [
    ...(main && !hasDefault ? [`default route by ${main.gateway} is missing`] : []),
    ...endpoints
      .filter((endpoint) => !isConnected(endpoint))
      .map(({ network }) => `route to network ${network} is missing`),
  ];
}

type Inside = { readonly links: readonly Link[]; readonly addresses: ReturnType<typeof observeAddresses> };

function observeInside(namespace: string): Inside {
  using socket = insideNetworkNamespace(namespace, () => new NetlinkSocket());
  return { links: observeLinks(socket), addresses: observeAddresses(socket) };
}

function hostProblems(endpoint: Endpoint, links: readonly Link[]): string[] {
  const link = links.find(({ name }) => name === endpoint.hostLink);
  if (!link) return [`link of network ${endpoint.network} is missing`];
  const bridge = links.find(({ name }) => name === endpoint.bridge);
  return [
    ...(link.up ? [] : [`link of network ${endpoint.network} is down`]),
    ...(bridge && link.master !== bridge.index ? [`link of network ${endpoint.network} is not on its bridge`] : []),
  ];
}

function insideProblems(endpoint: Endpoint, inside: Inside): string[] {
  const link = inside.links.find(({ name }) => name === endpoint.interfaceName);
  // A pair goes as a whole: the host's side has told.
  if (!link) return [];
  const hasAddress = inside.addresses.some(
    ({ linkIndex, address }) => linkIndex === link.index && address === endpoint.ipv4,
  );
  return hasAddress ? [] : [`address ${endpoint.ipv4} on network ${endpoint.network} is missing`];
}
