// On a network of both families the IPv6 address of a container follows from its IPv4 address: the one is taken, by whatever
// keeps two from taking it, and the other needs no agreement of its own. Pure.
import { formatIp, parseIp } from './ip-number.ts';

export type PairedAddress = { readonly address: string; readonly prefixLength: number };

/** `fd93:d0c::5` in `fd93:d0c::/64` for `10.93.0.5` in `10.93.0.0/24`; null if the network has no IPv6 subnet. */
export function pairedAddress(subnets: readonly string[], ipv4: string): PairedAddress | null {
  const [four, six] = ([4, 6] as const).map((family) => subnets.map(parse).find((it) => it?.family === family));
  const own = parseIp(ipv4);
  if (!four || !six || own?.family !== 4) return null;
  const value = six.value + (own.value - four.value);
  return { address: formatIp({ family: 6, value }), prefixLength: six.prefixLength };
}

/** The address alone, and the IPv6 address that goes with it. */
export function bothAddresses(subnets: readonly string[], ipv4: string): readonly string[] {
  const paired = pairedAddress(subnets, ipv4);
  return paired ? [ipv4, paired.address] : [ipv4];
}

function parse(subnet: string) {
  const [address = '', length = ''] = subnet.split('/');
  const base = parseIp(address);
  return base && { ...base, prefixLength: Number(length) };
}
