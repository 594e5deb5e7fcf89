// Where the engine meets networks over several hosts. What the store decides is asked for before a change begins, which is
// synchronous as ever; what was changed is declared as a whole afterwards, and the overlay follows by itself: decision 0026.
import { NetworkError } from '../../../core/errors.ts';
import { KeyedMutex } from '../../../core/mutex.ts';
import type { AttachmentSpec, OverlayNetworkSpec } from '../../../core/specs.ts';
import type { LocalEndpoint, LocalNetwork, Overlay, OverlayDefinition } from '../../../overlay/overlay.ts';
import type { NetworkRecord } from '../../../store/networks.ts';
import type { NameService } from '../dns/name-service.ts';
import { macFor } from '../network-names.ts';
import type { NetworkRegistry } from '../network-registry.ts';
import type { AttachRequest } from '../resolve-attachment.ts';
import type { UsedPrefix } from '../resolve-network.ts';
import type { Endpoint } from '../wire-endpoints.ts';
import { hasBroadcast, overlayRecord, wantedOverlay } from './overlay-network.ts';

export type OverlayMembershipParts = {
  /** Undefined where the daemon was told of no store. */
  readonly overlay: Overlay | undefined;
  readonly registry: NetworkRegistry;
  readonly names: NameService;
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  readonly rankOf: (containerId: string) => number;
  readonly mtuOf: (network: string) => number;
  readonly observeUsed: () => readonly UsedPrefix[];
  readonly bridgePrefix: string;
  readonly now: () => number;
};

/** A request whose addresses on overlay networks are decided. */
export type LeasedRequest = {
  readonly request: AttachRequest;
  /** It came to nothing: others may have them. */
  readonly giveBack: () => void;
};

export class OverlayMembership {
  readonly #parts: OverlayMembershipParts;
  /** By name of the network. */
  readonly #turns = new KeyedMutex();

  constructor(parts: OverlayMembershipParts) {
    this.#parts = parts;
  }

  /** Defines the network with all hosts, or joins it; `keep` makes it on this host. */
  provide(spec: OverlayNetworkSpec, keep: (record: NetworkRecord) => NetworkRecord): Promise<NetworkRecord> {
    return this.#turns.run(spec.name, async () => {
      const { registry, observeUsed, bridgePrefix, now } = this.#parts;
      const known = registry.network(spec.name);
      if (known) return keep(known);
      const overlay = this.#overlay(spec.name);
      const definition = await overlay.use(wantedOverlay(spec, observeUsed()));
      try {
        return keep(overlayRecord(spec, definition, { createdAt: now(), bridgePrefix, used: observeUsed() }));
      } catch (error) {
        await overlay.leave(definition);
        throw error;
      }
    });
  }

  /** Throws what would keep `provide` from making it, as far as this host knows by itself. */
  check(spec: OverlayNetworkSpec): void {
    const { observeUsed } = this.#parts;
    this.#overlay(spec.name).check(wantedOverlay(spec, observeUsed()));
  }

  async leave({ name, overlay: definition }: NetworkRecord): Promise<void> {
    if (definition) await this.#turns.run(name, async () => this.#parts.overlay?.leave(definition));
  }

  /** Undefined if none of its networks is an overlay. */
  lease(request: AttachRequest): Promise<LeasedRequest> | undefined {
    const { registry } = this.#parts;
    const isOverlay = request.attachments.some(({ network }) => registry.network(network)?.overlay);
    return isOverlay ? this.#lease(request) : undefined;
  }

  /** Tells what this host has now. Costs nothing where there is no overlay. */
  declare(): void {
    const { overlay, registry } = this.#parts;
    if (!overlay) return;
    overlay.declare(registry.networks().flatMap((record) => this.#local(record)));
  }

  async #lease(request: AttachRequest): Promise<LeasedRequest> {
    const taken: { readonly network: OverlayDefinition; readonly address: string }[] = [];
    const { containerId: container } = request;
    const giveBack = () => {
      for (const claim of taken) this.#parts.overlay?.giveBack({ ...claim, container });
    };
    try {
      const attachments: AttachmentSpec[] = [];
      for (const attachment of request.attachments) {
        const ipv4 = await this.#addressFor(attachment, container, (claim) => taken.push(claim));
        attachments.push({ ...attachment, ipv4 });
      }
      return { request: { ...request, attachments }, giveBack };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  async #addressFor(
    { network: name, ipv4 }: AttachmentSpec,
    container: string,
    onTaken: (claim: { readonly network: OverlayDefinition; readonly address: string }) => void,
  ): Promise<string | null> {
    const { registry } = this.#parts;
    const record = registry.network(name);
    const network = record?.overlay;
    if (!network) return ipv4;
    const lease = registry.leaseOf(name, container);
    if (lease && (ipv4 === null || ipv4 === lease.ip)) return lease.ip;
    const address = await this.#overlay(name).takeAddress({
      network,
      container,
      address: ipv4,
      range: record.spec.ipRange,
    });
    onTaken({ network, address });
    return address;
  }

  #local(record: NetworkRecord): LocalNetwork[] {
    const { overlay: definition, bridge, gateway, name, id } = record;
    if (!definition) return [];
    return [
      {
        definition,
        bridge,
        gateway,
        bridgeMac: macFor(id, gateway),
        mtu: this.#parts.mtuOf(name),
        broadcast: hasBroadcast(definition),
        endpoints: this.#localEndpoints(name),
      },
    ];
  }

  #localEndpoints(network: string): LocalEndpoint[] {
    const { endpoints, names, rankOf } = this.#parts;
    return [...endpoints].flatMap(([container, ofContainer]) => {
      const endpoint = ofContainer.find((candidate) => candidate.network === network);
      if (!endpoint) return [];
      const [own, ...aliases] = names.namesOf(container, network);
      const { ipv4: address, mac } = endpoint;
      return [{ container, names: own === undefined ? [] : [own], aliases, address, mac, rank: rankOf(container) }];
    });
  }

  #overlay(network: string): Overlay {
    const { overlay } = this.#parts;
    if (overlay) return overlay;
    throw new NetworkError('overlay-not-configured', {
      message: `network "${network}" is to be over several hosts, and this daemon was told of no store for that`,
      hint: 'set DOCKR_OVERLAY_STORE and DOCKR_OVERLAY_ADVERTISE for the daemon: docs/overlay.md',
      facts: { network },
    });
  }
}
