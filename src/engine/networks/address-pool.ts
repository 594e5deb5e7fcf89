// Which subnet a network gets and which address a container gets. Pure.
import { NetworkError } from '../../core/errors.ts';
import { type Cidr, cidrSize, containsAddress, overlaps, parseCidr, toAddress, toNumber } from './cidr.ts';

/** Prefix length of the subnets that a pool is split into; a bridge has 1,024 ports at most, so wider ones are waste. */
const SUBNET_PREFIX_LENGTH = 24;

/** Pools as the configuration writes them: `10.89.0.0/16`. */
export function parsePools(pools: readonly string[]): readonly Cidr[] {
  return pools.map((text) => {
    const pool = parseCidr(text);
    if (pool) return pool;
    throw new NetworkError('invalid-subnet', {
      message: `address pool "${text}" is not an IPv4 prefix such as "10.89.0.0/16"`,
    });
  });
}

/** The first subnet of the pools that meets none of those in use. */
export function chooseSubnet(pools: readonly Cidr[], used: readonly Cidr[]): Cidr {
  for (const pool of pools) {
    const prefixLength = Math.max(pool.prefixLength, SUBNET_PREFIX_LENGTH);
    const size = 2 ** (32 - prefixLength);
    for (let base = pool.base; base < pool.base + cidrSize(pool); base += size) {
      const subnet = { base, prefixLength };
      if (!used.some((other) => overlaps(subnet, other))) return subnet;
    }
  }
  throw new NetworkError('no-free-subnet', {
    message: 'no subnet is free in the address pools',
    hint: 'remove unused networks, or give the network a subnet of its own',
  });
}

export type AddressRange = {
  /** First and last address that may be handed out. */
  readonly first: number;
  readonly last: number;
};

/** What may be handed out of a subnet: all but its own address and its broadcast address, within `ipRange` if given. */
export function addressRange(subnet: Cidr, ipRange?: Cidr): AddressRange {
  const ends = subnet.prefixLength >= 31 ? 0 : 1;
  const first = subnet.base + ends;
  const last = subnet.base + cidrSize(subnet) - 1 - ends;
  if (!ipRange) return { first, last };
  return { first: Math.max(first, ipRange.base), last: Math.min(last, ipRange.base + cidrSize(ipRange) - 1) };
}

/**
 * The next free address after `previous`, round and round: an address that was just freed is not handed out again while
 * caches still hold it. Undefined if all are taken.
 */
export function chooseAddress(range: AddressRange, used: ReadonlySet<string>, previous?: string): string | undefined {
  const count = range.last - range.first + 1;
  const after = previous === undefined ? 0 : Math.max(0, toNumber(previous) - range.first + 1);
  for (let step = 0; step < count; step++) {
    const address = toAddress(range.first + ((after + step) % count));
    if (!used.has(address)) return address;
  }
  return undefined;
}

/** Whether a container may ask for this address. */
export function isAssignable(subnet: Cidr, address: string): boolean {
  const range = addressRange(subnet);
  const number = toNumber(address);
  return containsAddress(subnet, number) && number >= range.first && number <= range.last;
}
