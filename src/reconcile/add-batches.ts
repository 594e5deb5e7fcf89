// Replicas of a service are replaced some at a time: each batch after the one before, with a pause between.
import { changeStepId, endStepId, hasSuccessor, type PlannedContainer } from './decide-restarts.ts';
import type { UpdateStrategy } from './desired.ts';
import type { ClaimOrder } from './order-claims.ts';
import type { PlanDraft } from './plan-draft.ts';
import { sortedBy } from './sorting.ts';

export type BatchInput = {
  readonly strategy: UpdateStrategy | undefined;
  readonly claims: ClaimOrder;
};

/** Orders the recreations of one service's containers, whose steps are in the draft. */
export function addBatches(draft: PlanDraft, containers: readonly PlannedContainer[], input: BatchInput): void {
  const { strategy } = input;
  if (!strategy || containers.some((one) => givesWay(one, containers, input.claims))) return;
  const batches = batchesOf(containers, strategy);
  const service = containers[0]?.pair.wanted.spec.service ?? '';
  for (const [index, batch] of batches.entries()) {
    if (index === 0) continue;
    const earlier = batches.slice(0, index);
    const between = addPause(draft, earlier, { service, strategy, total: containers.length });
    for (const container of batch) draft.order(firstStepId(container), between);
  }
}

/** One that takes over something of another replica has its place in the order already. */
function givesWay(
  { pair }: PlannedContainer,
  containers: readonly PlannedContainer[],
  { after, afterStopOf }: ClaimOrder,
): boolean {
  const { name } = pair.wanted.spec;
  const [names, ids] = [after.get(name), afterStopOf.get(name)];
  if (!names && !ids) return false;
  return containers.some(
    ({ pair: other }) => names?.has(other.wanted.spec.name) || (other.found !== undefined && ids?.has(other.found.id)),
  );
}

function batchesOf(containers: readonly PlannedContainer[], strategy: UpdateStrategy): PlannedContainer[][] {
  const changing = containers.filter(({ change }) => change.kind === 'recreate' && change.way !== 'together');
  // Unasked, only what is replaced without downtime takes its time.
  const chosen = strategy.parallelism === null ? changing.filter(({ change }) => hasSuccessor(change)) : changing;
  const size = strategy.parallelism ?? 1;
  const inOrder = sortedBy(chosen, ({ pair }) => String(pair.wanted.spec.replica));
  if (size === 0) return [inOrder];
  return Array.from({ length: Math.ceil(inOrder.length / size) }, (_, index) =>
    inOrder.slice(index * size, (index + 1) * size),
  );
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
