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
import type { EnginePort as Engine } from '../../apply/engine-port.ts';
import { lastLogLines, waitForService } from '../../apply/wait-service.ts';
import { ContainerError, UsageError } from '../../core/errors.ts';
import type { KeyedMutex } from '../../core/mutex.ts';
import type { StreamContext } from '../server.ts';
import { containerSummaries } from '../summaries.ts';
import { shownModels } from './history-handlers.ts';

export type StackContext = { readonly engine: Engine; readonly stackLocks: KeyedMutex };

export async function plan(request: PlanRequest, { engine }: StackContext): Promise<PlanResult> {
  const shown = showPlan(engine, (await planFor(engine, request)).plan);
  return request.withModels ? { plan: shown, models: shownModels(request.stack, engine) } : { plan: shown };
}

export function up(request: UpRequest, context: StackContext, stream: StreamContext): Promise<UpResult> {
  const { engine } = context;
  return inTurn(request.stack.name, { ...context, stream }, async () => {
    const outcome = await traced(engine, request, async () => {
      const verify = request.wait ? () => waitUntilReady(request, context, stream) : undefined;
      const { plan, failed, rolledBack } = await applyWithRollback(engine, request, stream, verify);
      return { plan, failed, rolledBack };
    });
    return { ...outcome, containers: containerSummaries(engine, request.stack.name) };
  });
}

/** One stack is worked on by one request at a time. The others say that they wait; one that is called off does nothing. */
function inTurn<T>(
  stack: string,
  { stackLocks, stream }: StackContext & { readonly stream: StreamContext },
  work: () => Promise<T>,
): Promise<T> {
  if (stackLocks.isBusy(stack)) {
    const message = `another command works on stack "${stack}": waiting for its end`;
    stream.emit({ type: 'warning', code: 'stack-busy', message });
  }
  return stackLocks.run(stack, () => {
    if (!stream.signal.aborted) return work();
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
async function waitUntilReady(request: UpRequest, { engine }: StackContext, stream: StreamContext): Promise<void> {
  const timeout = request.waitTimeoutMs === null ? undefined : AbortSignal.timeout(request.waitTimeoutMs);
  const signal = timeout ? AbortSignal.any([stream.signal, timeout]) : stream.signal;
  const services = Object.values(request.stack.services);
  const completes = new Set(
    services.flatMap((service) =>
      Object.entries(service.dependsOn).flatMap(([name, dependency]) =>
        dependency.condition === 'service_completed_successfully' ? [name] : [],
      ),
    ),
  );
  const views = engine.containers.list(request.stack.name);
  try {
    await Promise.all(
      views.map(({ record, health }) => {
        const service = record.spec.service ?? record.name;
        const condition = completes.has(service) ? 'completed' : health === 'none' ? 'started' : 'healthy';
        return waitForService(
          { service, containers: [record.name], condition },
          {
            containers: engine.containers,
            events: engine.containerEvents,
            signal,
            lastLines: (id) => lastLogLines(engine, id),
          },
        );
      }),
    );
  } catch (error) {
    if (!timeout?.aborted) throw error;
    throw new ContainerError('wait-timeout', {
      message: `the stack was not ready after ${(request.waitTimeoutMs ?? 0) / 1000} s`,
      cause: error,
    });
  }
}

export function down(
  request: DownRequest,
  context: StackContext,
  stream: StreamContext,
): Promise<StreamRoutes['down']['result']> {
  const { engine } = context;
  const work = () => traced(engine, request, () => applyDown(engine, request, stream));
  return inTurn(request.stack, { ...context, stream }, work);
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
  return inTurn(request.stack.name, { ...context, stream }, work);
}
