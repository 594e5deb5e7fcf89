// What `develop.watch` of a stack asks for, as this machine carries it out.
import { readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { errorCode } from '../../core/errors.ts';
import { parseIgnoreFile } from '../../core/ignore/ignore-file.ts';
import { createIgnoreMatcher, type IgnoreMatcher } from '../../core/ignore/matcher.ts';
import type { Hook, WatchRule } from '../../stack/model/hooks.ts';
import type { Service, Stack } from '../../stack/model.ts';
import { isPassing } from '../is-passing.ts';
import type { TreeFilter } from './scan-tree.ts';

export type SyncRule = {
  readonly service: string;
  /** Of the host, absolute: a folder or a file. */
  readonly root: string;
  /** In the container; undefined where nothing is brought there. */
  readonly target: string | undefined;
  readonly filter: TreeFilter;
  /** What is done in a container once its files are there. */
  readonly action: SyncAction;
  /** Whether all is brought in at the beginning, and not only what changes from then on. */
  readonly isInitial: boolean;
  /** The target loses its content when the container is restarted. */
  readonly isVolatile: boolean;
  /** Two rules with the same key are the same. */
  readonly key: string;
};

export type SyncAction =
  | { readonly kind: 'none' | 'restart' }
  | { readonly kind: 'exec'; readonly hook: Hook }
  | { readonly kind: 'signal'; readonly signal: string };

/** Rules that a rebuild serves, and those that bring files or restart. */
export type RulesOf = {
  readonly sync: readonly SyncRule[];
  readonly rebuild: readonly SyncRule[];
  /** Paths that a bind mount shows the container already. */
  readonly covered: readonly { readonly service: string; readonly path: string }[];
};

export function rulesOf(stack: Stack): RulesOf {
  const sync: SyncRule[] = [];
  const rebuild: SyncRule[] = [];
  const covered: { service: string; path: string }[] = [];
  for (const service of Object.values(stack.services)) {
    for (const rule of service.develop?.watch ?? []) {
      if (isCovered(rule, service)) covered.push({ service: service.name, path: rule.path });
      else (rule.action === 'rebuild' ? rebuild : sync).push(toRule(rule, service));
    }
  }
  return { sync, rebuild, covered };
}

/** What a container sees live need not be brought there; only what is done after it is left. */
function isCovered(rule: WatchRule, service: Service): boolean {
  return rule.action === 'sync' && isMounted(rule, service);
}

function isMounted({ path }: WatchRule, { volumes }: Service): boolean {
  return volumes.some((mount) => mount.kind === 'bind' && isBeneath(path, mount.source));
}

/** Paths beneath a target that the container has from the host: what is brought there would be saved on the host, again and again. */
function mountsIn(target: string, { volumes }: Service): readonly string[] {
  return volumes.flatMap((mount) => {
    if (mount.kind !== 'bind' || mount.target === target || !isBeneath(mount.target, target)) return [];
    return [posix.relative(target, mount.target)];
  });
}

function toRule(rule: WatchRule, service: Service): SyncRule {
  const { path: root, action, initialSync = false } = rule;
  const target = action.startsWith('sync') && !isMounted(rule, service) ? rule.target : undefined;
  const ignores = ignoreTextsOf(service);
  const live = target === undefined ? [] : mountsIn(target, service);
  return {
    service: service.name,
    root,
    target,
    filter: filterOf(rule, { ignores, live }),
    action: actionOf(rule),
    isInitial: initialSync,
    isVolatile:
      target !== undefined &&
      service.volumes.some(
        (mount) => mount.kind === 'tmpfs' && (isBeneath(target, mount.target) || isBeneath(mount.target, target)),
      ),
    key: JSON.stringify([service.name, rule, target, ignores, live]),
  };
}

function actionOf({ action, exec, extensions }: WatchRule): SyncAction {
  if (action === 'restart' || action === 'sync+restart') return { kind: 'restart' };
  if (action === 'sync+exec' && exec) return { kind: 'exec', hook: exec };
  const settings = extensions?.['x-dockr'];
  if (typeof settings !== 'object' || settings === null || !('reload' in settings)) return { kind: 'none' };
  return { kind: 'signal', signal: typeof settings.reload === 'string' ? settings.reload : 'SIGHUP' };
}

function isBeneath(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

type IgnoreTexts = { readonly context: string; readonly text: string } | null;

/** What the build leaves out is not brought into the container either. */
function ignoreTextsOf({ build }: Service): IgnoreTexts {
  if (!build) return null;
  try {
    return { context: build.context, text: readFileSync(join(build.context, '.dockerignore'), 'utf8') };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}

type LeftOut = { readonly ignores: IgnoreTexts; readonly live: readonly string[] };

function filterOf({ path: root, ignore = [], include }: WatchRule, { ignores, live }: LeftOut): TreeFilter {
  const own = matcherOf(ignore);
  const ofBuild = ignores ? matcherOf(parseIgnoreFile(ignores.text, '.dockerignore')) : undefined;
  const included = include ? matcherOf(include) : undefined;
  const inContext = (path: string): string | undefined => {
    const way = ignores ? relative(ignores.context, join(root, path)) : '..';
    return way === '' || way.startsWith('..') ? undefined : way;
  };
  const isLeftOut = (path: string, leavesOut: (matcher: IgnoreMatcher, path: string) => boolean): boolean => {
    if (live.some((mount) => isBeneath(path, mount))) return true;
    const way = inContext(path);
    return leavesOut(own, path) || (ofBuild !== undefined && way !== undefined && leavesOut(ofBuild, way));
  };
  return {
    takes: (path) =>
      !isUnwanted(path) &&
      !isLeftOut(path, (matcher, each) => matcher.ignores(each)) &&
      (included === undefined || included.ignores(path)),
    mayTakeIn: (folder) =>
      !isUnwanted(folder) && !isLeftOut(folder, (matcher, each) => !matcher.mayContainIncluded(each)),
  };
}

/** A pattern that means nothing leaves nothing out: the build tells what is wrong with it. */
function matcherOf(patterns: Parameters<typeof createIgnoreMatcher>[0]): IgnoreMatcher {
  try {
    return createIgnoreMatcher(patterns);
  } catch (error) {
    if (errorCode(error) !== 'bad-ignore-pattern') throw error;
    return createIgnoreMatcher([]);
  }
}

function isUnwanted(path: string): boolean {
  return path === '.git' || path.startsWith('.git/') || path.includes('/.git/') || isPassing(path);
}
