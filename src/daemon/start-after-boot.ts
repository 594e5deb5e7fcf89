// After a reboot: what a restart policy wants back comes up in the order of its dependencies, with their conditions, stacks
// side by side. A dependency that does not get there in its time holds nobody back for ever.

import type { EnginePort as Engine } from '../apply/engine-port.ts';
import { readSealed } from '../apply/seal-stack.ts';
import { waitForService } from '../apply/wait-service.ts';
import { Semaphore } from '../core/mutex.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import { desiredService } from '../reconcile/desire.ts';
import type { DesiredDependency, DesiredService } from '../reconcile/desired.ts';
import type { Stack } from '../stack/model.ts';

const STARTS_AT_ONCE = 4;
const DEFAULT_PATIENCE_MS = 5 * 60_000;

export type BootOptions = {
  readonly engine: Engine;
  readonly warn: (code: string, message: string) => void;
  /** Aborted when the daemon ends. */
  readonly signal: AbortSignal;
  /** How long the condition of a dependency may take; five minutes if left out. */
  readonly patienceMs?: number | undefined;
};

/** Starts all that waits since the reboot. Resolves when each has been started, or was taken up by somebody else. */
export async function startAfterBoot(options: BootOptions): Promise<void> {
  const starts = new Semaphore(STARTS_AT_ONCE);
  const byStack = Map.groupBy(waitingViews(options.engine), ({ record }) => record.spec.stack);
  await Promise.all([...byStack].map(([stack, views]) => new StackStart({ ...options, starts }, stack, views).all()));
}

function waitingViews({ containers }: Engine): ContainerView[] {
  return containers.waiting().flatMap((id) => containers.find(id) ?? []);
}

class StackStart {
  readonly #options: BootOptions & { readonly starts: Semaphore };
  readonly #stack: string | null;
  readonly #views: readonly ContainerView[];
  readonly #services: ReadonlyMap<string, DesiredService>;
  readonly #started = new Map<string, Promise<void>>();

  constructor(
    options: BootOptions & { readonly starts: Semaphore },
    stack: string | null,
    views: readonly ContainerView[],
  ) {
    this.#options = options;
    this.#stack = stack;
    this.#views = views;
    this.#services = appliedServices(options.engine, stack);
  }

  async all(): Promise<void> {
    const services = new Set(this.#views.map(({ record }) => record.spec.service ?? record.name));
    await Promise.all([...services].map((service) => this.#start(service)));
  }

  /** Each service once, whoever asks for it first. */
  #start(service: string): Promise<void> {
    const known = this.#started.get(service);
    if (known) return known;
    // Set before its dependencies are asked: on a circle, which the loader refuses, it ends all the same.
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#started.set(service, promise);
    void this.#startAfterDependencies(service).then(resolve);
    return promise;
  }

  async #startAfterDependencies(service: string): Promise<void> {
    const dependencies = this.#services.get(service)?.dependencies ?? [];
    const mine = this.#views.filter(({ record }) => (record.spec.service ?? record.name) === service);
    if (mine.length > 0) await Promise.all(dependencies.map((dependency) => this.#await(service, dependency)));
    else await Promise.all(dependencies.map((dependency) => this.#start(dependency.service)));
    await Promise.all(mine.map((view) => this.#resume(view)));
  }

  async #await(service: string, dependency: DesiredDependency): Promise<void> {
    await this.#start(dependency.service);
    const { engine, signal, patienceMs = DEFAULT_PATIENCE_MS } = this.#options;
    const containers = engine.containers
      .list(this.#stack ?? undefined)
      .filter(({ record }) => record.spec.service === dependency.service)
      .map(({ record }) => record.name);
    const patience = AbortSignal.timeout(patienceMs);
    try {
      await waitForService(
        { service: dependency.service, containers, condition: dependency.condition },
        {
          containers: engine.containers,
          events: engine.containerEvents,
          signal: AbortSignal.any([signal, patience]),
          lastLines: async () => [],
        },
      );
    } catch (error) {
      if (signal.aborted || !dependency.required) return;
      const reason = patience.aborted ? `it took longer than ${patienceMs / 1000} s` : messageOf(error);
      this.#options.warn(
        'dependency-not-ready',
        `stack "${this.#stack}": service "${service}" is started although "${dependency.service}" is not ${dependency.condition}: ${reason}`,
      );
    }
  }

  async #resume({ record }: ContainerView): Promise<void> {
    const { engine, signal, starts, warn } = this.#options;
    await starts.run(async () => {
      if (signal.aborted) return;
      await engine.containers.resume(record.id).catch((error: unknown) => {
        warn('restart-failed', `${record.name}: ${messageOf(error)}`);
      });
    });
  }
}

/** Of the model that was applied last; without one, containers depend on nothing. */
function appliedServices(engine: Engine, name: string | null): ReadonlyMap<string, DesiredService> {
  const model = name === null ? undefined : engine.stacks.find(name)?.model;
  if (model === undefined) return new Map();
  // The values of its secrets have no part in the order.
  const stack = readSealed(model) as unknown as Stack;
  return new Map(Object.values(stack.services).map((service) => [service.name, desiredService(stack, service)]));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
