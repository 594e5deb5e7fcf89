import type { PlanPolicy } from './plan.ts';

/** What differs is changed, what is not in the stack stays. */
export const USUAL_POLICY: PlanPolicy = {
  recreate: 'changed',
  removeOrphans: false,
  renewAnonymousVolumes: false,
  services: [],
  noDependencies: false,
  noStart: false,
};
