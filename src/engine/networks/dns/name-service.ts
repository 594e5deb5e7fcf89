// Names for containers: one zone, one forwarder, one resolver a container.

import { type Choice, EQUALS } from '../traffic/backend-state.ts';
import { ANSWER_TTL_S, type Asker, answerQuery } from './answer-query.ts';
import { ContainerResolver } from './container-resolver.ts';
import { DnsForwarder } from './dns-forwarder.ts';
import { encodeHeader, encodeReply, parseQuery, RCODE } from './dns-message.ts';
import { DnsZone, type RemoteName, type ZoneEndpoint } from './dns-zone.ts';
import type { UpstreamServers } from './upstream-servers.ts';

export type NamedContainer = {
  readonly asker: Asker;
  readonly endpoints: readonly ZoneEndpoint[];
  /** Servers of its own (`dns:`); empty for those of the host. */
  readonly servers: readonly string[];
  readonly namespace: string;
};

export class NameService {
  readonly #zone: DnsZone;
  readonly #forwarder = new DnsForwarder();
  readonly #upstream: UpstreamServers;
  readonly #resolvers = new Map<string, ContainerResolver>();

  /** Of those who have a name, the ones of the best rank are given. */
  constructor(upstream: UpstreamServers, choice: Choice = EQUALS) {
    this.#upstream = upstream;
    this.#zone = new DnsZone(choice);
  }

  /** Serves a container at 127.0.0.11 and its names to others; replaces what was there. */
  add(container: NamedContainer): void {
    const { containerId } = container.asker;
    this.#resolvers.get(containerId)?.close();
    this.#zone.setEndpoints(containerId, container.endpoints);
    const resolver = new ContainerResolver(container.namespace, (message, transport) =>
      this.answer(container, message, transport),
    );
    this.#resolvers.set(containerId, resolver);
  }

  remove(containerId: string): void {
    this.#zone.remove(containerId);
    this.#resolvers.get(containerId)?.close();
    this.#resolvers.delete(containerId);
  }

  rename(containerId: string, name: string): void {
    this.#zone.rename(containerId, name);
  }

  /** Replaces what is known of the containers of other hosts on a network. */
  setRemote(network: string, endpoints: readonly RemoteName[]): void {
    this.#zone.setRemote(network, endpoints);
  }

  /** What others call a container on a network, its own name first; none while it is not reachable. */
  namesOf(containerId: string, network: string): readonly string[] {
    return this.#zone.namesOf(containerId, network);
  }

  /** Whether a program may have kept the container's address from an answer, and come with it yet. */
  mayBeCached(containerId: string): boolean {
    return this.#zone.sinceGiven(containerId) < ANSWER_TTL_S * 1000;
  }

  isServed(containerId: string): boolean {
    return this.#resolvers.has(containerId);
  }

  setReachable(containerId: string, isReachable: boolean): void {
    this.#zone.setReachable(containerId, isReachable);
  }

  /** The reply to one message, or undefined if it deserves none. */
  async answer(container: NamedContainer, message: Buffer, transport: 'udp' | 'tcp'): Promise<Buffer | undefined> {
    const query = parseQuery(message);
    if (query.kind === 'noise') return undefined;
    if (query.kind === 'unusable') return encodeHeader(query.id, query.rcode);
    const decision = answerQuery(this.#zone, container.asker, query);
    if (decision.kind === 'reply') return encodeReply(query, { ...decision, transport });
    const servers = container.servers.length > 0 ? container.servers : this.#upstream.current();
    const result = await this.#forwarder.forward({ message, transport, servers, client: container.asker.containerId });
    if (result.kind === 'answer') return result.message;
    return encodeReply(query, { rcode: result.kind === 'refused' ? RCODE.refused : RCODE.serverFailure, transport });
  }

  close(): void {
    this.#forwarder.close();
    for (const resolver of this.#resolvers.values()) resolver.close();
    this.#resolvers.clear();
  }
}
