// Desired + observed + policy -> plan. Decides everything first, resource by resource, then writes the steps down in order.
import { addContainerSteps } from './add-container-steps.ts';
import { addImageSteps, addNetworkSteps, addUnusedNetworks, addVolumeSteps } from './add-resource-steps.ts';
import { decideStack } from './decide-stack.ts';
import type { DesiredState } from './desired.ts';
import { listTeardowns } from './list-teardowns.ts';
import { canonicalSnapshot } from './match-containers.ts';
import type { Plan, PlanPolicy } from './plan.ts';
import { PlanDraft } from './plan-draft.ts';
import { dependentsOf } from './scope.ts';
import type { Snapshot } from './snapshot.ts';
import { addTeardowns } from './teardown.ts';

export { planDown } from './plan-down.ts';

/** The steps that make what is into what should be. `_nowMs` is for rules that look at a clock: none does yet. */
export function planStack(desired: DesiredState, observed: Snapshot, policy: PlanPolicy, _nowMs: number): Plan {
  const snapshot = canonicalSnapshot(observed);
  const decisions = decideStack(desired, snapshot, policy);
  const draft = new PlanDraft();
  draft.warnings.push(...decisions.warnings);
  const images = addImageSteps(draft, decisions);
  const gone = addTeardowns(draft, listTeardowns(decisions, { snapshot, images }), dependentsOf(decisions.scope));
  addNetworkSteps(draft, decisions, { snapshot, gone });
  addVolumeSteps(draft, decisions);
  addContainerSteps(draft, decisions, gone);
  addUnusedNetworks(draft, decisions, { desired, snapshot, gone });
  return draft.finish(desired.stack);
}
