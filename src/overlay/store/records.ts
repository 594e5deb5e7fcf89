// What the values in the store say. Others write them, of other versions perhaps: what cannot be read counts as not there.
import { stableJson } from '../../core/stable-json.ts';

const MOST_RANK = 4;

/** `id` is that of the daemon's state directory: two hosts may be given one name, but do not have one id. */
export type HostRecord = {
  readonly node: string;
  readonly id: string;
  /** Where VXLAN packets for the host go. */
  readonly address: string;
};

export type NetworkRecord = {
  /** Random: a network that was removed and made again is another one. */
  readonly id: string;
  readonly name: string;
  readonly vni: number;
  /** At most one of IPv4 and one of IPv6: `10.90.0.0/24`. */
  readonly subnets: readonly string[];
  /** What the file said of it that all hosts must agree on. */
  readonly options: Readonly<Record<string, string>>;
};

export type AddressRecord = { readonly host: string; readonly container: string };

export type EndpointRecord = {
  readonly container: string;
  readonly network: string;
  /** Of the container and its service. */
  readonly names: readonly string[];
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
  readonly mac: string;
  /** The node that it is on. */
  readonly node: string;
  /** How far from being in service: 0 is in it, 4 the farthest. Of those who have a name, the nearest to it are given. */
  readonly rank: number;
};

/** The same text for the same record, so that values can be compared. */
export function encodeRecord(record: HostRecord | NetworkRecord | AddressRecord | EndpointRecord): string {
  return stableJson(record);
}

export function parseHost(value: string): HostRecord | undefined {
  const fields = readFields(value);
  const { node, id, address } = fields ?? {};
  return isText(node) && isText(id) && isText(address) ? { node, id, address } : undefined;
}

export function parseNetwork(value: string): NetworkRecord | undefined {
  const { id, name, vni, subnets, options } = readFields(value) ?? {};
  if (!isText(id) || !isText(name) || !isVni(vni) || !isTexts(subnets) || !isTextRecord(options)) return undefined;
  return { id, name, vni, subnets, options };
}

export function parseAddress(value: string): AddressRecord | undefined {
  const { host, container } = readFields(value) ?? {};
  return isText(host) && isText(container) ? { host, container } : undefined;
}

export function parseEndpoint(value: string): EndpointRecord | undefined {
  const { container, network, names, aliases, addresses, mac, node, rank } = readFields(value) ?? {};
  if (!isText(container) || !isText(network) || !isText(node)) return undefined;
  if (!isTexts(names) || !isTexts(aliases) || !isTexts(addresses) || !isMac(mac)) return undefined;
  if (!isRank(rank)) return undefined;
  return { container, network, names, aliases, addresses, mac, node, rank };
}

function readFields(value: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 255;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 256 && value.every(isText);
}

function isTextRecord(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((it) => typeof it === 'string');
}

function isVni(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 2 ** 24;
}

function isRank(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_RANK;
}

function isMac(value: unknown): value is string {
  return isText(value) && /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(value);
}
