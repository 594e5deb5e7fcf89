// An update that fails leaves the stack as it was before: what ran well last is applied again, and what failed is remembered.
import { errorCode } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { Stack } from '../stack/model.ts';
import { type ApplyContext, type ApplyOutcome, type ApplyRequest, applyStack } from './apply-stack.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { lastGoodRevision } from './revisions.ts';
import { rollbackRequest } from './rollback-request.ts';

export type GuardedRequest = ApplyRequest & {
  /** False leaves a failed update as it is. */
  readonly rollback?: boolean;
  /** It was never found good: what is bad is its fault even if nothing had to be changed, as after a crash half-way. */
  readonly isUnproven?: boolean;
};

export type GuardedOutcome = ApplyOutcome & {
  /** Where the stack was brought back to. */
  readonly rolledBack: { readonly to: number; readonly failed: readonly string[] } | null;
};

/** Applies; `verify` may find out later that the new containers are no good, by throwing an error of a container. */
export async function applyWithRollback(
  engine: Engine,
  request: GuardedRequest,
  context: ApplyContext,
  verify: () => Promise<void> = async () => {},
): Promise<GuardedOutcome> {
  const applied = await applyStack(engine, request, context);
  const failure = applied.failed.length > 0 ? undefined : await verify().then(noFailure, keepFailure);
  if (applied.failed.length === 0 && !failure) {
    const { digest } = engine.revisions.find(request.stack.name, applied.revision ?? 0) ?? {};
    if (digest !== undefined) engine.quarantine.release(request.stack.name, digest);
    return { ...applied, rolledBack: null };
  }
  const isSuspect = request.isUnproven === true || changedServices(applied).length > 0;
  const isBad = failure ? isOfContainer(failure.error) && isSuspect : applied.bad.length > 0;
  const wanted =
    isBad && !context.signal.aborted && wantsRollback(request, failure ? changedServices(applied) : applied.bad);
  const rolledBack = wanted
    ? await rollBack(engine, request, { applied, context, reason: reasonOf(engine, request, { applied, failure }) })
    : null;
  if (failure) throw failure.error;
  return { ...applied, rolledBack };
}

type Failure = { readonly error: unknown };

function noFailure(): undefined {
  return undefined;
}

function keepFailure(error: unknown): Failure {
  return { error };
}

function isOfContainer(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    Reflect.get(error, 'kind') === 'container' &&
    errorCode(error) !== 'interrupted'
  );
}

/** What was up already and fails now did so without any change of ours. */
function changedServices({ plan }: ApplyOutcome): readonly string[] {
  const services = plan.steps.flatMap((step) => ('spec' in step && 'service' in step.spec ? [step.spec.service] : []));
  return [...new Set(services)].filter((service) => service !== null);
}

/** `update_config` decides where it is written (Compose specification: `pause` if it says nothing). */
function wantsRollback({ rollback = true, stack }: GuardedRequest, bad: readonly string[]): boolean {
  if (!rollback) return false;
  return bad.every((name) => actionOf(stack, name) === 'rollback');
}

function actionOf(stack: Stack, service: string): string {
  const update = stack.services[service]?.deploy?.updateConfig;
  return update ? (update.failureAction ?? 'pause') : 'rollback';
}

function reasonOf(
  engine: Engine,
  { stack }: GuardedRequest,
  { applied, failure }: { readonly applied: ApplyOutcome; readonly failure: Failure | undefined },
): string {
  if (failure) return failure.error instanceof Error ? failure.error.message : String(failure.error);
  return engine.revisions.find(stack.name, applied.revision ?? 0)?.error ?? 'it failed';
}

type Failed = { readonly applied: ApplyOutcome; readonly context: ApplyContext; readonly reason: string };

/** Null where there is nothing to go back to. */
async function rollBack(
  engine: Engine,
  request: GuardedRequest,
  { applied, context, reason }: Failed,
): Promise<GuardedOutcome['rolledBack']> {
  const { name } = request.stack;
  const bad = engine.revisions.find(name, applied.revision ?? 0);
  const good = lastGoodRevision(engine, name, applied.revision);
  // To go back to what is the same would fail the same.
  if (!bad || !good || good.digest === bad.digest) return null;
  const { revision } = bad;
  engine.quarantine.add({ stack: name, digest: bad.digest, revision, reason, createdAt: Date.now() });
  engine.revisions.setOutcome(name, revision, 'rolled-back');
  warn(context, 'rolling-back', `revision ${revision} failed; going back to revision ${good.revision}`);
  const back = rollbackRequest(engine, name, { to: good.revision, services: request.policy.services });
  // The plan that the caller has seen is the one that failed.
  const emit = (event: DockrEvent): void => {
    if (event.type !== 'plan') context.emit(event);
  };
  const { failed } = await applyStack(engine, { ...back, retry: true }, { ...context, emit });
  if (failed.length > 0)
    warn(context, 'rollback-failed', `going back to revision ${good.revision} failed, too: see "dockr ps -a"`);
  await engine.flush();
  return { to: good.revision, failed };
}

function warn({ emit }: ApplyContext, code: string, message: string): void {
  emit({ type: 'warning', code, message });
}
