// What containers have of their networks: put there, taken back, and put back after a start of the daemon.
import { existsSync } from 'node:fs';
import { failpoint } from '../../core/failpoint.ts';
import { linkIndex } from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import { createNetworkNamespace, isNetworkNamespace } from '../../os/network-namespace.ts';
import type { Database } from '../../store/database.ts';
import { findHealth } from '../../store/traffic.ts';
import type { ChangeRounds } from './change-rounds.ts';
import type { NameService } from './dns/name-service.ts';
import { explainPortTaken } from './explain-port-taken.ts';
import { PortTakenError } from './held-ports.ts';
import type { LinkRemover } from './link-remover.ts';
import { namedContainer } from './named-container.ts';
import type { NamespacePaths } from './namespace-paths.ts';
import { hostLinkName } from './network-names.ts';
import type { NetworkRegistry } from './network-registry.ts';
import { type HeldPort, type PublishedPorts, releaseHeld } from './published-ports.ts';
import { type AttachRequest, leasesFor, recordedRequest, resolveAttachments } from './resolve-attachment.ts';
import type { TrafficDirector } from './traffic/traffic-director.ts';
import type { Warnings } from './warnings.ts';
import { type Endpoint, wireEndpoints } from './wire-endpoints.ts';

export type AttachedContainersParts = {
  readonly database: Database;
  readonly registry: NetworkRegistry;
  readonly host: NetlinkSocket;
  readonly rounds: ChangeRounds;
  readonly names: NameService;
  readonly ports: PublishedPorts;
  readonly director: TrafficDirector;
  readonly remover: LinkRemover;
  readonly namespaces: NamespacePaths;
  readonly warnings: Warnings;
  /** By container id, with those that were attached before. */
  readonly endpoints: Map<string, readonly Endpoint[]>;
  readonly linkPrefix: string;
  readonly linkGroup: number;
  readonly mtuOf: (network: string) => number;
};

export class AttachedContainers {
  readonly #parts: AttachedContainersParts;

  constructor(parts: AttachedContainersParts) {
    this.#parts = parts;
  }

  /** As `NetworkEngine.attachContainer`. */
  async attach(request: AttachRequest): Promise<readonly Endpoint[]> {
    const { endpoints, rounds, ports, registry } = this.#parts;
    const isNew = !endpoints.has(request.containerId);
    try {
      return await rounds.run(() => this.#attach(request));
    } catch (error) {
      if (error instanceof PortTakenError) throw await explainPortTaken(error, ports, (id) => registry.nameOf(id));
      if (isNew) await this.detach(request.containerId).catch(() => undefined);
      throw error;
    }
  }

  /** As `NetworkEngine.detachContainer`. */
  async detach(containerId: string): Promise<void> {
    if (!this.#hasAnythingOf(containerId)) return;
    await this.#parts.rounds.run(() => this.#detach(containerId));
    await this.#parts.remover.flush();
  }

  /** Gives a container that runs all it had, as recorded; without its ports where these cannot be had. */
  async restore(containerId: string): Promise<void> {
    const { database, namespaces, rounds, director, warnings } = this.#parts;
    const request = recordedRequest(database, containerId);
    if (!request) return;
    if (!isNetworkNamespace(namespaces.of(containerId))) {
      warnings.give('namespace-lost', `container "${request.name}" has lost its network namespace`);
      return;
    }
    const attached = await warnings.attempt(`container "${request.name}"`, () =>
      rounds.run(() => this.#attach(request)),
    );
    if (!attached)
      await warnings.attempt(`container "${request.name}" without its ports`, () =>
        rounds.run(() => this.#attach({ ...request, ports: [] })),
      );
    void director.setHealth(containerId, findHealth(database, containerId));
    void director.setReachable(containerId, true);
  }

  #attach(request: AttachRequest): readonly Endpoint[] {
    const { registry, ports, director, linkPrefix } = this.#parts;
    const endpoints = resolveAttachments(registry, request, linkPrefix);
    failpoint('network:attach');
    const main = endpoints.find((endpoint) => !endpoint.internal);
    const wanted = main ? request.ports : this.#refusePorts(request);
    const { containerId, sharing } = request;
    const held = ports.hold({ containerId, ports: wanted, previous: director.previousPorts(containerId), sharing });
    try {
      this.#wire(request, endpoints);
      this.#serve(request, { endpoints, held, address: main?.ipv4 });
    } catch (error) {
      releaseHeld(held);
      throw error;
    }
    return endpoints;
  }

  #wire(request: AttachRequest, endpoints: readonly Endpoint[]): void {
    const { host, names, namespaces, registry, linkGroup, mtuOf } = this.#parts;
    const namespace = namespaces.of(request.containerId);
    if (!isNetworkNamespace(namespace)) createNetworkNamespace(namespace);
    wireEndpoints(host, endpoints, { namespace, containerName: request.name, group: linkGroup, mtuOf });
    const subnets = endpoints.map(({ network }) => registry.network(network)?.subnet ?? '');
    names.add(namedContainer(request, { endpoints, subnets, namespace }));
  }

  #serve(
    request: AttachRequest,
    part: {
      readonly endpoints: readonly Endpoint[];
      readonly held: readonly HeldPort[];
      readonly address: string | undefined;
    },
  ): void {
    const { containerId } = request;
    const { records, opened } = this.#parts.ports.serve(containerId, part.held, part.address ?? '');
    this.#parts.endpoints.set(containerId, part.endpoints);
    this.#parts.registry.assign(containerId, leasesFor(containerId, part.endpoints), records);
    this.#parts.director.served(containerId, opened);
  }

  /** The namespace is made first and goes last, after the links. */
  #hasAnythingOf(containerId: string): boolean {
    const { endpoints, registry, namespaces } = this.#parts;
    return endpoints.has(containerId) || registry.isKnown(containerId) || existsSync(namespaces.of(containerId));
  }

  #detach(containerId: string): void {
    const { registry, names, director, endpoints, remover, namespaces, linkPrefix } = this.#parts;
    failpoint('network:detach');
    const namespace = namespaces.of(containerId);
    // By name, not from memory: an attempt that was cut short may have left any of them.
    const links = registry.networks().map(({ name }) => hostLinkName(linkPrefix, containerId, name));
    names.remove(containerId);
    director.withdraw(containerId);
    endpoints.delete(containerId);
    registry.release(containerId);
    director.left(containerId);
    remover.add(
      links.filter((link) => linkIndex(link) !== 0),
      [namespace],
    );
  }

  #refusePorts(request: AttachRequest): [] {
    if (request.ports.length > 0) {
      this.#parts.warnings.give(
        'ports-on-internal-network',
        `container "${request.name}" is on internal networks only: its ports are not published`,
      );
    }
    return [];
  }
}
