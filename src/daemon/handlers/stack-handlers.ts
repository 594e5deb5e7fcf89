// up, plan, down, build: the routes that plan and apply.
import type {
  BuildRequest,
  DownRequest,
  PlanRequest,
  PlanResult,
  TraceSpan,
  UpRequest,
  UpResult,
} from '../../api/messages.ts';
import type { StreamRoutes } from '../../api/routes.ts';
import { applyDown, planFor, showPlan } from '../../apply/apply-stack.ts';
import { applyWithRollback } from '../../apply/apply-with-rollback.ts';
import { buildServices } from '../../apply/build-services.ts';
import { checkNetworks } from '../../apply/check-networks.ts';
import type { EnginePort as Engine } from '../../apply/engine-port.ts';
import { waitForStack } from '../../apply/wait-stack.ts';
import { ContainerError, UsageError } from '../../core/errors.ts';
import { digestOf } from '../../core/hash.ts';
import type { StreamContext } from '../server.ts';
import { type Claim, type StackTurns, supersession } from '../stack-turns.ts';
import { containerSummaries } from '../summaries.ts';
import { shownModels } from './history-handlers.ts';

export type StackContext = { readonly engine: Engine; readonly turns: StackTurns };

export async function plan(request: PlanRequest, { engine }: StackContext): Promise<PlanResult> {
  const { plan } = await planFor(engine, request);
  checkNetworks(engine, plan);
  const shown = showPlan(engine, plan);
  return request.withModels ? { plan: shown, models: shownModels(request.stack, engine) } : { plan: shown };
}

export function up(request: UpRequest, context: StackContext, stream: StreamContext): Promise<UpResult> {
  const { engine } = context;
  return inTurn(request.stack.name, { ...context, stream, claim: claimOf(request) }, async (signal) => {
    const outcome = await traced(engine, request, () => applyInTurn(request, context, { ...stream, signal }));
    return { ...outcome, containers: containerSummaries(engine, request.stack.name) };
  });
}

function claimOf({ stack, scale, policy: { services } }: UpRequest): Claim {
  return { kind: 'up', services, digest: digestOf({ stack, scale }) };
}

async function applyInTurn(
  request: UpRequest,
  context: StackContext,
  stream: StreamContext,
): Promise<Pick<UpResult, 'plan' | 'failed' | 'rolledBack'>> {
  const verify = request.wait ? () => waitUntilReady(request, context, stream) : undefined;
  try {
    const { plan, failed, rolledBack } = await applyWithRollback(context.engine, request, stream, verify);
    const newer = failed.length > 0 ? supersession(stream.signal) : undefined;
    if (newer) throw newer;
    return { plan, failed, rolledBack };
  } catch (error) {
    throw supersession(stream.signal) ?? error;
  }
}

/** One stack is worked on by one request at a time. The others say that they wait; one that is called off does nothing. */
function inTurn<T>(
  stack: string,
  { turns, stream, claim }: StackContext & { readonly stream: StreamContext; readonly claim: Claim },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const onWait = (how: 'waits' | 'givenUp'): void => {
    const then = how === 'waits' ? 'waiting for its end' : 'it is given up for this one';
    const message = `another command works on stack "${stack}": ${then}`;
    stream.emit({ type: 'warning', code: 'stack-busy', message });
  };
  return turns.run(stack, { claim, signal: stream.signal, onWait }, (signal) => {
    if (!signal.aborted) return work(signal);
    const message = `interrupted while waiting for another command on stack "${stack}"`;
    throw new ContainerError('interrupted', { message });
  });
}

/** Adds the daemon's spans to the result if they are asked for. */
async function traced<T extends object>(
  engine: Engine,
  request: { readonly trace: boolean },
  work: () => Promise<T>,
): Promise<T & { readonly trace?: readonly TraceSpan[] }> {
  if (!request.trace) return work();
  const stop = engine.tracer.record();
  try {
    const result = await work();
    return { ...result, trace: stop().map((span): TraceSpan => ({ ...span, process: 'daemon' })) };
  } finally {
    stop();
  }
}

/** `--wait`: every container runs, is healthy where it has a check, or has done what others wait for. */
function waitUntilReady(request: UpRequest, { engine }: StackContext, { signal }: StreamContext): Promise<void> {
  return waitForStack(engine, request.stack, { signal, timeoutMs: request.waitTimeoutMs });
}

export function down(
  request: DownRequest,
  context: StackContext,
  stream: StreamContext,
): Promise<StreamRoutes['down']['result']> {
  const { engine } = context;
  return inTurn(request.stack, { ...context, stream, claim: { kind: 'down' } }, () =>
    traced(engine, request, () => applyDown(engine, request, stream)),
  );
}

export function build(
  request: BuildRequest,
  context: StackContext,
  stream: StreamContext,
): Promise<StreamRoutes['build']['result']> {
  const { engine } = context;
  for (const name of request.services) {
    if (!request.stack.services[name])
      throw new UsageError('unknown-service', { message: `stack "${request.stack.name}" has no service "${name}"` });
  }
  const work = () => traced(engine, request, () => buildServices(engine, request, stream));
  return inTurn(request.stack.name, { ...context, stream, claim: { kind: 'other' } }, work);
}
