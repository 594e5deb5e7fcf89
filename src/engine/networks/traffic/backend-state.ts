// Who gets new connections, among containers that could. Pure: the same rule for published ports, the proxy and names.

export type Health = 'none' | 'starting' | 'healthy' | 'unhealthy';

/** What was told. `auto` leaves it to health; `held`: not yet; `draining`: no more; `share:100`: that many thousandths. */
export type Intent = 'auto' | 'held' | 'draining' | `share:${number}`;

/** Of new connections, in thousandths; null for a backend that is one among equals. */
export function shareOf({ intent }: Pick<Backend, 'intent'>): number | null {
  return intent.startsWith('share:') ? Number(intent.slice('share:'.length)) : null;
}

export type Backend = { readonly intent: Intent; readonly isRunning: boolean; readonly health: Health };

/** What is asked about each of those who could have a connection. */
export type Choice = {
  readonly rankOf: (containerId: string) => number;
  /** Of new connections, in thousandths; null for one among equals. */
  readonly shareOf: (containerId: string) => number | null;
};

/** Anybody may have it. */
export const EQUALS: Choice = { rankOf: () => 0, shareOf: () => null };

/** For people and for the runner; `away` does not run. */
export type BackendState = 'joining' | 'serving' | 'unhealthy' | 'draining' | 'away';

export function stateOf({ intent, isRunning, health }: Backend): BackendState {
  if (!isRunning) return 'away';
  if (intent === 'draining') return 'draining';
  if (intent === 'held') return 'joining';
  if (health === 'unhealthy') return 'unhealthy';
  return health === 'starting' ? 'joining' : 'serving';
}

/**
 * How far a backend is from being in service, 0 for one that is. While nobody is, the nearest ones are: those whose health
 * is not known or bad before those that were told to wait, these before those that were told to go, whatever runs before
 * what does not. So a single container is reachable from its start, and connections find somebody as long as there is one.
 */
export function rankOf(backend: Backend): number {
  switch (stateOf(backend)) {
    case 'serving':
      return 0;
    case 'unhealthy':
      return 1;
    case 'joining':
      return backend.intent === 'held' ? 2 : 1;
    case 'draining':
      return 3;
    case 'away':
      return 4;
  }
}

/** Those of the members that get new connections: the ones of the best rank. Empty only if there are no members. */
export function inService<Member>(members: Iterable<Member>, rank: (member: Member) => number): Member[] {
  let best = Infinity;
  let chosen: Member[] = [];
  for (const member of members) {
    const own = rank(member);
    if (own < best) [best, chosen] = [own, []];
    if (own === best) chosen.push(member);
  }
  return chosen;
}
