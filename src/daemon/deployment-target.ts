// What the agent applies deployments to: the engine, through the same planner and the same lock as `up` and `down`.
import type { Target, TargetContext, TargetOutcome } from '../agent/target.ts';
import { type ApplyOutcome, applyDown, applyStack } from '../apply/apply-stack.ts';
import type { EnginePort as Engine } from '../apply/engine-port.ts';
import { AgentError, toWireError, type WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { KeyedMutex } from '../core/mutex.ts';
import { USUAL_POLICY } from '../reconcile/usual-policy.ts';

export function createDeploymentTarget(engine: Engine, stackLocks: KeyedMutex): Target {
  return {
    apply: ({ stack, kind }, context) =>
      stackLocks.run(stack.name, () =>
        watched(context, (watching) => {
          const policy = { ...USUAL_POLICY, removeOrphans: true, keepEnded: kind === 'repair' };
          const how = { scale: {}, build: 'when-changed', pull: 'as-declared' } as const;
          const request = { stack, policy, ...how, cause: kind === 'repair' ? 'repair' : 'deploy' };
          return applyStack(engine, request, watching);
        }),
      ),
    down: (stack, context) =>
      stackLocks.run(stack, () =>
        watched(context, (watching) =>
          applyDown(engine, { stack, volumes: false, images: 'none', timeoutMs: null }, watching),
        ),
      ),
  };
}

/** Runs a plan and keeps the error of the first step that failed. */
async function watched(
  context: TargetContext,
  run: (context: TargetContext) => Promise<ApplyOutcome>,
): Promise<TargetOutcome> {
  const errors: WireError[] = [];
  const emit = (event: DockrEvent): void => {
    if (event.type === 'step' && event.status === 'failed' && event.error) errors.push(event.error);
    context.emit(event);
  };
  const { plan, failed } = await run({ ...context, emit });
  const error = failed.length === 0 ? null : (errors[0] ?? cutShort(failed));
  return { changed: plan.steps.length > 0, error };
}

function cutShort(failed: readonly string[]): WireError {
  return toWireError(
    new AgentError('steps-skipped', { message: `${failed.length} steps were not carried out`, output: failed }),
  );
}
