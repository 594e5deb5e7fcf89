// What the kernel has of networks and of the containers on them, against the records. Looks, and changes nothing.
import { observeAddresses } from '../../os/netlink-addresses.ts';
import { observeLinks } from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { bridgeProblems } from './bridge.ts';
import { toNumber } from './cidr.ts';
import { endpointProblems, routeProblems } from './endpoint-problems.ts';
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
  /** By attached container: of its namespace, links and addresses; of its routes, where these are whole. */
  readonly containers: ReadonlyMap<string, { readonly links: readonly string[]; readonly routes: readonly string[] }>;
};

export type ObservedParts = {
  readonly host: NetlinkSocket;
  readonly registry: NetworkRegistry;
  /** By attached container. */
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  readonly namespacePath: (containerId: string) => string;
};

type Problems = ReadonlyMap<string, readonly string[]>;

export class NetworkObserver {
  readonly #parts: ObservedParts;

  constructor(parts: ObservedParts) {
    this.#parts = parts;
  }

  inspect(name: string): NetworkInspection {
    const { host, registry } = this.#parts;
    const record = findNetwork(registry, name);
    const links = observeLinks(host);
    const leases = registry.leasesOf(name).toSorted((a, b) => toNumber(a.ip) - toNumber(b.ip));
    return {
      record,
      mtu: links.find((link) => link.name === record.bridge)?.mtu ?? 0,
      endpoints: leases.map(({ containerId, ip, mac }) => ({
        containerId,
        containerName: registry.nameOf(containerId),
        ip,
        mac,
      })),
      problems: bridgeProblems(record, links, observeAddresses(host)),
    };
  }

  /** What each attached container lacks, its networks included, in words; intact ones are left out. */
  containerProblems(): Problems {
    const { networks, containers } = this.#observe();
    const all = [...containers].map(([id, { endpoints, problems }]) => {
      const ofNetworks = endpoints.flatMap(({ network }) => networks.get(network) ?? []);
      return [id, [...ofNetworks, ...problems]] as const;
    });
    return new Map(all.filter(([, problems]) => problems.length > 0));
  }

  /** Networks whose bridge or addresses the kernel has lost. */
  brokenNetworks(): ReadonlySet<string> {
    return brokenOf(this.#networkProblems(observeLinks(this.#parts.host)));
  }

  /** Everything, routes included. */
  look(): NetworkLook {
    const { networks, containers } = this.#observe();
    const broken = brokenOf(networks);
    const looks = [...containers].map(([id, { endpoints, problems }]) => {
      const isWhole = problems.length === 0 && !endpoints.some(({ network }) => broken.has(network));
      const routes = isWhole ? routeProblems(this.#parts.namespacePath(id), endpoints) : [];
      return [id, { links: problems, routes }] as const;
    });
    return { networks, containers: new Map(looks) };
  }

  #observe() {
    const { host, endpoints: attached, namespacePath } = this.#parts;
    const links = observeLinks(host);
    const containers = [...attached].map(([id, endpoints]) => {
      const problems = endpointProblems(namespacePath(id), endpoints, links);
      return [id, { endpoints, problems }] as const;
    });
    return { networks: this.#networkProblems(links), containers: new Map(containers) };
  }

  #networkProblems(links: ReturnType<typeof observeLinks>): Problems {
    const { host, registry } = this.#parts;
    const addresses = observeAddresses(host);
    const problems = registry
      .networks()
      .map((network) => [network.name, bridgeProblems(network, links, addresses)] as const);
    return new Map(problems);
  }
}

function brokenOf(networks: Problems): ReadonlySet<string> {
  return new Set([...networks].flatMap(([name, problems]) => (problems.length > 0 ? [name] : [])));
}
