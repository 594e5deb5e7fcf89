// `dockr build`: a plan of builds alone, carried out like any other.
import type { DockrEvent } from '../core/events.ts';
import { digestOf } from '../core/hash.ts';
import type { Plan, Step } from '../reconcile/plan.ts';
import type { Service, Stack } from '../stack/model.ts';
import { buildOne, imageNameOf } from './build-service.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { runPlan } from './run-plan.ts';

export type BuildServicesRequest = {
  readonly stack: Stack;
  /** Empty is all that have a build. */
  readonly services: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly args: Readonly<Record<string, string>>;
};

export type BuildServicesOutcome = { readonly images: readonly string[]; readonly failed: readonly string[] };

export type BuildServicesContext = { readonly emit: (event: DockrEvent) => void; readonly signal: AbortSignal };

/** Builds images side by side, each after those that its named contexts are. */
export async function buildServices(
  engine: Engine,
  request: BuildServicesRequest,
  { emit, signal }: BuildServicesContext,
): Promise<BuildServicesOutcome> {
  const { stack } = request;
  const builds = buildsOf(stack, request.services);
  const { failed } = await runPlan(buildPlan(stack, builds), {
    journal: engine.journal,
    tracer: engine.tracer,
    signal,
    onEvent: emit,
    execute: async ({ id }) => {
      const service = builds.get(id);
      if (service) await buildOne(engine, stack, service, { ...request, stepId: id, signal, onEvent: emit });
      return 'done';
    },
  });
  const done = [...builds].filter(([id]) => !failed.includes(id));
  return { images: done.map(([, service]) => imageNameOf(stack, service)), failed };
}

/** By step id. Services with the same image have the same build, so that the first one's is enough. */
function buildsOf(stack: Stack, names: readonly string[]): ReadonlyMap<string, Service> {
  const builds = new Map<string, Service>();
  for (const service of Object.values(stack.services)) {
    const id = `build-image ${imageNameOf(stack, service)}`;
    if (service.build && (names.length === 0 || names.includes(service.name)) && !builds.has(id))
      builds.set(id, service);
  }
  return builds;
}

function buildPlan(stack: Stack, builds: ReadonlyMap<string, Service>): Plan {
  const steps = [...builds].map(([id, service]): Step => {
    const contexts = Object.values(service.build?.additionalContexts ?? {});
    const bases = contexts.flatMap((context) => stack.services[context.replace(/^service:/, '')] ?? []);
    return {
      kind: 'build-image',
      id,
      reference: imageNameOf(stack, service),
      inputs: '',
      because: [{ kind: 'asked', text: 'build' }],
      after: bases.map((base) => `build-image ${imageNameOf(stack, base)}`).filter((other) => builds.has(other)),
    };
  });
  return { id: digestOf(steps), stack: stack.name, steps, warnings: [], unchanged: [] };
}
