// What a new overlay network gets, given those that there are. Pure.
import { NetworkError } from '../../core/errors.ts';
import type { NetworkRecord } from './records.ts';
import { chooseSubnet, formatSubnet, overlap, parseSubnet, type Subnet, subnetSize } from './subnet.ts';

export type WantedNetwork = {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  /** Where the file says so, or where it had them before the store lost it; else they are chosen. */
  readonly id?: string | undefined;
  readonly vni?: number | undefined;
  readonly subnets?: readonly string[] | undefined;
  /** One subnet is taken from the pools of each family that has some, and no subnet yet. */
  readonly pools: readonly string[];
  /** What this host uses otherwise: nothing that is chosen overlaps with it. */
  readonly avoid: readonly string[];
};

/** Smaller ids are left to people, who begin at 1. */
const FIRST_VNI = 4097;
const VNI_END = 2 ** 24;
const PREFIX_LENGTH = { 4: 24, 6: 64 } as const;

/** The record of a new network. `no-free-vni`, `no-free-subnet`, `invalid-subnet`; `subnet-taken` or `vni-taken` if wanted. */
export function chooseNetwork(
  wanted: WantedNetwork,
  { networks, id }: { readonly networks: readonly NetworkRecord[]; readonly id: string },
): NetworkRecord {
  const vni = wanted.vni ?? chooseVni(networks);
  const holder = networks.find((network) => network.vni === vni);
  if (holder)
    throw new NetworkError('vni-taken', {
      message: `define the overlay network "${wanted.name}": network "${holder.name}" has the VXLAN id ${vni}`,
      hint: 'leave the id out, so that a free one is chosen',
    });
  const named = checkSubnets(wanted, networks);
  const subnets = byFamily([...named, ...chooseSubnets(wanted, networks, named)]);
  checkPair(wanted, subnets);
  return { id: wanted.id ?? id, name: wanted.name, vni, subnets: subnets.map(formatSubnet), options: wanted.options };
}

function chooseVni(networks: readonly NetworkRecord[]): number {
  const used = new Set(networks.map(({ vni }) => vni));
  for (let vni = FIRST_VNI; vni < VNI_END; vni++) if (!used.has(vni)) return vni;
  throw new NetworkError('no-free-vni', { message: 'all ids for VXLAN are taken' });
}

function chooseSubnets(
  wanted: WantedNetwork,
  networks: readonly NetworkRecord[],
  named: readonly Subnet[],
): readonly Subnet[] {
  const pools = wanted.pools.map(parse).filter(({ family }) => named.every((subnet) => subnet.family !== family));
  const used = [...networks.flatMap(({ subnets }) => subnets), ...wanted.avoid].map(parse);
  const families = ([4, 6] as const).filter((family) => pools.some((pool) => pool.family === family));
  return families.map((family) => {
    const ofFamily = pools.filter((pool) => pool.family === family);
    const subnet = chooseSubnet(ofFamily, { used, prefixLength: PREFIX_LENGTH[family] });
    if (subnet) return subnet;
    throw new NetworkError('no-free-subnet', {
      message: `define the overlay network "${wanted.name}": no subnet is free in ${ofFamily.map(formatSubnet).join(', ')}`,
      hint: 'remove unused networks, or give the network a subnet of its own',
    });
  });
}

function checkSubnets(wanted: WantedNetwork, networks: readonly NetworkRecord[]): readonly Subnet[] {
  const subnets = (wanted.subnets ?? []).map(parse);
  for (const network of networks) {
    const other = network.subnets.map(parse).find((it) => subnets.some((subnet) => overlap(subnet, it)));
    if (!other) continue;
    throw new NetworkError('subnet-taken', {
      message: `define the overlay network "${wanted.name}": network "${network.name}" has ${formatSubnet(other)}`,
      hint: 'leave the subnet out, so that a free one is chosen',
    });
  }
  return subnets;
}

/** IPv4 first. */
function byFamily(subnets: readonly Subnet[]): readonly Subnet[] {
  return subnets.toSorted((a, b) => a.family - b.family);
}

/** An IPv6 address follows from the IPv4 address: there must be one for each. */
function checkPair({ name }: WantedNetwork, subnets: readonly Subnet[]): void {
  const [four, six] = ([4, 6] as const).map((family) => subnets.find((subnet) => subnet.family === family));
  if (!four || !six || subnetSize(six) >= subnetSize(four)) return;
  throw new NetworkError('invalid-subnet', {
    message: `define the overlay network "${name}": ${formatSubnet(six)} has fewer addresses than ${formatSubnet(four)}`,
    hint: 'an IPv6 subnet usually has a prefix of 64 bits',
  });
}

function parse(text: string): Subnet {
  const subnet = parseSubnet(text);
  if (subnet) return subnet;
  throw new NetworkError('invalid-subnet', {
    message: `"${text}" is no prefix such as "10.90.0.0/24" or "fd00:90::/64"`,
  });
}
