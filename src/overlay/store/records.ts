// What the values in the store say. Others write them, of other versions perhaps: what cannot be read counts as not there.
import { isIP } from 'node:net';
import { stableJson } from '../../core/stable-json.ts';

const MOST_RANK = 4;
export const SECRET_BYTES = 32;

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

/** A secret that all hosts share, from which keys are derived for a while. */
export type Generation = {
  readonly id: string;
  /** 32 bytes, in base64. */
  readonly secret: string;
};

/** The oldest first: one, and while hosts change over two. */
export type KeyRing = { readonly generations: readonly Generation[] };

/** A host that has encrypted networks. */
export type Holder = {
  readonly node: string;
  /** That of its host. */
  readonly address: string;
  /** Random, and another one when its kernel has lost keys: it stands for all that the kernel remembers of sequence numbers. */
  readonly salt: string;
  /** Generations that it takes packets of, from all holders. */
  readonly holds: readonly string[];
  /** The oldest generation that it sends with. */
  readonly sends: string;
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

type StoreRecord = HostRecord | NetworkRecord | AddressRecord | EndpointRecord | KeyRing | Holder;

/** The same text for the same record, so that values can be compared. */
export function encodeRecord(record: StoreRecord): string {
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

/** Undefined for a ring without a generation, too. */
export function parseKeyRing(value: string): KeyRing | undefined {
  const { generations } = readFields(value) ?? {};
  if (!Array.isArray(generations) || generations.length === 0) return undefined;
  return generations.every(isGeneration)
    ? { generations: generations.map(({ id, secret }) => ({ id, secret })) }
    : undefined;
}

export function parseHolder(value: string): Holder | undefined {
  const { node, address, salt, holds, sends } = readFields(value) ?? {};
  if (!isText(node) || !isText(address) || !isHex(salt) || !isTexts(holds) || !isText(sends)) return undefined;
  return isIP(address) === 0 ? undefined : { node, address, salt, holds, sends };
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

function isGeneration(value: unknown): value is Generation {
  const { id, secret } = (value ?? {}) as Partial<Record<keyof Generation, unknown>>;
  return isHex(id) && isText(secret) && Buffer.from(secret, 'base64').length === SECRET_BYTES;
}

function isHex(value: unknown): value is string {
  return isText(value) && /^[0-9a-f]+$/.test(value);
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
