// What the name service is told of a container. Pure.
import { containsAddress, parseCidr, toNumber } from './cidr.ts';
import type { NamedContainer } from './dns/name-service.ts';
import type { AttachRequest } from './resolve-attachment.ts';
import type { Endpoint } from './wire-endpoints.ts';

export type NamedContainerParts = {
  readonly endpoints: readonly Endpoint[];
  /** Of the endpoints' networks. */
  readonly subnets: readonly string[];
  readonly namespace: string;
};

/** Names on each network, beside the container's own: first digits of its id, service, and the aliases there. */
export function namedContainer(
  request: AttachRequest,
  { endpoints, subnets, namespace }: NamedContainerParts,
): NamedContainer {
  const { containerId, name, service } = request;
  const common = [containerId.slice(0, 12), ...(service === null ? [] : [service])];
  const near = subnets.map(parseCidr).filter((subnet) => subnet !== undefined);
  return {
    asker: {
      containerId,
      isConfined: endpoints.every((endpoint) => endpoint.internal),
      isNear: (address) => near.some((subnet) => containsAddress(subnet, toNumber(address))),
    },
    endpoints: endpoints.map(({ network, ipv4, ipv6 }, index) => ({
      containerId,
      network,
      ipv4,
      ipv6: ipv6?.address ?? null,
      containerName: name,
      names: [...new Set([...common, ...(request.attachments[index]?.aliases ?? [])])],
    })),
    servers: request.dns ?? [],
    namespace,
  };
}
