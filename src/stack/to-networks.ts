// Networks of the stack, and how a service joins them.
import { ipVersion } from '../core/ip-version.ts';
import { describePath } from './describe-path.ts';
import type { StackNetwork, Subnet } from './model/resources.ts';
import type { NetworkAttachment, NetworkMode } from './model/run.ts';
import { suggestName } from './problems.ts';
import {
  defined,
  entriesOf,
  entryOf,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  namesOf,
  type Reading,
  readFlag,
  readNumber,
  readSomeTextMap,
  readSomeTexts,
  readText,
  readTextMap,
  readTexts,
  refuse,
  reject,
  writtenOf,
} from './reading.ts';
import { isExternal, toResourceName } from './to-external.ts';

export const DEFAULT_NETWORK = 'default';

/** How the service is networked. `networks` beside any other mode is an error. */
export function toNetworkMode(reading: Reading, service: Field): NetworkMode {
  const field = fieldOf(service, 'network_mode');
  const text = readText(field);
  if (!field || text === undefined) return { kind: 'networks' };
  const networks = fieldOf(service, 'networks');
  if (networks)
    reject(
      reading,
      networks,
      'exclusive-keys',
      `${describePath(service.path)} has both "networks" and "network_mode"`,
      'keep one of them',
    );
  if (text === 'host' || text === 'none' || text === 'bridge') return { kind: text };
  if (text === 'default') return { kind: 'networks' };
  const [, kind, name] = /^(service|container):(.+)$/.exec(text) ?? [];
  if (kind === 'service' && name) return { kind: 'service', service: name };
  if (kind === 'container' && name) return { kind: 'container', container: name };
  reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", but must be "none", "host", "bridge", "service:NAME" or "container:NAME"`,
  );
  return { kind: 'none' };
}

/** The networks a service joins: `default` if it names none. */
export function toAttachments(
  reading: Reading,
  service: Field,
  networks: Field | undefined,
): Readonly<Record<string, NetworkAttachment>> {
  const field = fieldOf(service, 'networks');
  const named: readonly (readonly [string, Field, Field])[] =
    field?.node.kind === 'map'
      ? entriesOf(field).map(([name, entry]) => [name, entry, entry] as const)
      : itemsOf(field).map((item) => [readText(item) ?? '', item, item] as const);
  const attachments: [string, NetworkAttachment][] = [];
  for (const [name, entry] of named) {
    attachments.push([name, toAttachment(reading, entry)]);
    if (name !== DEFAULT_NETWORK && !(networks && entryOf(networks, name)))
      rejectUndefined(reading, entry, name, networks);
  }
  if (named.length === 0) attachments.push([DEFAULT_NETWORK, NO_WISHES]);
  return Object.fromEntries(attachments);
}

const NO_WISHES: NetworkAttachment = { aliases: [], priority: 0, gatewayPriority: 0 };

function rejectUndefined(reading: Reading, entry: Field, name: string, networks: Field | undefined): void {
  const near = suggestName(reading.problems, name, knownNetworks(networks));
  const message = `${describePath(entry.path)} refers to network "${name}", which is not defined`;
  reject(
    reading,
    entry,
    'undefined-network',
    message,
    near ? `did you mean "${near}"?` : 'define it under "networks" at the top level',
  );
}

function* knownNetworks(networks: Field | undefined): Generator<string> {
  yield* namesOf(networks);
  yield DEFAULT_NETWORK;
}

function toAttachment(reading: Reading, field: Field): NetworkAttachment {
  if (field.node.kind !== 'map') return NO_WISHES;
  return {
    aliases: readTexts(fieldOf(field, 'aliases')),
    ...defined({
      ipv4Address: readAddress(reading, fieldOf(field, 'ipv4_address'), 4),
      ipv6Address: readAddress(reading, fieldOf(field, 'ipv6_address'), 6),
      macAddress: readHardwareAddress(reading, fieldOf(field, 'mac_address')),
    }),
    priority: readNumber(reading, fieldOf(field, 'priority'), Number.MIN_SAFE_INTEGER) ?? 0,
    gatewayPriority: readNumber(reading, fieldOf(field, 'gw_priority'), Number.MIN_SAFE_INTEGER) ?? 0,
    ...defined({
      linkLocalIps: readSomeTexts(fieldOf(field, 'link_local_ips')),
      driverOptions: readSomeTextMap(fieldOf(field, 'driver_opts')),
      interfaceName: readText(fieldOf(field, 'interface_name')) || undefined,
    }),
    ...extensionsOf(field),
  };
}

function readAddress(reading: Reading, field: Field | undefined, version: 4 | 6): string | undefined {
  const text = readText(field);
  if (!field || !text || ipVersion(text) === version) return text || undefined;
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", which is not an IPv${version} address`,
  );
}

/** `02:42:ac:11:65:43` */
export function readHardwareAddress(reading: Reading, field: Field | undefined): string | undefined {
  const text = readText(field);
  if (!field || !text || /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)) return text || undefined;
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", which is not a hardware address`,
  );
}

/** The networks of the stack; `default` is there whether it is written or not. */
export function toStackNetworks(reading: Reading, networks: Field | undefined): Readonly<Record<string, StackNetwork>> {
  const all = entriesOf(networks).map(([name, field]): [string, StackNetwork] => [
    name,
    toStackNetwork(reading, name, field),
  ]);
  const named = Object.fromEntries(all);
  const implied: StackNetwork = {
    name: `${reading.stack}_${DEFAULT_NETWORK}`,
    external: false,
    driver: 'bridge',
    driverOptions: {},
    internal: false,
    attachable: false,
    enableIpv6: false,
    labels: {},
    subnets: [],
  };
  return named[DEFAULT_NETWORK] ? named : { [DEFAULT_NETWORK]: implied, ...named };
}

function toStackNetwork(reading: Reading, name: string, field: Field): StackNetwork {
  const ipv4 = fieldOf(field, 'enable_ipv4');
  const enableIpv4 = readFlag(reading, ipv4);
  if (ipv4 && enableIpv4 === false)
    refuse(reading, ipv4, `${describePath(ipv4.path)} is false: a network without IPv4`);
  return {
    name: toResourceName(reading, name, field),
    external: isExternal(reading, field),
    driver: readText(fieldOf(field, 'driver')) || 'bridge',
    driverOptions: readTextMap(fieldOf(field, 'driver_opts')),
    internal: readFlag(reading, fieldOf(field, 'internal')) ?? false,
    attachable: readFlag(reading, fieldOf(field, 'attachable')) ?? false,
    enableIpv6: readFlag(reading, fieldOf(field, 'enable_ipv6')) ?? false,
    labels: readTextMap(fieldOf(field, 'labels')),
    subnets: itemsOf(fieldOf(field, 'ipam', 'config')).map((item) => toSubnet(reading, item)),
    ...defined({
      enableIpv4,
      ipamDriver: readText(fieldOf(field, 'ipam', 'driver')) || undefined,
      ipamOptions: readSomeTextMap(fieldOf(field, 'ipam', 'options')),
    }),
    ...extensionsOf(field),
    ...writtenOf(field, ['driver', 'enable_ipv6']),
  };
}

function toSubnet(reading: Reading, item: Field): Subnet {
  const gateway = fieldOf(item, 'gateway');
  const gatewayText = readText(gateway);
  if (gateway && gatewayText !== undefined && ipVersion(gatewayText) === 0)
    reject(
      reading,
      gateway,
      'wrong-value',
      `${describePath(gateway.path)} is "${gatewayText}", which is not an IP address`,
    );
  return {
    ...defined({
      subnet: readCidr(reading, fieldOf(item, 'subnet')),
      gateway: gatewayText,
      ipRange: readCidr(reading, fieldOf(item, 'ip_range')),
      auxAddresses: readSomeTextMap(fieldOf(item, 'aux_addresses')),
    }),
    ...extensionsOf(item),
  };
}

function readCidr(reading: Reading, field: Field | undefined): string | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  const [, address = '', bits = ''] = /^([^/]+)\/([0-9]{1,3})$/.exec(text) ?? [];
  const version = ipVersion(address);
  if (version !== 0 && Number(bits) <= (version === 4 ? 32 : 128)) return text;
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", which is not a subnet`,
    'write it as "172.28.0.0/16"',
  );
}
