// What of a build's directories has to be on the daemon's machine.
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BuildError, errorCode } from '../../core/errors.ts';
import { parseIgnoreFile } from '../../core/ignore/ignore-file.ts';
import { createIgnoreMatcher, type IgnoreMatcher } from '../../core/ignore/matcher.ts';
import type { Manifest, ManifestEntry } from '../sync/manifest.ts';
import { scanTree, type TreeFilter } from '../sync/scan-tree.ts';
import type { SentTree } from './send-tree.ts';

const ALL = '';

/** The tree of a context. The Dockerfile and what says what is left out are in it even if they are left out themselves. */
export async function contextTree(
  context: string,
  ignoreFiles: readonly string[],
  kept: readonly string[],
): Promise<SentTree> {
  const root = rootOf(context);
  const always = [...kept, ...ignoreFiles].map((path) => relative(context, path)).filter(isBeneath);
  const filter = filterOf(matcherIn(ignoreFiles), new Set(always));
  return { root, manifest: await readTree(root, ALL, filter) };
}

/** The part of a named directory that the build takes: what its patterns can lead to. */
export async function namedTree(directory: string, sources: readonly string[]): Promise<SentTree> {
  const root = rootOf(directory);
  const ignoreFile = join(root, '.dockerignore');
  const filter = filterOf(matcherIn([ignoreFile]), new Set(['.dockerignore']));
  const found = new Map<string, ManifestEntry>();
  const paths = sources.map(fixedPart);
  if (sources.length > 0) paths.push('.dockerignore');
  for (const path of paths.includes(ALL) ? [ALL] : paths) await addPath(found, { root, path, filter });
  return { root, manifest: found satisfies Manifest };
}

type Adding = { readonly root: string; readonly path: string; readonly filter: TreeFilter };

/** Links on the way lead on: what they lead to is taken along, as long as it is in the directory. */
async function addPath(found: Map<string, ManifestEntry>, { root, path, filter }: Adding): Promise<void> {
  const parts = path.split('/');
  for (let count = 1; path !== ALL && count <= parts.length; count++) {
    const above = parts.slice(0, count).join('/');
    if (!lstatSync(join(root, above), { throwIfNoEntry: false })?.isSymbolicLink()) continue;
    for (const [each, entry] of await readTree(root, above, filter)) found.set(each, entry);
    const target = realPathIn(root, path);
    if (target !== undefined && target !== path) await addPath(found, { root, path: target, filter });
    return;
  }
  for (const [each, entry] of await readTree(root, path, filter)) found.set(each, entry);
}

/** Throws `sync-unreadable`: a build needs all of it. */
async function readTree(root: string, path: string, filter: TreeFilter): Promise<Map<string, ManifestEntry>> {
  const { entries, unreadable } = await scanTree(root, path, filter);
  for (const [each, error] of unreadable) {
    const message = `"${join(root, each)}" cannot be read, and the build needs it: ${errorCode(error) ?? error.message}`;
    throw new BuildError('sync-unreadable', { message, cause: error });
  }
  return entries;
}

function realPathIn(root: string, path: string): string | undefined {
  try {
    const way = relative(root, realpathSync(join(root, path)));
    return isBeneath(way) ? way : undefined;
  } catch {
    return undefined;
  }
}

/** Of a pattern: the folders down to the first that is none of a fixed name. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const end = parts.findIndex((part) => /[*?[\\]/.test(part) || part === '..');
  return (end === -1 ? parts : parts.slice(0, end)).join('/');
}

function filterOf(matcher: IgnoreMatcher, always: ReadonlySet<string>): TreeFilter {
  const isOnTheWay = (folder: string): boolean => [...always].some((path) => path.startsWith(`${folder}/`));
  return {
    takes: (path) => always.has(path) || !matcher.ignores(path),
    mayTakeIn: (folder) => matcher.mayContainIncluded(folder) || isOnTheWay(folder),
  };
}

function matcherIn(files: readonly string[]): IgnoreMatcher {
  for (const file of files) {
    try {
      return createIgnoreMatcher(parseIgnoreFile(readFileSync(file, 'utf8'), file));
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) throw error;
    }
  }
  return createIgnoreMatcher([]);
}

function rootOf(directory: string): string {
  try {
    return realpathSync(directory);
  } catch (cause) {
    throw new BuildError('context-not-found', { message: `build context "${directory}" is not there`, cause });
  }
}

function isBeneath(way: string): boolean {
  return way !== '' && way !== '..' && !way.startsWith('../');
}
