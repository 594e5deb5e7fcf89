// Hosts that are there as far as the store and the other hosts can tell: they enter themselves and their containers, and have
// no kernel.

import { openStore } from '../../../src/overlay/store/open-store.ts';
import type { OverlayStore } from '../../../src/overlay/store/overlay-store.ts';
import type { NetworkRecord } from '../../../src/overlay/store/records.ts';
import { STEADY_CLOCK } from '../../../src/overlay/store/steady-clock.ts';
import { startHost, type TestHost } from '../overlay-hosts.ts';

export type CrowdOptions = {
  /** Of etcd. */
  readonly endpoints: readonly string[];
  readonly network: NetworkRecord;
  readonly hosts: number;
  /** Of all hosts together, in turn over them. */
  readonly containers: number;
};

const SPARE = 40;

/** Host 1 is `crowd-1` at 192.0.2.101; container 1 has the address that many above the network's middle. */
export class Crowd implements AsyncDisposable {
  readonly #store: OverlayStore;
  readonly #network: NetworkRecord;
  readonly #hosts: readonly TestHost[];
  /** Addresses that nobody else is to take, whether a container is there or not. */
  readonly #reserved: number;
  #size = 0;

  private constructor(store: OverlayStore, hosts: readonly TestHost[], options: CrowdOptions) {
    this.#store = store;
    this.#network = options.network;
    this.#hosts = hosts;
    this.#reserved = options.containers + SPARE;
  }

  static async start(options: CrowdOptions): Promise<Crowd> {
    const { endpoints, network, hosts: count, containers } = options;
    const store = await openStore({ endpoints });
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const hosts = await Promise.all(
      numbers.map((number) =>
        startHost({ store, clock: STEADY_CLOCK, node: `crowd-${number}`, address: `192.0.2.${100 + number}` }),
      ),
    );
    const crowd = new Crowd(store, hosts, options);
    await Promise.all(hosts.map((host) => host.networks.use({ ...network, pools: [], avoid: [] })));
    await Promise.all(hosts.map((host) => host.addresses.reconcile(network, crowd.#claimsOf(host))));
    await crowd.add(containers);
    return crowd;
  }

  /** So many more containers, forty after the start at most; gives their addresses. */
  async add(count: number): Promise<readonly string[]> {
    const numbers = Array.from({ length: count }, (_, index) => this.#size + index + 1);
    this.#size += count;
    const byHost = Map.groupBy(numbers, (number) => number % this.#hosts.length);
    await Promise.all([...byHost].map(([index, own]) => this.#addTo(this.#hostAt(index), own)));
    return numbers.map((number) => this.addressOf(number));
  }

  /** Takes the last one out. */
  async removeLast(): Promise<void> {
    const number = this.#size--;
    const host = this.#hostAt(number % this.#hosts.length);
    await host.endpoints.withdraw(this.#network, `crowd-container-${number}`);
  }

  /** Of a container of that number from 1 on. */
  addressOf(number: number): string {
    const [first = 0, second = 0, third = 0] = (this.#network.subnets[0] ?? '').split('.').map(Number.parseFloat);
    return [first, second, third + 8 + (number >> 8), number & 255].join('.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { session } of this.#hosts) await session.leave().catch(() => undefined);
    await this.#store[Symbol.asyncDispose]();
  }

  async #addTo(host: TestHost, numbers: readonly number[]): Promise<void> {
    for (const number of numbers) await host.endpoints.publish(this.#network, this.#endpoint(number));
  }

  #claimsOf(host: TestHost): { readonly container: string; readonly address: string }[] {
    const numbers = Array.from({ length: this.#reserved }, (_, index) => index + 1);
    return numbers
      .filter((number) => this.#hostAt(number % this.#hosts.length) === host)
      .map((number) => ({ container: `crowd-container-${number}`, address: this.addressOf(number) }));
  }

  #endpoint(number: number) {
    const bytes = [number >> 8, number & 255].map((byte) => byte.toString(16).padStart(2, '0'));
    return {
      container: `crowd-container-${number}`,
      names: [`web-${number}`],
      aliases: ['web', `crowd-${number}`],
      addresses: [this.addressOf(number)],
      mac: `02:42:63:63:${bytes.join(':')}`,
      rank: 0,
    };
  }

  #hostAt(index: number): TestHost {
    const host = this.#hosts[index];
    if (!host) throw new RangeError(`the crowd has no host ${index}`);
    return host;
  }
}
