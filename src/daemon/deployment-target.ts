// What the agent applies deployments to: the engine, through the same planner and the same lock as `up` and `down`.
import type { ApplyRound, DownContext, Target, TargetContext, TargetOutcome } from '../agent/target.ts';
import { type ApplyOutcome, applyDown, applyStack, planFor, showPlan } from '../apply/apply-stack.ts';
import { applyWithRollback, type GuardedRequest } from '../apply/apply-with-rollback.ts';
import type { EnginePort as Engine } from '../apply/engine-port.ts';
import { PlanMemory } from '../apply/plan-memory.ts';
import { waitForStack } from '../apply/wait-stack.ts';
import { AgentError, toWireError, type WireError } from '../core/errors.ts';
import { digestOf } from '../core/hash.ts';
import type { Plan, PlanPolicy } from '../reconcile/plan.ts';
import { USUAL_POLICY } from '../reconcile/usual-policy.ts';
import type { Stack } from '../stack/model.ts';
import type { Claim, StackTurns } from './stack-turns.ts';
import { type DeploymentWatch, watchDeployment } from './watch-deployment.ts';

export function createDeploymentTarget(engine: Engine, turns: StackTurns): Target {
  const memory = new PlanMemory<ApplyOutcome>(engine);
  return {
    apply: (round, context) =>
      turns.run(round.stack.name, { claim: claimOf(round), signal: context.signal }, (signal) =>
        applyRound(engine, round, { ...context, signal, memory }),
      ),
    down: (stack, context) =>
      turns.run(stack, { claim: { kind: 'down' }, signal: context.signal }, () => takeDown(engine, stack, context)),
  };
}

/** What the first round of a deployment would change, as it may be seen. */
export async function planDeployment(engine: Engine, stack: Stack): Promise<Plan> {
  const round = {
    stack,
    kind: 'start',
    prunable: { services: [], networks: [] },
    retry: true,
    readyWithinMs: 0,
  } as const;
  return showPlan(engine, (await planFor(engine, requestOf(round))).plan);
}

/** What a repository says goes before what was asked for earlier; repairs wait. */
function claimOf({ stack, kind }: ApplyRound): Claim {
  return kind === 'repair' ? { kind: 'other' } : { kind: 'up', services: [], digest: digestOf({ stack }) };
}

type RoundContext = TargetContext & { readonly memory: PlanMemory<ApplyOutcome> };

function applyRound(engine: Engine, round: ApplyRound, { memory, ...context }: RoundContext): Promise<TargetOutcome> {
  return round.kind === 'repair' ? repair(engine, round, { ...context, memory }) : release(engine, round, context);
}

/** Most rounds are of this kind, and find nothing to do. */
async function repair(engine: Engine, round: ApplyRound, { memory, ...context }: RoundContext): Promise<TargetOutcome> {
  const watch = watchDeployment(context.emit);
  const request = { ...requestOf(round), memory };
  const outcome = await applyStack(engine, request, { ...context, emit: watch.emit });
  return { changed: isChanged(outcome, watch), error: errorOf(outcome, watch.failures()) };
}

/** Ends when everything is ready. What does not get so is taken back. */
async function release(engine: Engine, round: ApplyRound, context: TargetContext): Promise<TargetOutcome> {
  const watch = watchDeployment(context.emit);
  const { stack, readyWithinMs: timeoutMs } = round;
  let unready: unknown;
  const verify = (): Promise<void> =>
    waitForStack(engine, stack, { signal: context.signal, timeoutMs, isLeftOut: isStopped }).catch((error: unknown) => {
      unready = error;
      throw error;
    });
  try {
    const outcome = await applyWithRollback(engine, requestOf(round), { ...context, emit: watch.emit }, verify);
    const { bad, rolledBack } = outcome;
    return {
      changed: isChanged(outcome, watch),
      error: errorOf(outcome, watch.failures()),
      unhealthy: bad.length > 0,
      rolledBack: rolledBack && { failed: rolledBack.failed.length > 0 },
    };
  } catch (error) {
    // Nothing was begun, or what was begun was cut short.
    if (unready === undefined && !watch.isRollingBack()) throw error;
    const failed = watch.isRollbackFailed() || error !== unready;
    const isCutShort = context.signal.aborted;
    return {
      changed: watch.hasChanged(),
      error: toWireError(unready ?? error),
      unhealthy: !isCutShort,
      rolledBack: watch.isRollingBack() ? { failed } : null,
    };
  }
}

/** A person stopped it: nobody waits for that. */
function isStopped({ record }: { readonly record: { readonly state: string } }): boolean {
  return record.state === 'stopped';
}

function requestOf(round: ApplyRound): GuardedRequest {
  const { stack, kind, retry } = round;
  const policy = policyOf(round);
  const how = { scale: {}, build: 'when-changed', pull: 'as-declared' } as const;
  return { stack, policy, ...how, retry, isUnproven: true, cause: kind === 'repair' ? 'repair' : 'deploy' };
}

function policyOf({ stack, kind, prunable }: ApplyRound): PlanPolicy {
  return {
    ...USUAL_POLICY,
    removeOrphans: true,
    prunable,
    // The agent lets a stack without services through only where that is meant.
    allowEmpty: isEmpty(stack),
    keepEnded: kind === 'repair',
    keepStopped: kind === 'release',
  };
}

function isEmpty({ services }: Stack): boolean {
  return Object.keys(services).length === 0;
}

async function takeDown(
  engine: Engine,
  stack: string,
  { withAll = false, ...context }: DownContext,
): Promise<TargetOutcome> {
  const watch = watchDeployment(context.emit);
  const request = { stack, volumes: withAll, images: withAll ? 'local' : 'none', timeoutMs: null } as const;
  const outcome = await applyDown(engine, request, { ...context, emit: watch.emit });
  return { changed: isChanged(outcome, watch), error: errorOf(outcome, watch.failures()) };
}

/** A plan that was carried out to its end counts as a change, whatever of it turned out to be unneeded. */
function isChanged({ plan, failed }: ApplyOutcome, watch: DeploymentWatch): boolean {
  return failed.length === 0 ? plan.steps.length > 0 : watch.hasChanged();
}

/** That of the first step that failed. */
function errorOf({ failed }: ApplyOutcome, errors: readonly WireError[]): WireError | null {
  return failed.length === 0 ? null : (errors[0] ?? cutShort(failed));
}

function cutShort(failed: readonly string[]): WireError {
  return toWireError(
    new AgentError('steps-skipped', { message: `${failed.length} steps were not carried out`, output: failed }),
  );
}
