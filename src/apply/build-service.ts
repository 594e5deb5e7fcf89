// Builds the images of services.
import { BuildError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { BuildSpec } from '../engine/build/build-spec.ts';
import type { Build } from '../stack/model/build.ts';
import type { Service, Stack } from '../stack/model.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import type { StepContext } from './step-context.ts';

/** The name of a service's image: what the file says, else `<stack>-<service>` as in Compose. */
export function imageNameOf(stack: Stack, service: Service): string {
  return service.image ?? `${stack.name}-${service.name}`;
}

/** A build step: every service with that image has the same build, the first one's. */
export async function buildService(stepId: string, reference: string, context: StepContext): Promise<'done'> {
  const { stack, engine, signal, onEvent } = context;
  const service = Object.values(stack?.services ?? {}).find(
    (candidate) => candidate.build && stack && imageNameOf(stack, candidate) === reference,
  );
  if (!stack || !service?.build)
    throw new BuildError('nothing-to-build', { message: `no service builds image "${reference}"` });
  await buildOne(engine, stack, service, {
    stepId,
    signal,
    onEvent,
    noCache: service.build.noCache,
    pull: service.build.pull,
    args: {},
  });
  return 'done';
}

export type BuildOptions = {
  readonly stepId: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: DockrEvent) => void;
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly args: Readonly<Record<string, string>>;
};

/** Builds the image of one service and names it; gives its id. */
export async function buildOne(engine: Engine, stack: Stack, service: Service, options: BuildOptions): Promise<string> {
  if (!service.build) throw new BuildError('nothing-to-build', { message: `service "${service.name}" has no build` });
  const { stepId, signal, onEvent } = options;
  const spec = buildSpecOf(stack, { ...service.build, args: { ...service.build.args, ...options.args } });
  const { imageId } = await engine.builder.build(spec, {
    name: imageNameOf(stack, service),
    signal,
    noCache: options.noCache,
    pull: options.pull,
    onOutput: (line) => onEvent({ type: 'output', id: stepId, line }),
    onProgress: (progress) => onEvent({ type: 'progress', id: stepId, ...progress }),
    onWarning: (warning) =>
      onEvent({ type: 'warning', code: 'dockerfile', message: `${warning.rule}: ${warning.message}` }),
    onStep: (title, status, ms) => {
      if (status !== 'started')
        onEvent({ type: 'output', id: stepId, line: `${title}  ${status} ${Math.round(ms)}ms` });
    },
  });
  return imageId;
}

/** The engine's words for a build; `service:NAME` contexts become the image of that service. */
export function buildSpecOf(stack: Stack, build: Build): BuildSpec {
  const contexts = Object.entries(build.additionalContexts).map(([name, value]) => {
    const service = value.startsWith('service:') ? stack.services[value.slice('service:'.length)] : undefined;
    return [name, service ? `docker-image://${imageNameOf(stack, service)}` : value] as const;
  });
  return { ...build, additionalContexts: Object.fromEntries(contexts), owner: stack.name };
}
