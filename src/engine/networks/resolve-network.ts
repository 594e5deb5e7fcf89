// From a network as it was asked for to one with a subnet, a gateway and names. Checks everything; changes nothing.
import { isIPv4 } from 'node:net';
import { NetworkError } from '../../core/errors.ts';
import type { BridgeNetworkSpec, NetworkSpec } from '../../core/specs.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { chooseSubnet, isAssignable } from './address-pool.ts';
import { type Cidr, cidrOf, containsCidr, formatCidr, overlaps, parseCidr, toAddress } from './cidr.ts';
import { bridgeName } from './network-names.ts';

/** A prefix that is in use, and by what, in words. */
export type UsedPrefix = {
  readonly cidr: Cidr;
  readonly by: string;
  /** Whether a network that asks for this subnet by name is refused; the pools avoid all of them. */
  readonly isExclusive: boolean;
};

export type ResolveContext = {
  readonly id: string;
  readonly createdAt: number;
  readonly bridgePrefix: string;
  readonly pools: readonly Cidr[];
  readonly used: readonly UsedPrefix[];
};

const SMALLEST_PREFIX_LENGTH = 30;
const WIDEST_PREFIX_LENGTH = 8;
const MOST_NAMES_SHOWN = 10;

/** The record of a new network, or a NetworkError that says what is wrong with the spec. */
export function resolveNetwork(spec: BridgeNetworkSpec, context: ResolveContext): NetworkRecord {
  const subnet =
    spec.subnet === null
      ? chooseSubnet(
          context.pools,
          context.used.map(({ cidr }) => cidr),
        )
      : checkSubnet(spec, context);
  checkIpRange(spec, subnet);
  return {
    name: spec.name,
    id: context.id,
    spec,
    bridge: bridgeName(context.bridgePrefix, context.id),
    subnet: formatCidr(subnet),
    gateway: resolveGateway(spec, subnet),
    createdAt: context.createdAt,
    overlay: null,
  };
}

/** The error for a network that cannot go because these containers are on it. */
export function networkInUse(network: string, containers: readonly string[]): NetworkError {
  const names = containers.toSorted().map((name) => `"${name}"`);
  const more = names.length > MOST_NAMES_SHOWN ? ` and ${names.length - MOST_NAMES_SHOWN} more` : '';
  return new NetworkError('network-in-use', {
    message: `cannot remove network "${network}": ${names.slice(0, MOST_NAMES_SHOWN).join(', ')}${more} ${names.length === 1 ? 'is' : 'are'} on it`,
    facts: { network, containers: names.length },
  });
}

function checkSubnet(spec: NetworkSpec, context: ResolveContext): Cidr {
  const subnet = parseSubnet(spec);
  checkOverlap(spec.name, subnet, context.used);
  return subnet;
}

/** `subnet-overlap` if something of this host is in the way. */
export function checkOverlap(network: string, subnet: Cidr, used: readonly UsedPrefix[]): void {
  const other = used.find(({ isExclusive, cidr }) => isExclusive && overlaps(subnet, cidr));
  if (!other) return;
  throw new NetworkError('subnet-overlap', {
    message: `subnet "${formatCidr(subnet)}" of network "${network}" overlaps ${formatCidr(other.cidr)} of ${other.by}`,
    hint: 'choose another subnet, or leave it out to get a free one',
    facts: { network, subnet: formatCidr(subnet), overlaps: formatCidr(other.cidr) },
  });
}

/** The subnet that the spec asks for, or `invalid-subnet`. */
export function parseSubnet(spec: NetworkSpec): Cidr {
  const text = spec.subnet ?? '';
  const subnet = parseCidr(text);
  const isUsable =
    subnet && subnet.prefixLength <= SMALLEST_PREFIX_LENGTH && subnet.prefixLength >= WIDEST_PREFIX_LENGTH;
  if (isUsable) return subnet;
  throw new NetworkError('invalid-subnet', {
    message: `subnet "${text}" of network "${spec.name}" is not an IPv4 prefix between /${WIDEST_PREFIX_LENGTH} and /${SMALLEST_PREFIX_LENGTH}`,
    hint: subnetHint(text),
  });
}

/** `10.1.2.3/24` has bits after the prefix: say which prefix holds it. */
function subnetHint(text: string): string | undefined {
  const [address = '', length = ''] = text.split('/');
  const prefixLength = Number(length);
  if (!isIPv4(address) || !/^[0-9]{1,2}$/.test(length) || prefixLength > SMALLEST_PREFIX_LENGTH) return undefined;
  return prefixLength < WIDEST_PREFIX_LENGTH
    ? undefined
    : `the network of that address is "${formatCidr(cidrOf(address, prefixLength))}"`;
}

/** `invalid-ip-range` if the range is none, or not part of the subnet. */
export function checkIpRange(spec: NetworkSpec, subnet: Cidr): void {
  if (spec.ipRange === null) return;
  const range = parseCidr(spec.ipRange);
  if (range && containsCidr(subnet, range)) return;
  throw new NetworkError('invalid-ip-range', {
    message: `address range "${spec.ipRange}" of network "${spec.name}" is not a prefix within its subnet ${formatCidr(subnet)}`,
  });
}

function resolveGateway(spec: NetworkSpec, subnet: Cidr): string {
  if (spec.gateway === null) return toAddress(subnet.base + 1);
  if (isIPv4(spec.gateway) && isAssignable(subnet, spec.gateway)) return spec.gateway;
  throw new NetworkError('invalid-gateway', {
    message: `gateway "${spec.gateway}" of network "${spec.name}" is not an address of its subnet ${formatCidr(subnet)}`,
  });
}
