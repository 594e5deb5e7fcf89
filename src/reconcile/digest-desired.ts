// What makes two desired states the same: everything that ends up on the machine, and nothing of how it gets there.
import { digestOf } from '../core/hash.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { DesiredState } from './desired.ts';

/** Equal for equal services, containers, networks, volumes and build inputs; images count by their reference. */
export function digestOfDesired({ stack, services, images, networks, volumes, containers }: DesiredState): string {
  const built = images.map(({ reference, how }) => ({ reference, inputs: how.kind === 'build' ? how.inputs : null }));
  const specs = containers.map(({ spec, dependencies }) => ({ spec: withoutContent(spec), dependencies }));
  const named = services.map(({ name, dependencies }) => ({ name, dependencies }));
  return digestOf({ stack, services: named, images: built, networks, volumes, containers: specs });
}

/** Files have a digest of their own, which tells nothing of a short secret. */
function withoutContent(spec: ContainerSpec): unknown {
  return { ...spec, imageId: '', files: spec.files.map(({ source: _, ...file }) => file) };
}
