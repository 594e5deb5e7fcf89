import type { OverlayDefinition, OverlayNode } from '../overlay.ts';
import type { KnownState } from './desired-state.ts';

type ListedState = Pick<KnownState, 'node' | 'hosts' | 'endpoints'> & {
  /** Of all networks whose names are known. */
  readonly definitions: readonly OverlayDefinition[];
};

/** All hosts with what is on them, by name. Pure. */
export function listNodes(known: ListedState): OverlayNode[] {
  const names = new Map(known.definitions.map(({ id, name }) => [id, name]));
  const byNode = Map.groupBy(known.endpoints, ({ node }) => node);
  const nodes = known.hosts.map(({ node, address }) => ({
    node,
    address,
    isThis: node === known.node,
    endpoints: (byNode.get(node) ?? []).map(({ network, container, names: own, aliases, addresses, mac }) => ({
      network: names.get(network) ?? network,
      container,
      names: [...own, ...aliases],
      addresses,
      mac,
    })),
  }));
  return nodes.sort((a, b) => (a.node < b.node ? -1 : 1));
}
