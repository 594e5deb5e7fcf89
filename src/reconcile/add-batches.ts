// Replicas of a service are replaced some at a time: each batch after the one before, with a pause between.
import { changeStepId, endStepId, hasSuccessor, type PlannedContainer } from './decide-restarts.ts';
import type { UpdateStrategy } from './desired.ts';
import type { PlanDraft } from './plan-draft.ts';
import { sortedBy } from './sorting.ts';

/** Orders the recreations of one service's containers, whose steps are in the draft. */
export function addBatches(
  draft: PlanDraft,
  containers: readonly PlannedContainer[],
  strategy: UpdateStrategy | undefined,
): void {
  if (!strategy) return;
  const batches = batchesOf(draft, containers, strategy);
  const service = containers[0]?.pair.wanted.spec.service ?? '';
  for (const [index, batch] of batches.entries()) {
    if (index === 0) continue;
    const earlier = batches.slice(0, index);
    const between = addPause(draft, earlier, { service, strategy, total: containers.length });
    for (const container of batch) draft.order(firstStepId(container), between);
  }
}

function batchesOf(
  draft: PlanDraft,
  containers: readonly PlannedContainer[],
  strategy: UpdateStrategy,
): PlannedContainer[][] {
  const changing = containers.filter(({ change }) => change.kind === 'recreate' && change.way !== 'together');
  // Unasked, only what is replaced without downtime takes its time.
  const chosen = strategy.parallelism === null ? changing.filter(({ change }) => hasSuccessor(change)) : changing;
  const size = strategy.parallelism ?? 1;
  const ordered = inOrder(draft, chosen);
  if (size === 0) return [ordered];
  return Array.from({ length: Math.ceil(ordered.length / size) }, (_, index) =>
    ordered.slice(index * size, (index + 1) * size),
  );
}

/** By replica, but one that takes over something of another comes after it. */
function inOrder(draft: PlanDraft, containers: readonly PlannedContainer[]): PlannedContainer[] {
  const byFirstStep = new Map(containers.map((container) => [firstStepId(container), container]));
  const ordered: PlannedContainer[] = [];
  const seen = new Set<PlannedContainer>();
  const visit = (container: PlannedContainer): void => {
    if (seen.has(container)) return;
    seen.add(container);
    const before = draft.ancestorsOf(firstStepId(container));
    for (const giver of byReplica([...before].flatMap((id) => byFirstStep.get(id) ?? []))) visit(giver);
    ordered.push(container);
  };
  for (const container of byReplica(containers)) visit(container);
  return ordered;
}

function byReplica(containers: readonly PlannedContainer[]): PlannedContainer[] {
  return sortedBy(containers, ({ pair }) => String(pair.wanted.spec.replica));
}

type PauseInput = { readonly service: string; readonly strategy: UpdateStrategy; readonly total: number };

/** Ids of what the next batch comes after: a pause, or the ends of the batches before it. */
function addPause(
  draft: PlanDraft,
  earlier: readonly (readonly PlannedContainer[])[],
  { service, strategy, total }: PauseInput,
): string[] {
  const tolerated = toleratedFailures(strategy, total);
  // Whoever counts failures has to see all of them; else the last batch stands for those before it.
  const seen = tolerated > 0 ? earlier.flat() : (earlier.at(-1) ?? []);
  const ends = seen.flatMap((container) => endStepId(container) ?? []);
  if (strategy.delayMs === 0 && tolerated === 0) return ends;
  const last = earlier.at(-1) ?? [];
  const pause = draft.add(
    {
      kind: 'pause',
      id: `pause ${service} ${earlier.length}`,
      service,
      ms: strategy.delayMs,
      tolerated,
      because: [{ kind: 'state', text: 'between two batches' }],
      when: { done: last.flatMap((container) => changeStepId(container) ?? []), notDone: [] },
    },
    ends,
  );
  return [pause];
}

/** `continue` goes on whatever happens; the others as long as few enough failed. */
function toleratedFailures({ failureAction, maxFailureRatio }: UpdateStrategy, total: number): number {
  return failureAction === 'continue' ? total : Math.floor(maxFailureRatio * total);
}

function firstStepId({ pair, change }: PlannedContainer): string {
  if (change.kind === 'recreate' && change.way === 'promote') return `wait-ready ${pair.wanted.spec.name}`;
  const starts = hasSuccessor(change);
  return `${starts ? 'start-successor' : 'recreate-container'} ${pair.wanted.spec.name}`;
}
