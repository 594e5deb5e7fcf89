// A registry that serves the Debian image, for the examples that build on it.
import { debianImage, debianSkipReason } from '../support/debian-image.ts';
import { pushImage } from '../support/push-image.ts';
import { type Registry, registrySkipReason, startRegistry } from '../support/registry.ts';
import { needsEngine } from './scenario.ts';

/** For `describe(name, needsDebian, …)`. */
export const needsDebian = { skip: needsEngine.skip || debianSkipReason() || registrySkipReason() };

export type DebianRegistry = { readonly registry: Registry; readonly baseImage: string };

/** Starts one that keeps its files in `directory`; `baseImage` is the reference to pull by. */
export async function startDebianRegistry(directory: string): Promise<DebianRegistry> {
  const image = await debianImage();
  const registry = await startRegistry(directory);
  await pushImage({ registryUrl: registry.url, repository: 'debian', tag: 'test' }, image);
  return { registry, baseImage: `${registry.address}/debian:test` };
}
