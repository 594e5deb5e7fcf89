// Which containers of this host have which addresses, as the engine tells. Pure.
import type { LocalNetwork } from '../overlay.ts';
import type { Claim } from './given-up-addresses.ts';

/** Those of `before` that are not among those of `now`. */
export function goneClaims(before: readonly LocalNetwork[], now: readonly LocalNetwork[]): readonly Claim[] {
  const present = new Set(now.flatMap(claimsOf).map(claimKey));
  return before.flatMap(claimsOf).filter((claim) => !present.has(claimKey(claim)));
}

/** The same text for the same claim. */
export function claimKey({ network, container, address }: Claim): string {
  return `${network.id} ${container} ${address}`;
}

function claimsOf({ definition, endpoints }: LocalNetwork): Claim[] {
  return endpoints.map(({ container, address }) => ({ network: definition, container, address }));
}
