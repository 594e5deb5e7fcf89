// `dockr network inspect`: one network with all that is on it, here and on other hosts.
import type { NetworkDetails, NetworkEndpoint, OverlayDetails } from '../../api/messages.ts';
import { NetworkError } from '../../core/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import type { NetworkInspection } from '../../engine/networks/network-observer.ts';
import { isEncrypted } from '../../overlay/encryption/is-encrypted.ts';
import type { OverlayDefinition } from '../../overlay/overlay.ts';

/** Throws `network-not-found`. */
export function inspectNetwork({ networks }: Engine, name: string): NetworkDetails {
  const inspection = networks.observer.inspect(name);
  const { record, mtu, problems } = inspection;
  const { spec, overlay } = record;
  return {
    name,
    id: record.id,
    stack: spec.stack,
    driver: spec.driver,
    bridge: record.bridge,
    subnets: overlay?.subnets ?? [record.subnet],
    gateway: record.gateway,
    mtu,
    internal: spec.internal,
    options: spec.options,
    labels: spec.labels,
    overlay: overlay && overlayDetails(networks, overlay),
    endpoints: [...endpointsHere(networks, inspection), ...endpointsElsewhere(networks, name)],
    problems,
  };
}

function overlayDetails({ overlay }: Engine['networks'], definition: OverlayDefinition): OverlayDetails {
  if (!overlay)
    throw new NetworkError('overlay-not-configured', {
      message: `look at network "${definition.name}": this daemon was told of no store that it shares with others`,
      hint: 'set DOCKR_OVERLAY_STORE and DOCKR_OVERLAY_ADVERTISE for the daemon: docs/overlay.md',
    });
  const users = overlay.networks().find((known) => known.definition.id === definition.id)?.hosts ?? [];
  const nodes = overlay.nodes().filter(({ node }) => users.includes(node));
  return {
    id: definition.id,
    vni: definition.vni,
    encrypted: isEncrypted(definition),
    store: overlay.status().store,
    hosts: nodes.map(({ node, address, isThis }) => ({ name: node, address, isThis })),
  };
}

function endpointsHere(networks: Engine['networks'], { record, endpoints }: NetworkInspection): NetworkEndpoint[] {
  const node = record.overlay ? (networks.overlay?.status().node ?? null) : null;
  const known = networks.overlay?.nodes().find(({ isThis }) => isThis)?.endpoints ?? [];
  return endpoints.map(({ containerId, containerName, ip, mac }) => {
    const entered = known.find((one) => one.container === containerId && one.network === record.name);
    const names = entered && entered.names.length > 0 ? entered.names : [containerName];
    return { container: containerId, names, addresses: entered?.addresses ?? [ip], mac, node, isRemote: false };
  });
}

function endpointsElsewhere({ overlay }: Engine['networks'], name: string): NetworkEndpoint[] {
  const others = overlay?.nodes().filter(({ isThis }) => !isThis) ?? [];
  return others.flatMap(({ node, endpoints }) =>
    endpoints
      .filter(({ network }) => network === name)
      .map(({ container, names, addresses, mac }) => ({ container, names, addresses, mac, node, isRemote: true })),
  );
}
