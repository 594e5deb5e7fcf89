// A registry of its own for a test, with the images it asks for.
import { debianImage, debianSkipReason } from '../support/debian-image.ts';
import { busyboxImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { type Registry, registrySkipReason, startRegistry } from '../support/registry.ts';
import { needsEngine } from './scenario.ts';

/** For `describe(name, needsRegistry, …)`. */
export const needsRegistry = { skip: needsEngine.skip || registrySkipReason() };

/** For `describe(name, needsDebian, …)`. */
export const needsDebian = { skip: needsRegistry.skip || debianSkipReason() };

const IMAGES = { busybox: busyboxImage, debian: debianImage };

export type ImageName = keyof typeof IMAGES;

/** References by tag and by digest, to pull by. */
export type ServedImage = { readonly byTag: string; readonly byDigest: string };

export type ServedImages<Name extends ImageName> = AsyncDisposable & {
  readonly registry: Registry;
  readonly images: Readonly<Record<Name, ServedImage>>;
};

/** Starts a registry that keeps its files in `directory`; disposing of the result stops it. */
export async function serveImages<Name extends ImageName>(
  directory: string,
  names: readonly Name[],
): Promise<ServedImages<Name>> {
  const registry = await startRegistry(directory);
  const served = await Promise.all(names.map(async (name) => [name, await serveImage(registry, name)] as const));
  return {
    registry,
    images: Object.fromEntries(served) as Record<Name, ServedImage>,
    [Symbol.asyncDispose]: () => registry[Symbol.asyncDispose](),
  };
}

async function serveImage({ url, address }: Registry, name: ImageName): Promise<ServedImage> {
  const digest = await pushImage({ registryUrl: url, repository: name, tag: 'test' }, await IMAGES[name]());
  return { byTag: `${address}/${name}:test`, byDigest: `${address}/${name}@${digest}` };
}
