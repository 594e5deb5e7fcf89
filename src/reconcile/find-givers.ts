// Services whose old containers have what containers of other services are to have.
import { ClaimIndex } from './claim-index.ts';
import { claimsOf } from './claims.ts';
import type { PlannedContainer } from './decide-restarts.ts';

/** Of these services, those that have to give something up to another one: a port, an address, a name. */
export function findGivers(
  containers: readonly PlannedContainer[],
  services: ReadonlySet<string>,
): ReadonlySet<string> {
  const held = new ClaimIndex<string>();
  for (const container of containers) {
    const service = serviceOf(container);
    if (!services.has(service) || !container.pair.found) continue;
    for (const claim of claimsOf(container.pair.found.spec)) held.add(claim, service);
  }
  const givers = containers.flatMap((container) =>
    claimsOf(container.pair.wanted.spec).flatMap((claim) =>
      held.against(claim).filter((service) => service !== serviceOf(container)),
    ),
  );
  return new Set(givers);
}

function serviceOf({ pair }: PlannedContainer): string {
  return pair.wanted.spec.service ?? '';
}
