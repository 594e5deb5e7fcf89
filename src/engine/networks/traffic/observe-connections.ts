// What others have open to a container.
import { listOpenFlows } from '../../../os/conntrack-flows.ts';
import { insideNetworkNamespace, isNetworkNamespace } from '../../../os/network-namespace.ts';
import type { Endpoint } from '../wire-endpoints.ts';

/** A UDP flow without a packet for so long is over. */
const UDP_QUIET_S = 5;

export type Connected = {
  readonly namespace: string;
  readonly endpoints: readonly Endpoint[];
  /** The ports of the host from which the proxy carries connections to it. */
  readonly proxiedFrom: readonly number[];
};

/**
 * How many connections are open. Seen in the container's own namespace, where our resolver's table has the kernel track
 * flows: what siblings have open crosses the bridge unseen by the host, and the table of a busy host is long.
 */
export function countConnections({ namespace, endpoints, proxiedFrom }: Connected): number {
  if (endpoints.length === 0 || !isNetworkNamespace(namespace)) return 0;
  const addresses = new Set(endpoints.map(({ ipv4 }) => ipv4));
  const gateways = new Set(endpoints.map(({ gateway }) => gateway));
  const flows = insideNetworkNamespace(namespace, () => listOpenFlows({ addresses, udpSeconds: UDP_QUIET_S }));
  // Those that the proxy carries are in both.
  const direct = flows.filter(({ client, clientPort }) => !(gateways.has(client) && proxiedFrom.includes(clientPort)));
  return direct.length + proxiedFrom.length;
}
