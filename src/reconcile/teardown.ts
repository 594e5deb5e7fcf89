// Stopping and removing containers in the reverse of the order in which they start.
import { isAlive } from './decide-networks.ts';
import type { Cause } from './plan.ts';
import type { PlanDraft } from './plan-draft.ts';
import type { ObservedContainer } from './snapshot.ts';
import { groupBy } from './sorting.ts';

export type Teardown = {
  readonly found: ObservedContainer;
  /** What steps call it. */
  readonly reference: string;
  readonly because: readonly Cause[];
  readonly remove: boolean;
  readonly withAnonymousVolumes: boolean;
  /** One of several replicas too many: highest first. */
  readonly surplus: boolean;
  /** Others go on in its place: it gets no new connection first, and time for those that are open. */
  readonly drains: boolean;
  /** Ids of steps that must have ended well before it is stopped. */
  readonly after: readonly string[];
};

/** By service: every one that depends on it. */
export type Dependents = ReadonlyMap<string, ReadonlySet<string>>;

/** Adds the steps; gives by container id the step after which it is out of the way. */
export function addTeardowns(
  draft: PlanDraft,
  teardowns: readonly Teardown[],
  dependents: Dependents,
): Map<string, string> {
  const last = new Map(teardowns.map((teardown) => [teardown.found.id, addTeardown(draft, teardown)]));
  const byService = groupBy(teardowns, ({ found }) => found.spec.service ?? '');
  for (const teardown of teardowns) {
    const services = [...(dependents.get(teardown.found.spec.service ?? '') ?? [])];
    const before = services.flatMap((service) => byService.get(service) ?? []);
    draft.order(firstStep(teardown), before.filter(({ found }) => isAlive(found)).map(firstStep));
  }
  for (const replicas of byService.values()) orderSurplus(draft, replicas);
  return last;
}

/** The step that ends its service. */
function firstStep({ found, reference }: Pick<Teardown, 'found' | 'reference'>): string {
  return isAlive(found) ? `stop-container ${reference}` : `remove-container ${reference}`;
}

function addTeardown(
  draft: PlanDraft,
  { found, reference, because, remove, withAnonymousVolumes, drains, after }: Teardown,
): string {
  const drainId = `drain-container ${reference}`;
  const drain =
    drains && isAlive(found)
      ? [draft.add({ kind: 'drain-container', id: drainId, container: reference, because }, after)]
      : [];
  const undoes = drain.length > 0 ? { undoes: drainId } : {};
  const stopping = {
    kind: 'stop-container',
    id: `stop-container ${reference}`,
    container: reference,
    because,
  } as const;
  const stop = isAlive(found) ? [draft.add({ ...stopping, ...undoes }, [...after, ...drain])] : [];
  if (!remove) return stop[0] ?? '';
  const id = `remove-container ${reference}`;
  return draft.add({ kind: 'remove-container', id, container: reference, withAnonymousVolumes, because }, [
    ...after,
    ...stop,
  ]);
}

function orderSurplus(draft: PlanDraft, replicas: readonly Teardown[]): void {
  const highestFirst = replicas
    .filter(({ surplus }) => surplus)
    .sort((a, b) => b.found.spec.replica - a.found.spec.replica);
  for (const [index, teardown] of highestFirst.entries()) {
    const higher = highestFirst[index - 1];
    if (higher) draft.order(firstStep(teardown), [`remove-container ${higher.reference}`]);
  }
}
