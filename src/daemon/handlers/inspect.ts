// Everything about one thing, by its name.
import { readSealed } from '../../apply/seal-stack.ts';
import { UsageError } from '../../core/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { containerSummary } from '../summaries.ts';

/** A container, network, volume, image or stack, looked for in this order. Throws `not-found`. */
export async function inspect(
  { name }: { readonly name: string },
  engine: Engine,
): Promise<{ kind: string; value: unknown }> {
  const container = engine.containers.find(name);
  if (container) {
    const { spec, ...record } = container.record;
    return {
      kind: 'container',
      value: {
        ...containerSummary(engine, container),
        record,
        spec,
        health: container.healthState ?? container.health,
        paths: engine.containers.pathsOf(container.record.id),
      },
    };
  }
  const network = engine.networks.listNetworks().find((candidate) => candidate.spec.name === name);
  if (network) return { kind: 'network', value: { ...network, elsewhere: endpointsElsewhere(engine, network) } };
  const volume = engine.volumes.find(name);
  if (volume) return { kind: 'volume', value: { ...volume, path: engine.volumes.path(name) } };
  const image = engine.images.find(name);
  if (image) return { kind: 'image', value: { ...image, config: engine.images.config(image.id) } };
  const stack = engine.stacks.find(name);
  if (stack) return { kind: 'stack', value: { ...stack, model: readSealed(stack.model) } };
  throw new UsageError('not-found', { message: `there is no container, network, volume, image or stack "${name}"` });
}

/** Of an overlay network: who is on it on other hosts. */
function endpointsElsewhere({ networks }: Engine, { name, overlay }: NetworkRecord): unknown {
  if (!overlay) return [];
  const others = networks.overlay?.nodes().filter(({ isThis }) => !isThis) ?? [];
  return others.flatMap(({ node, endpoints }) =>
    endpoints.filter(({ network }) => network === name).map((endpoint) => ({ node, ...endpoint })),
  );
}
