// Networks, leases and ports in memory, as the database has them. The daemon is its only writer, so memory is read and the
// database written: all that one round of changes notes down goes in one transaction.
import type { Database } from '../../store/database.ts';
import * as store from '../../store/networks.ts';
import { saveTrafficIntent, type TrafficIntent } from '../../store/traffic.ts';
import { toNumber } from './cidr.ts';

export class NetworkRegistry {
  readonly #database: Database;
  readonly #networks = new Map<string, store.NetworkRecord>();
  /** By network, then by address. */
  readonly #leases = new Map<string, Map<string, store.LeaseRecord>>();
  readonly #lastAddress = new Map<string, string>();
  readonly #ports = new Map<string, readonly store.PortRecord[]>();
  #writes: (() => void)[] = [];

  constructor(database: Database) {
    this.#database = database;
    for (const network of store.loadNetworks(database)) this.#networks.set(network.name, network);
    const leases = store.loadLeases(database).sort((a, b) => toNumber(a.ip) - toNumber(b.ip));
    for (const lease of leases) this.#remember(lease);
    for (const port of store.loadPorts(database)) {
      this.#ports.set(port.containerId, [...(this.#ports.get(port.containerId) ?? []), port]);
    }
  }

  networks(): store.NetworkRecord[] {
    return [...this.#networks.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  network(name: string): store.NetworkRecord | undefined {
    return this.#networks.get(name);
  }

  /** Written at once: a network is promised when this returns. */
  addNetwork(network: store.NetworkRecord): void {
    this.#database.transaction(() => store.insertNetwork(this.#database, network));
    this.#networks.set(network.name, network);
  }

  removeNetwork(name: string): void {
    this.#networks.delete(name);
    this.#leases.delete(name);
    this.#lastAddress.delete(name);
    this.#writes.push(() => store.deleteNetwork(this.#database, name));
  }

  leasesOf(network: string): readonly store.LeaseRecord[] {
    return [...(this.#leases.get(network)?.values() ?? [])];
  }

  leaseAt(network: string, ip: string): store.LeaseRecord | undefined {
    return this.#leases.get(network)?.get(ip);
  }

  leaseOf(network: string, containerId: string): store.LeaseRecord | undefined {
    return this.leasesOf(network).find((lease) => lease.containerId === containerId);
  }

  /** Addresses that are taken, and the one that was handed out last. */
  addressesOf(network: string): { readonly used: ReadonlySet<string>; readonly previous: string | undefined } {
    return { used: new Set(this.#leases.get(network)?.keys()), previous: this.#lastAddress.get(network) };
  }

  portsOf(containerId: string): readonly store.PortRecord[] {
    return this.#ports.get(containerId) ?? [];
  }

  ports(): readonly store.PortRecord[] {
    return [...this.#ports.values()].flat();
  }

  /** Whether a container has a lease or a port. */
  isKnown(containerId: string): boolean {
    if (this.#ports.has(containerId)) return true;
    return [...this.#leases.keys()].some((network) => this.leaseOf(network, containerId) !== undefined);
  }

  /** Every container that has a lease or a port. */
  containerIds(): ReadonlySet<string> {
    const leases = [...this.#leases.values()].flatMap((byAddress) => [...byAddress.values()]);
    return new Set([...leases.map((lease) => lease.containerId), ...this.#ports.keys()]);
  }

  /** Replaces what a container has. */
  assign(containerId: string, leases: readonly store.LeaseRecord[], ports: readonly store.PortRecord[]): void {
    this.release(containerId);
    for (const lease of leases) this.#remember(lease);
    if (ports.length > 0) this.#ports.set(containerId, ports);
    this.#writes.push(() => {
      for (const lease of leases) store.insertLease(this.#database, lease);
      for (const port of ports) store.insertPort(this.#database, port);
    });
  }

  release(containerId: string): void {
    for (const byAddress of this.#leases.values()) {
      for (const lease of byAddress.values()) if (lease.containerId === containerId) byAddress.delete(lease.ip);
    }
    this.#ports.delete(containerId);
    this.#writes.push(() => store.releaseContainer(this.#database, containerId));
  }

  /** Notes down what was told about a container's traffic. */
  setIntent(containerId: string, intent: TrafficIntent | null): void {
    this.#writes.push(() => saveTrafficIntent(this.#database, containerId, intent));
  }

  /** The container's name for people: as recorded, else the first digits of its id. */
  nameOf(containerId: string): string {
    return store.findContainerName(this.#database, containerId) ?? containerId.slice(0, 12);
  }

  /** Writes what was noted down since the last time. */
  flush(): void {
    const writes = this.#writes;
    if (writes.length === 0) return;
    this.#writes = [];
    this.#database.transaction(() => {
      for (const write of writes) write();
    });
  }

  #remember(lease: store.LeaseRecord): void {
    const byAddress = this.#leases.get(lease.network) ?? new Map<string, store.LeaseRecord>();
    byAddress.set(lease.ip, lease);
    this.#leases.set(lease.network, byAddress);
    this.#lastAddress.set(lease.network, lease.ip);
  }
}
