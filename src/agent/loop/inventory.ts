// What a deployment has made, by the names of its parts: only that may be removed when the repository no longer has it.
import type { Stack } from '../../stack/model.ts';
import type { Inventory } from '../../store/deployment-status.ts';
import type { Work } from './round.ts';

export const NOTHING: Inventory = { services: [], networks: [] };

/** What a commit declares; nothing where it has no stack of its own. */
export function declaredBy(work: Work): Inventory {
  return work.kind === 'stack' ? inventoryOf(work.stack) : NOTHING;
}

/** What a stack declares as its own. A service that is scaled to nothing has nothing that could be removed. */
function inventoryOf({ services, networks }: Stack): Inventory {
  return {
    services: wantedServices({ services }),
    networks: Object.values(networks)
      .flatMap(({ name, external }) => (external ? [] : [name]))
      .sort(),
  };
}

/** Names of the services of which there is to be something. */
export function wantedServices({ services }: Pick<Stack, 'services'>): readonly string[] {
  return Object.values(services)
    .flatMap(({ name, scale }) => (scale > 0 ? [name] : []))
    .sort();
}

/** Sorted, each name once. */
export function union(one: Inventory, other: Inventory): Inventory {
  return { services: merged(one.services, other.services), networks: merged(one.networks, other.networks) };
}

function merged(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])].sort();
}
