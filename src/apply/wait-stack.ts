// Waits until a stack is ready: every container runs, is healthy where it has a check, or has done what others wait for.
import { ContainerError } from '../core/errors.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { Stack } from '../stack/model.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { lastLogLines, waitForService } from './wait-service.ts';

export type StackWait = {
  readonly signal: AbortSignal;
  /** null waits for ever. */
  readonly timeoutMs: number | null;
  /** Those that are not waited for. */
  readonly isLeftOut?: (view: ContainerView) => boolean;
};

/** Throws what the first container that cannot get ready tells, or `wait-timeout`. */
export async function waitForStack(engine: Engine, stack: Stack, wait: StackWait): Promise<void> {
  const timeout = wait.timeoutMs === null ? undefined : AbortSignal.timeout(wait.timeoutMs);
  const signal = timeout ? AbortSignal.any([wait.signal, timeout]) : wait.signal;
  const completes = completingServices(stack);
  const views = engine.containers.list(stack.name).filter((view) => !wait.isLeftOut?.(view));
  const context = {
    containers: engine.containers,
    events: engine.containerEvents,
    signal,
    lastLines: (id: string) => lastLogLines(engine, id),
  };
  try {
    await Promise.all(
      views.map(({ record, health }) => {
        const service = record.spec.service ?? record.name;
        const condition = completes.has(service) ? 'completed' : health === 'none' ? 'started' : 'healthy';
        return waitForService({ service, containers: [record.name], condition }, context);
      }),
    );
  } catch (error) {
    if (!timeout?.aborted) throw error;
    throw new ContainerError('wait-timeout', {
      message: `the stack was not ready after ${(wait.timeoutMs ?? 0) / 1000} s`,
      cause: error,
    });
  }
}

/** Services whose end is what others wait for. */
function completingServices({ services }: Stack): ReadonlySet<string> {
  const dependencies = Object.values(services).flatMap((service) => Object.entries(service.dependsOn));
  return new Set(
    dependencies.flatMap(([name, { condition }]) => (condition === 'service_completed_successfully' ? [name] : [])),
  );
}
