// Which paths of a build context a .dockerignore leaves out. Patterns are anchored at the root of the context, and the
// last one that matches a path or a directory above it decides.

import { trim } from '../blanks.ts';
import { BuildError } from '../errors.ts';
import type { SourcePosition } from '../position.ts';
import { parseGlob } from './glob.ts';
import { compileGlob, type GlobMatcher } from './glob-matcher.ts';
import { type IgnorePattern, relativePath } from './ignore-file.ts';

export type IgnoreMatcher = {
  /** Whether a path, relative and with slashes, is left out. The root itself never is. */
  ignores(path: string): boolean;
  /** Whether anything in a directory may have to be read: false lets a walker pass it over. */
  mayContainIncluded(directory: string): boolean;
  /** How many patterns there are. */
  readonly size: number;
  /** Whether any pattern takes paths in again. */
  readonly hasNegations: boolean;
};

type Rule = GlobMatcher & { readonly isNegated: boolean };

/** Compiles patterns, once for all paths. Throws on the first that is malformed. */
export function createIgnoreMatcher(patterns: readonly (string | IgnorePattern)[]): IgnoreMatcher {
  const rules = patterns.flatMap((pattern) => parseRule(typeof pattern === 'string' ? { text: pattern } : pattern));
  const newestFirst = rules.toReversed();
  const ignores = (path: string): boolean => {
    if (isRoot(path)) return false;
    const deciding = newestFirst.find((rule) => rule.matches(path));
    return deciding !== undefined && !deciding.isNegated;
  };
  return {
    ignores,
    mayContainIncluded: (directory) => !ignores(directory) || mayReinclude(newestFirst, directory),
    size: rules.length,
    hasNegations: rules.some((rule) => rule.isNegated),
  };
}

/** A negation counts unless a later pattern ignores the whole directory again. */
function mayReinclude(newestFirst: readonly Rule[], directory: string): boolean {
  for (const rule of newestFirst) {
    if (rule.isNegated && rule.mayMatchBelow(directory)) return true;
    if (!rule.isNegated && rule.matches(directory)) return false;
  }
  return false;
}

function parseRule({ text, at }: IgnorePattern): readonly Rule[] {
  const written = trim(text);
  if (written === '') return [];
  const isNegated = written.startsWith('!');
  const path = isNegated ? written.slice(1) : written;
  if (path === '') throw lonelyNegation(at);
  const tokens = parseGlob(relativePath(path));
  if (!tokens) throw malformed(written, at);
  return [{ ...compileGlob(tokens), isNegated }];
}

function isRoot(path: string): boolean {
  return path === '' || path === '.' || path === './';
}

function lonelyNegation(at: SourcePosition | undefined): BuildError {
  return new BuildError('bad-ignore-pattern', {
    message: 'ignore pattern "!" takes nothing in again, expected a path after it',
    at,
    hint: 'remove the line, or write !<path>',
  });
}

function malformed(pattern: string, at: SourcePosition | undefined): BuildError {
  return new BuildError('bad-ignore-pattern', {
    message: `ignore pattern "${pattern}" has a bracket that is not closed, a range that is none, or a backslash at its end`,
    at,
    hint: 'put a backslash before a bracket, dash or backslash that means itself',
  });
}
