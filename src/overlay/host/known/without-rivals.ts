import type { EndpointRecord } from '../../store/records.ts';

/**
 * Those known from before that nobody has taken the place of: whose address or MAC a present endpoint of their network has
 * are gone, whether somebody says so or not. Pure.
 */
export function withoutRivals(
  before: readonly EndpointRecord[],
  present: readonly EndpointRecord[],
): readonly EndpointRecord[] {
  if (before.length === 0) return before;
  const taken = new Set(present.flatMap(placesOf));
  return before.filter((endpoint) => !placesOf(endpoint).some((place) => taken.has(place)));
}

function placesOf({ network, addresses, mac }: EndpointRecord): string[] {
  return [mac, ...addresses].map((place) => `${network} ${place}`);
}
