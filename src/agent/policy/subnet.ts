// Ranges of addresses, as a policy and a stack file write them.
import { BlockList } from 'node:net';
import { ipVersion } from '../../core/ip-version.ts';

export type SubnetRange = { readonly address: string; readonly prefixLength: number; readonly version: 4 | 6 };

/** `10.0.0.0/8` or `fc00::/7`; undefined for anything else. */
export function parseSubnet(text: string): SubnetRange | undefined {
  const [, address = '', prefix = ''] = /^([0-9a-fA-F.:]+)\/([0-9]{1,3})$/.exec(text) ?? [];
  const version = ipVersion(address);
  const prefixLength = Number(prefix);
  if (version === 0 || prefixLength > (version === 4 ? 32 : 128)) return undefined;
  return { address, prefixLength, version };
}

/** Whether all of a subnet lies in one of the ranges. What cannot be read lies in none. */
export function isSubnetWithin(text: string, ranges: readonly string[]): boolean {
  const subnet = parseSubnet(text);
  return subnet !== undefined && ranges.some((range) => isWithin(subnet, parseSubnet(range)));
}

function isWithin(subnet: SubnetRange, range: SubnetRange | undefined): boolean {
  if (!range || range.version !== subnet.version || range.prefixLength > subnet.prefixLength) return false;
  const family = range.version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(range.address, range.prefixLength, family);
  return list.check(subnet.address, family);
}
