// The steps of a canary: one container more, which gets its share when it is ready.
import { waitReady } from './add-replacement-steps.ts';
import { type Change, withImage } from './decide-containers.ts';
import { changeStepId, type PlannedContainer, startCanaryId } from './decide-restarts.ts';
import type { Decisions } from './decide-stack.ts';
import type { Cause } from './plan.ts';
import type { PlanDraft } from './plan-draft.ts';
import { canaryName } from './replacement-names.ts';

type CanaryPart = {
  readonly container: PlannedContainer;
  readonly change: Extract<Change, { kind: 'canary' | 'share' }>;
  readonly decisions: Decisions;
  /** Ids of steps that must have ended well before. */
  readonly after: readonly string[];
};

/** Gives the id of the step after which the share is what it should be. */
export function addCanary(draft: PlanDraft, { container, change, decisions, after }: CanaryPart): string {
  const { spec } = container.pair.wanted;
  const step = {
    kind: 'share-traffic',
    id: changeStepId(container) ?? '',
    container: canaryName(spec.name),
    share: change.share,
  } as const;
  if (change.kind === 'share') return draft.add({ ...step, because: change.because }, after);
  const start = draft.add(
    {
      kind: 'start-canary',
      id: startCanaryId(spec.name),
      container: container.reference,
      spec: withImage(spec, decisions.images.get(spec.image)),
      because: change.because,
      unlessImageId: change.unlessImageId,
    },
    after,
  );
  const ready = draft.add(waitReady({ container, decisions }, canaryName(spec.name), start), [start]);
  return draft.add({ ...step, because: READY, when: { done: [start], notDone: [] }, undoes: start }, [ready]);
}

const READY: readonly Cause[] = [{ kind: 'state', text: 'it is ready' }];
