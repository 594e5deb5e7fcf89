// What a stack is made of on this machine, and is to be watched.
import { join, resolve } from 'node:path';
import type { Build } from '../stack/model/build.ts';
import type { Service, Stack } from '../stack/model.ts';
import { rulesOf, type SyncRule } from './sync/sync-rules.ts';

export type WatchTarget =
  /** Each by itself; they need not be there. */
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | {
      readonly kind: 'folder';
      readonly path: string;
      /** The first of these that is there says what is left out. */
      readonly ignoreFiles: readonly string[];
      /** Paths that the containers see live. */
      readonly except: readonly string[];
    }
  /** What a rule of `develop.watch` takes. */
  | { readonly kind: 'tree'; readonly rule: SyncRule };

/** `reads` are the files that the loader looked at. */
export function targetsOf(stack: Stack, reads: readonly string[]): readonly WatchTarget[] {
  const services = Object.values(stack.services);
  const files = new Set([...reads, ...grantedFiles(stack), ...services.flatMap(filesOfBuild)]);
  const trees = rulesOf(stack).rebuild.map((rule): WatchTarget => ({ kind: 'tree', rule }));
  return [{ kind: 'files', paths: [...files].sort() }, ...services.flatMap(foldersOfBuild), ...trees];
}

/**
 * Services whose images stay as they are though what they are made from may have changed: those that say themselves, with
 * `develop.watch`, when they are built anew, and none of these paths is a reason to.
 */
export function keptImages(stack: Stack, paths: readonly string[]): readonly string[] {
  const { rebuild } = rulesOf(stack);
  return Object.values(stack.services).flatMap((service) => {
    if (!service.build || !service.develop) return [];
    const reasons = filesOfBuild(service);
    const isMeant = (path: string): boolean =>
      reasons.includes(path) || rebuild.some((rule) => rule.service === service.name && isTaken(rule, path));
    return paths.some(isMeant) ? [] : [service.name];
  });
}

function isTaken({ root, filter }: SyncRule, path: string): boolean {
  return path === root || (path.startsWith(`${root}/`) && filter.takes(path.slice(root.length + 1)));
}

function grantedFiles(stack: Stack): readonly string[] {
  return [...Object.values(stack.secrets), ...Object.values(stack.configs)].flatMap(({ origin }) =>
    origin.kind === 'file'
      ? [origin.path]
      : origin.kind === 'value' && origin.from.kind === 'file'
        ? [origin.from.path]
        : [],
  );
}

function filesOfBuild({ build }: Service): readonly string[] {
  if (!build) return [];
  return [
    ...dockerfilesOf(build),
    ...ignoreFilesOf(build),
    ...foldersNamed(build).map((path) => join(path, '.dockerignore')),
  ];
}

function foldersOfBuild({ build, volumes, develop }: Service): readonly WatchTarget[] {
  if (!build || develop) return [];
  const except = volumes.flatMap((mount) => (mount.kind === 'bind' ? [mount.source] : [])).sort();
  const named = foldersNamed(build).map((path): WatchTarget => {
    return { kind: 'folder', path, ignoreFiles: [join(path, '.dockerignore')], except };
  });
  return [{ kind: 'folder', path: build.context, ignoreFiles: ignoreFilesOf(build), except }, ...named];
}

function dockerfilesOf({ context, dockerfile, dockerfileInline }: Build): readonly string[] {
  if (dockerfileInline !== undefined) return [];
  const names = dockerfile ? [dockerfile] : ['Dockerfile', 'dockerfile'];
  return names.map((name) => resolve(context, name));
}

/** A Dockerfile's own ignore file takes the place of the context's. */
function ignoreFilesOf(build: Build): readonly string[] {
  const own = dockerfilesOf(build).map((path) => `${path}.dockerignore`);
  return [...own, join(build.context, '.dockerignore')];
}

function foldersNamed({ additionalContexts }: Build): readonly string[] {
  return Object.values(additionalContexts).filter((path) => path.startsWith('/'));
}
