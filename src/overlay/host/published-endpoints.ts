// Which endpoints of this host are in the store, as far as this process put them there under its present lease.
import { isSameValue } from '../../core/is-same-value.ts';
import { Semaphore } from '../../core/mutex.ts';
import { bothAddresses } from '../../core/paired-address.ts';
import { stableJson } from '../../core/stable-json.ts';
import type { LocalEndpoint, LocalNetwork, OverlayDefinition } from '../overlay.ts';
import { endpointsPrefix } from '../store/keys.ts';
import { parseEndpoint } from '../store/records.ts';
import type { StoreParts } from './store-parts.ts';

/** A host that comes back has all its containers to enter, and each is a question to a majority of the store. */
const ENTERED_AT_ONCE = 16;

export class PublishedEndpoints {
  readonly #parts: StoreParts;
  /** By id of the network, then by container: what was said of it. */
  readonly #texts = new Map<string, Map<string, string>>();

  constructor(parts: StoreParts) {
    this.#parts = parts;
  }

  isPublished({ id }: OverlayDefinition, endpoint: LocalEndpoint): boolean {
    return this.#texts.get(id)?.get(endpoint.container) === stableJson(endpoint);
  }

  /** Enters what is new or different, takes out what is gone. */
  async follow({ definition }: LocalNetwork, endpoints: readonly LocalEndpoint[]): Promise<void> {
    const texts = this.#texts.get(definition.id) ?? new Map<string, string>();
    this.#texts.set(definition.id, texts);
    const present = new Set(endpoints.map(({ container }) => container));
    for (const container of [...texts.keys()].filter((known) => !present.has(known))) {
      await this.#parts.endpoints.withdraw(definition, container);
      texts.delete(container);
    }
    const turns = new Semaphore(ENTERED_AT_ONCE);
    const wanted = endpoints.filter((endpoint) => !this.isPublished(definition, endpoint));
    const enter = async (endpoint: LocalEndpoint) => {
      const { address, ...rest } = endpoint;
      await this.#parts.endpoints.publish(definition, {
        ...rest,
        addresses: bothAddresses(definition.subnets, address),
      });
      texts.set(endpoint.container, stableJson(endpoint));
    };
    // All of them to their end: whoever is told of a failure tries again, and must not meet requests of this time.
    const results = await Promise.allSettled(wanted.map((endpoint) => turns.run(() => enter(endpoint))));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Learns what the store has of this host, whoever put it there: an earlier daemon, or a request whose answer got lost. */
  async look({ id, subnets }: OverlayDefinition): Promise<void> {
    const { store, session } = this.#parts;
    const { entries } = await store.list(endpointsPrefix(id));
    const own = entries.flatMap(({ value, lease }) => {
      const record = parseEndpoint(value);
      if (record?.node !== session.host.node) return [];
      const { network: _, node: __, addresses, ...rest } = record;
      const [address = ''] = addresses;
      // What hangs on an older lease goes with it: it is entered again.
      const text =
        lease === session.lease && isSameValue(addresses, bothAddresses(subnets, address))
          ? stableJson({ ...rest, address })
          : '';
      return [[record.container, text] as const];
    });
    this.#texts.set(id, new Map(own));
  }

  forget(id: string): void {
    this.#texts.delete(id);
  }

  forgetAll(): void {
    this.#texts.clear();
  }
}
