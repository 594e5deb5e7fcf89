// From an overlay network as it was asked for to what the store is asked for, and from what the store has to a record. Pure.
import { createHash } from 'node:crypto';
import { NetworkError } from '../../../core/errors.ts';
import type { OverlayNetworkSpec } from '../../../core/specs.ts';
import type { OverlayDefinition } from '../../../overlay/overlay.ts';
import type { WantedNetwork } from '../../../overlay/store/choose-network.ts';
import type { NetworkRecord } from '../../../store/networks.ts';
import { formatCidr, parseCidr, toAddress } from '../cidr.ts';
import { bridgeName } from '../network-names.ts';
import { checkIpRange, checkOverlap, parseSubnet, type UsedPrefix } from '../resolve-network.ts';

/** By which a file may name the number of the network; the second is Docker's. */
const VNI_OPTIONS = ['vni', 'com.docker.network.driver.overlay.vxlanid_list'] as const;

/** What the store is asked for. `overlay-unsupported` for what a bridge can have and an overlay cannot. */
export function wantedOverlay(spec: OverlayNetworkSpec, used: readonly UsedPrefix[]): Omit<WantedNetwork, 'pools'> {
  checkIsSupported(spec);
  const four = spec.subnet === null ? [] : [formatCidr(parseSubnet(spec))];
  const six = spec.ipv6?.subnet ? [spec.ipv6.subnet] : [];
  const subnets = four.length + six.length > 0 ? [...four, ...six] : undefined;
  return {
    name: spec.name,
    options: agreedOptions(spec),
    vni: readVni(spec),
    subnets,
    avoid: used.map(({ cidr }) => formatCidr(cidr)),
  };
}

export type OverlayContext = {
  readonly createdAt: number;
  readonly bridgePrefix: string;
  readonly used: readonly UsedPrefix[];
};

/** The record of this host. `subnet-overlap` if something that only this host has is in the way. */
export function overlayRecord(
  spec: OverlayNetworkSpec,
  definition: OverlayDefinition,
  { createdAt, bridgePrefix, used }: OverlayContext,
): NetworkRecord {
  const subnet = definition.subnets.map(parseCidr).find((cidr) => cidr !== undefined);
  if (!subnet) throw unsupported(spec, 'has no IPv4 subnet');
  checkOverlap(spec.name, subnet, used);
  checkIpRange(spec, subnet);
  // The same on all hosts: the gateway's MAC follows from it, and no host asks another one for that.
  const id = createHash('sha256').update(definition.id).digest('hex');
  return {
    name: spec.name,
    id,
    spec,
    bridge: bridgeName(bridgePrefix, id),
    subnet: formatCidr(subnet),
    gateway: toAddress(subnet.base + 1),
    createdAt,
    overlay: definition,
  };
}

/** Whether broadcasts and multicasts cross hosts. */
export function hasBroadcast({ options }: OverlayDefinition): boolean {
  return options['broadcast'] === 'true';
}

function checkIsSupported(spec: OverlayNetworkSpec): void {
  const { encrypted = 'false' } = spec.options;
  if (!isOn(encrypted) && encrypted !== 'false')
    throw unsupported(spec, `has "encrypted: ${encrypted}", where "true" and "false" are understood`);
  if (spec.subnet !== null) checkIpRange(spec, parseSubnet(spec));
  const first = spec.subnet === null ? undefined : toAddress(parseSubnet(spec).base + 1);
  if (spec.gateway !== null && spec.gateway !== first)
    throw unsupported(spec, `has gateway "${spec.gateway}", where all hosts answer to ${first ?? 'the first address'}`);
}

function unsupported(spec: OverlayNetworkSpec, what: string): NetworkError {
  return new NetworkError('overlay-unsupported', {
    message: `overlay network "${spec.name}" ${what}: an overlay network cannot have that`,
    facts: { network: spec.name },
  });
}

/** What all hosts must say alike. */
function agreedOptions(spec: OverlayNetworkSpec): Readonly<Record<string, string>> {
  const { internal, options, ipv6 } = spec;
  const named = Object.entries(options).filter(([name]) => !VNI_OPTIONS.some((option) => option === name));
  return {
    ...Object.fromEntries(named),
    ...(isOn(spec.options['encrypted']) ? { encrypted: 'true' } : {}),
    ...(internal ? { internal: 'true' } : {}),
    ...(ipv6 ? { ipv6: 'true' } : {}),
  };
}

/** Docker's files have it without a value. */
function isOn(option: string | undefined): boolean {
  return option === '' || option === 'true';
}

function readVni(spec: OverlayNetworkSpec): number | undefined {
  const text = VNI_OPTIONS.map((option) => spec.options[option]).find((value) => value !== undefined);
  if (text === undefined) return undefined;
  const vni = Number(text);
  if (Number.isInteger(vni) && vni > 0 && vni < 2 ** 24) return vni;
  throw new NetworkError('invalid-vni', {
    message: `VNI "${text}" of network "${spec.name}" is not a number from 1 to ${2 ** 24 - 1}`,
  });
}
