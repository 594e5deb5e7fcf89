// The paths of a tree that the words of a COPY name: plain ones, and those with wildcards as Go's filepath.Match has them.
import { readdirSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { BuildError } from '../../../core/errors.ts';
import { parseGlob } from '../../../core/ignore/glob.ts';
import { compileGlob } from '../../../core/ignore/glob-matcher.ts';
import type { SourcePosition } from '../../../core/position.ts';
import { suggest } from '../../../core/suggest.ts';
import { type FileTree, hostPath, resolveInTree } from './file-tree.ts';
import { compareBytes } from './walk-directory.ts';

export type FoundSource = {
  /** As written, wildcards replaced. */
  readonly written: string;
  /** Links followed. */
  readonly path: string;
};

export type SourceQuestion = {
  readonly tree: FileTree;
  readonly at: SourcePosition;
  /** `COPY` or `ADD`, for messages. */
  readonly instruction: string;
  /** With `--parents`, `**` stands for any number of directories. */
  readonly isDeep?: boolean;
};

/** What a word names. A plain name must be there; a pattern may match nothing. */
export function findSources(word: string, question: SourceQuestion): readonly FoundSource[] {
  const path = cleanSource(word);
  if (!hasWildcard(path)) return [findPlain(path, word, question)];
  if (question.isDeep && path.includes('**')) return findDeep(path, question);
  return matchParts(path.split('/'), question);
}

/** A path from the root of the tree, out of which `..` does not lead. */
export function cleanSource(word: string): string {
  return posix.normalize(`/${word}`).replace(/^\/+|\/+$/g, '');
}

/** Whether a word is a pattern. */
export function hasWildcard(path: string): boolean {
  return /[*?[]/.test(path.replace(/\\./gs, ''));
}

function findPlain(path: string, word: string, question: SourceQuestion): FoundSource {
  const { tree } = question;
  const found = resolveInTree(tree, path);
  if (found === undefined) throw notFound(path, word, question);
  if (!isWanted(tree, found) || !isWanted(tree, path)) throw ignored(path, word, question);
  return { written: path, path: found };
}

function isWanted({ ignore, root }: FileTree, path: string): boolean {
  if (!ignore.ignores(path)) return true;
  return ignore.mayContainIncluded(path) && isDirectory(root === '/' ? `/${path}` : `${root}/${path}`);
}

function matchParts(parts: readonly string[], question: SourceQuestion): readonly FoundSource[] {
  const { tree } = question;
  let found: string[] = [''];
  for (const [index, part] of parts.entries()) {
    const next: string[] = [];
    for (const directory of found) {
      for (const name of hasWildcard(part) ? matchNames(directory, part, question) : [part]) {
        const path = directory === '' ? name : `${directory}/${name}`;
        if (index < parts.length - 1 || resolveInTree(tree, path) !== undefined) next.push(path);
      }
    }
    found = next;
  }
  return found.flatMap((written) => {
    const path = resolveInTree(tree, written);
    if (path === undefined || !isWanted(tree, path) || !isWanted(tree, written)) return [];
    return [{ written, path }];
  });
}

function matchNames(directory: string, part: string, question: SourceQuestion): readonly string[] {
  const { tree } = question;
  const matcher = compilePattern(part, question);
  const path = resolveInTree(tree, directory);
  if (path === undefined || !isDirectory(hostPath(tree, path))) return [];
  return readdirSync(hostPath(tree, path))
    .filter((name) => matcher.matches(name))
    .sort(compareBytes);
}

/** Depth first; what matches is taken with all beneath it. */
function findDeep(pattern: string, question: SourceQuestion): readonly FoundSource[] {
  const { tree } = question;
  const matcher = compilePattern(pattern.replace('/./', '/'), question);
  const visit = (directory: string): FoundSource[] =>
    readdirSync(hostPath(tree, directory), { withFileTypes: true })
      .sort((a, b) => compareBytes(a.name, b.name))
      .flatMap((entry) => {
        const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
        if (matcher.matches(path)) return isWanted(tree, path) ? [{ written: path, path }] : [];
        return entry.isDirectory() && tree.ignore.mayContainIncluded(path) ? visit(path) : [];
      });
  return visit('');
}

function compilePattern(pattern: string, { at, instruction }: SourceQuestion): { matches(path: string): boolean } {
  const tokens = parseGlob(pattern);
  if (tokens) return compileGlob(tokens);
  throw new BuildError('bad-pattern', {
    message: `${instruction} has the source "${pattern}", whose bracket or backslash is not closed`,
    at,
  });
}

function notFound(path: string, word: string, { tree, at, instruction }: SourceQuestion): BuildError {
  const parent = posix.dirname(path);
  const directory = resolveInTree(tree, parent === '.' ? '' : parent);
  const names =
    directory !== undefined && isDirectory(hostPath(tree, directory)) ? readdirSync(hostPath(tree, directory)) : [];
  const name = posix.basename(path);
  const near = names.includes(name) ? undefined : suggest(name, names);
  const isLink = names.includes(name);
  return new BuildError('copy-source-not-found', {
    message: `${instruction} has the source "${word}", which is not in ${tree.label}`,
    at,
    hint: isLink ? `it is a link, or beneath one, that leads to nothing in ${tree.label}` : nearHint(parent, near),
    facts: { source: word },
  });
}

function nearHint(parent: string, near: string | undefined): string | undefined {
  return near === undefined ? undefined : `did you mean "${posix.join(parent, near)}"?`;
}

function ignored(path: string, word: string, { tree, at, instruction }: SourceQuestion): BuildError {
  return new BuildError('copy-source-not-found', {
    message: `${instruction} has the source "${word}", which .dockerignore leaves out of ${tree.label}`,
    at,
    hint: `take it in again with a last line "!${path}" in .dockerignore`,
    facts: { source: word, ignored: true },
  });
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
