// Typed queries of the tables networks, leases and ports, and of what a container asked for.
import type { ContainerSpec, NetworkSpec, PortSpec } from '../core/specs.ts';
import type { Database, Row } from './database.ts';

/** A network as it was made. */
export type NetworkRecord = {
  readonly name: string;
  /** 64 hex digits. */
  readonly id: string;
  readonly spec: NetworkSpec;
  /** Name of the bridge in the kernel. */
  readonly bridge: string;
  readonly subnet: string;
  readonly gateway: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** What all hosts agreed on; null for a bridge of this host alone. */
  readonly overlay: OverlayRecord | null;
};

/** A network over several hosts, as their store has it. */
export type OverlayRecord = {
  readonly id: string;
  readonly name: string;
  readonly vni: number;
  readonly subnets: readonly string[];
  readonly options: Readonly<Record<string, string>>;
};

/** An address of a container on a network. */
export type LeaseRecord = {
  readonly network: string;
  readonly ip: string;
  readonly containerId: string;
  readonly mac: string;
};

/** A host port that leads to a container. */
export type PortRecord = {
  readonly containerId: string;
  readonly protocol: PortSpec['protocol'];
  /** null is every address of the host. */
  readonly hostIp: string | null;
  readonly hostPort: number;
  readonly containerPort: number;
};

export function loadNetworks(database: Database): NetworkRecord[] {
  return database.all('SELECT * FROM networks ORDER BY name').map((row) => ({
    name: text(row, 'name'),
    id: text(row, 'id'),
    spec: JSON.parse(text(row, 'spec')) as NetworkSpec,
    bridge: text(row, 'bridge'),
    subnet: text(row, 'subnet'),
    gateway: text(row, 'gateway'),
    createdAt: Number(row['created_at']),
    overlay: row['overlay'] === null ? null : (JSON.parse(text(row, 'overlay')) as OverlayRecord),
  }));
}

export function insertNetwork(database: Database, network: NetworkRecord): void {
  database.run(
    'INSERT INTO networks (name, id, spec, bridge, subnet, gateway, created_at, overlay) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    network.name,
    network.id,
    JSON.stringify(network.spec),
    network.bridge,
    network.subnet,
    network.gateway,
    network.createdAt,
    network.overlay && JSON.stringify(network.overlay),
  );
}

export function deleteNetwork(database: Database, name: string): void {
  database.run('DELETE FROM networks WHERE name = ?', name);
}

export function loadLeases(database: Database): LeaseRecord[] {
  return database.all('SELECT * FROM leases').map((row) => ({
    network: text(row, 'network'),
    ip: text(row, 'ip'),
    containerId: text(row, 'container_id'),
    mac: text(row, 'mac'),
  }));
}

export function insertLease(database: Database, lease: LeaseRecord): void {
  database.run(
    'INSERT OR REPLACE INTO leases (network, ip, container_id, mac) VALUES (?, ?, ?, ?)',
    lease.network,
    lease.ip,
    lease.containerId,
    lease.mac,
  );
}

export function loadPorts(database: Database): PortRecord[] {
  return database.all('SELECT * FROM ports').map((row) => ({
    containerId: text(row, 'container_id'),
    protocol: text(row, 'protocol') as PortSpec['protocol'],
    hostIp: row['host_ip'] === ANY_ADDRESS ? null : text(row, 'host_ip'),
    hostPort: Number(row['host_port']),
    containerPort: Number(row['container_port']),
  }));
}

export function insertPort(database: Database, port: PortRecord): void {
  database.run(
    'INSERT OR REPLACE INTO ports (container_id, protocol, host_ip, host_port, container_port) VALUES (?, ?, ?, ?, ?)',
    port.containerId,
    port.protocol,
    port.hostIp ?? ANY_ADDRESS,
    port.hostPort,
    port.containerPort,
  );
}

/** Drops the leases and ports of a container. */
export function releaseContainer(database: Database, containerId: string): void {
  database.run('DELETE FROM leases WHERE container_id = ?', containerId);
  database.run('DELETE FROM ports WHERE container_id = ?', containerId);
}

/** The name of a container that is recorded, for messages. */
export function findContainerName(database: Database, containerId: string): string | undefined {
  const row = database.get('SELECT name FROM containers WHERE id = ?', containerId);
  return row ? text(row, 'name') : undefined;
}

/** The recorded spec of a container, or undefined. */
export function findContainerSpec(database: Database, containerId: string): ContainerSpec | undefined {
  const row = database.get('SELECT spec FROM containers WHERE id = ?', containerId);
  return row ? (JSON.parse(text(row, 'spec')) as ContainerSpec) : undefined;
}

const ANY_ADDRESS = '*';

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}
