// Subnets of either family as numbers, and which address or subnet to take next. Pure.
import { formatIp, parseIp } from '../../core/ip-number.ts';

export type Subnet = { readonly family: 4 | 6; readonly base: bigint; readonly prefixLength: number };

const BITS = { 4: 32, 6: 128 } as const;

/** `10.90.0.0/24` or `fd00:90::/64`, or undefined; also if a bit after the prefix is set. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const parsed = parseIp(address);
  const prefixLength = Number(length);
  if (!parsed || rest.length > 0 || !/^\d{1,3}$/.test(length) || prefixLength > BITS[parsed.family]) return undefined;
  const subnet = { family: parsed.family, base: parsed.value, prefixLength };
  return parsed.value % subnetSize(subnet) === 0n ? subnet : undefined;
}

export function formatSubnet({ family, base, prefixLength }: Subnet): string {
  return `${formatIp({ family, value: base })}/${prefixLength}`;
}

/** The one form of it, if it is a subnet. */
export function canonicalSubnet(text: string): string | undefined {
  const subnet = parseSubnet(text);
  return subnet && formatSubnet(subnet);
}

export function subnetSize({ family, prefixLength }: Subnet): bigint {
  return 1n << BigInt(BITS[family] - prefixLength);
}

export function overlap(a: Subnet, b: Subnet): boolean {
  return a.family === b.family && a.base < b.base + subnetSize(b) && b.base < a.base + subnetSize(a);
}

/** The address in its one form, if it is one that a container of the subnet may have. */
export function assignableAddress(subnet: Subnet, address: string): string | undefined {
  const parsed = parseIp(address);
  const { first, last } = range(subnet);
  if (parsed?.family !== subnet.family || parsed.value < first || parsed.value > last) return undefined;
  return formatIp(parsed);
}

export type AddressSearch = {
  readonly used: ReadonlySet<string>;
  /** Part of the subnet that they are to be of. */
  readonly within?: Subnet | undefined;
  readonly previous?: string | undefined;
  /** Any number: where to begin without `previous`, so that hosts do not meet. */
  readonly start: number;
  readonly limit: number;
};

/**
 * Up to `limit` free addresses, those after `previous` first, round and round, so that one that was just freed is not handed
 * out again while caches still hold it.
 */
export function freeAddresses(subnet: Subnet, search: AddressSearch): readonly string[] {
  const { first, last } = rangeWithin(subnet, search.within);
  const count = last - first + 1n;
  if (count < 1n) return [];
  const before = search.previous === undefined ? undefined : parseIp(search.previous);
  const begin = before ? before.value - first + 1n : BigInt(search.start);
  const found: string[] = [];
  for (let step = 0n; step < count && found.length < search.limit; step++) {
    const offset = (((begin + step) % count) + count) % count;
    const address = formatIp({ family: subnet.family, value: first + offset });
    if (!search.used.has(address)) found.push(address);
  }
  return found;
}

/** The first subnet of that length in the pools that overlaps with none of those in use. */
export function chooseSubnet(
  pools: readonly Subnet[],
  { used, prefixLength }: { used: readonly Subnet[]; prefixLength: number },
): Subnet | undefined {
  for (const pool of pools) {
    const length = Math.max(pool.prefixLength, prefixLength);
    const step = subnetSize({ ...pool, prefixLength: length });
    for (let base = pool.base; base < pool.base + subnetSize(pool); ) {
      const candidate = { family: pool.family, base, prefixLength: length };
      const obstacle = used.find((other) => overlap(candidate, other));
      if (!obstacle) return candidate;
      const beyond = obstacle.base + subnetSize(obstacle);
      base = ((beyond + step - 1n) / step) * step;
    }
  }
  return undefined;
}

function rangeWithin(subnet: Subnet, within: Subnet = subnet): ReturnType<typeof range> {
  const whole = range(subnet);
  const end = within.base + subnetSize(within) - 1n;
  return {
    // biome-ignore lint/complexity/useMathMinMax: it takes no bigint
    first: within.base > whole.first ? within.base : whole.first,
    last: end < whole.last ? end : whole.last,
  };
}

/** All but the first, which routers of IPv6 and old hosts of IPv4 answer to, the second, which is the gateway, and the last. */
function range(subnet: Subnet): { readonly first: bigint; readonly last: bigint } {
  return { first: subnet.base + 2n, last: subnet.base + subnetSize(subnet) - 2n };
}
