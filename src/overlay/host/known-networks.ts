// The networks in the store as this host knows them, for questions that do not wait for the store. Pure.
import type { OverlayDefinition, OverlayNetworkView } from '../overlay.ts';
import { checkDefinition } from '../store/check-definition.ts';
import { chooseNetwork, type WantedNetwork } from '../store/choose-network.ts';

/** A host that uses a network. */
export type NetworkUser = { readonly network: string; readonly node: string };

/** By name. */
export function listOverlayNetworks(
  definitions: readonly OverlayDefinition[],
  users: readonly NetworkUser[],
): readonly OverlayNetworkView[] {
  const byNetwork = Map.groupBy(users, ({ network }) => network);
  return definitions
    .map((definition) => ({
      definition,
      hosts: (byNetwork.get(definition.id) ?? []).map(({ node }) => node).sort(),
    }))
    .sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
}

/**
 * Throws what the store would say to a network now: `overlay-network-differs`, `vni-taken`, `subnet-taken`, `no-free-subnet`. What
 * only this host uses is in nobody's way: it may go before the network is made.
 */
export function checkWanted(wanted: WantedNetwork, networks: readonly OverlayNetworkView[], node: string): void {
  const lasting = networks.filter(({ hosts }) => hosts.some((host) => host !== node)).map((it) => it.definition);
  const existing = lasting.find(({ name }) => name === wanted.name);
  if (existing) checkDefinition(existing, wanted);
  else chooseNetwork(wanted, { networks: lasting, id: wanted.name });
}
