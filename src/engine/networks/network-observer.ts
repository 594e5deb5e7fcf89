// What the kernel has of networks and of the containers on them, against the records. Looks, and changes nothing.
import type { LinkChanges } from '../../os/link-changes.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { bridgeProblems } from './bridge.ts';
import { toNumber } from './cidr.ts';
import { type Depth, type EndpointLook, lookAtEndpoints } from './endpoint-problems.ts';
import { HostView } from './host-view.ts';
import type { NetworkRegistry } from './network-registry.ts';
import { findNetwork } from './resolve-attachment.ts';
import type { Endpoint } from './wire-endpoints.ts';

export type NetworkInspection = {
  readonly record: NetworkRecord;
  readonly mtu: number;
  readonly endpoints: readonly {
    readonly containerId: string;
    readonly containerName: string;
    readonly ip: string;
    readonly mac: string;
  }[];
  /** What the kernel lacks of it; empty is intact. */
  readonly problems: readonly string[];
};

/** What the kernel lacks, in words, each thing told once. */
export type NetworkLook = {
  /** By network; intact ones are there, too, with nothing. */
  readonly networks: ReadonlyMap<string, readonly string[]>;
  /** By network over several hosts: what the ways to other hosts lack. The overlay itself puts it back. */
  readonly overlays: ReadonlyMap<string, readonly string[]>;
  /** By attached container: of its namespace, links and addresses; of its routes, where these are whole. */
  readonly containers: ReadonlyMap<string, EndpointLook>;
};

export type ObservedParts = {
  readonly host: NetlinkSocket;
  readonly registry: NetworkRegistry;
  /** By attached container. */
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  readonly namespacePath: (containerId: string) => string;
  /** Of the host: grows when a link or an address may have changed. */
  readonly changes: Pick<LinkChanges, 'count'>;
  /** By name of the network, what the ways to other hosts lack. */
  readonly lookAtOverlays: () => ReadonlyMap<string, readonly string[]>;
};

/** What is looked at: with nothing said, all of it. */
export type LookAt = {
  /** By id; what is not attached is left out. */
  readonly containers?: Iterable<string>;
  /** By name, beside those of the containers. */
  readonly networks?: Iterable<string>;
  readonly depth?: Depth;
};

export class NetworkObserver {
  readonly #parts: ObservedParts;
  readonly #host: HostView;

  constructor(parts: ObservedParts) {
    this.#parts = parts;
    this.#host = new HostView(parts);
  }

  inspect(name: string): NetworkInspection {
    const { registry } = this.#parts;
    const record = findNetwork(registry, name);
    const links = this.#host.links([record.bridge]);
    const leases = registry.leasesOf(name).toSorted((a, b) => toNumber(a.ip) - toNumber(b.ip));
    return {
      record,
      mtu: links.get(record.bridge)?.mtu ?? 0,
      endpoints: leases.map(({ containerId, ip, mac }) => ({
        containerId,
        containerName: registry.nameOf(containerId),
        ip,
        mac,
      })),
      problems: bridgeProblems(record, links, this.#host.addresses()),
    };
  }

  /** What each attached container lacks, its networks included, in words; intact ones are left out. */
  containerProblems(): ReadonlyMap<string, readonly string[]> {
    const look = this.look({ depth: 'addresses' });
    const all = [...look.containers.keys()].map((id) => [id, this.problemsIn(look, id)] as const);
    return new Map(all.filter(([, problems]) => problems.length > 0));
  }

  /** Of one container: of its networks, and its own. */
  problemsIn({ networks, containers }: NetworkLook, containerId: string): readonly string[] {
    const endpoints = this.#parts.endpoints.get(containerId) ?? [];
    return [
      ...endpoints.flatMap(({ network }) => networks.get(network) ?? []),
      ...(containers.get(containerId)?.links ?? []),
    ];
  }

  /** What there is to see costs as much as what is looked at, and not as much as what this machine runs. */
  look(at: LookAt = {}): NetworkLook {
    const { endpoints: attached, registry, namespacePath } = this.#parts;
    const ids = [...(at.containers ?? attached.keys())].filter((id) => attached.has(id));
    const containers = ids.map((id) => [id, attached.get(id) ?? []] as const);
    const named = new Set([
      ...(at.networks ?? []),
      ...containers.flatMap(([, all]) => all.map(({ network }) => network)),
    ]);
    const isAll = at.containers === undefined && at.networks === undefined;
    const networks = registry.networks().filter(({ name }) => isAll || named.has(name));
    const hostLinks = this.#host.links([
      ...networks.map(({ bridge }) => bridge),
      ...containers.flatMap(([, all]) => all.map(({ hostLink }) => hostLink)),
    ]);
    const addresses = networks.length > 0 ? this.#host.addresses() : [];
    const problems = new Map(networks.map((one) => [one.name, bridgeProblems(one, hostLinks, addresses)]));
    const isBroken = ({ network }: Endpoint): boolean => (problems.get(network) ?? []).length > 0;
    const looks = containers.map(([id, endpoints]) => {
      const wanted = at.depth ?? 'routes';
      const depth = wanted === 'routes' && endpoints.some(isBroken) ? 'addresses' : wanted;
      return [id, lookAtEndpoints(namespacePath(id), { endpoints, hostLinks, depth })] as const;
    });
    const isOverlay = networks.some(({ overlay }) => overlay !== null);
    const overlays = isOverlay ? this.#parts.lookAtOverlays() : new Map<string, readonly string[]>();
    return { networks: problems, overlays, containers: new Map(looks) };
  }
}
