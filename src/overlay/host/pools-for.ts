import type { WantedNetwork } from '../store/choose-network.ts';
import { parseSubnet } from '../store/subnet.ts';

/** The pools of the families that a network is to have. Pure. */
export function poolsFor({ options }: Pick<WantedNetwork, 'options'>, pools: readonly string[]): readonly string[] {
  if (options['ipv6'] === 'true') return pools;
  return pools.filter((pool) => parseSubnet(pool)?.family === 4);
}
