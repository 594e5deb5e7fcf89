import type { RemoteEndpoint } from '../../../overlay/overlay.ts';
import type { RemoteName } from '../dns/dns-zone.ts';

/** What names are told of containers on other hosts: those that have one. */
export function remoteNames(endpoints: readonly RemoteEndpoint[]): RemoteName[] {
  return endpoints.flatMap(({ container, names, aliases, address, ipv6, rank }) => {
    const [containerName, ...others] = names;
    if (containerName === undefined) return [];
    return [{ containerId: container, containerName, names: [...others, ...aliases], ipv4: address, ipv6, rank }];
  });
}
