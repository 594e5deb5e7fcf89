// Takes back what a step did, when a later one shows that it does not do.
import type { Step } from '../reconcile/plan.ts';
import { undoDrain } from './drain-container.ts';
import { undoReplacement } from './replace-container.ts';
import { undoCanary } from './start-canary.ts';
import { undoSuccessor } from './start-successor.ts';
import type { StepContext } from './step-context.ts';

/** Can be run twice, and where nothing is left to be undone. */
export async function undoStep(step: Step, context: StepContext): Promise<void> {
  switch (step.kind) {
    case 'start-successor':
      return undoSuccessor({ container: step.container, name: step.spec.name }, context.engine);
    case 'start-canary':
      return undoCanary(step.spec.name, context.engine);
    case 'recreate-container':
      return undoReplacement(step.spec.name, context.engine);
    case 'drain-container':
      return undoDrain(step.container, context);
    default:
  }
}
