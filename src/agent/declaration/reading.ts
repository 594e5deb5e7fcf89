// What the parts of the parser share: the text, where its parts stand, and what is wrong with them.
import { isAbsolute, posix } from 'node:path';
import type { HostSelector } from '../../core/declaration.ts';
import type { SourcePosition } from '../../core/position.ts';
import { parseDuration } from '../../core/units.ts';
import { addError, type Problems } from '../../stack/problems.ts';
import { toPosition } from '../../stack/source-text.ts';
import { findNode, findRange, type TreeNode, type TreePath } from '../../stack/tree.ts';
import type { HostText } from './declaration-text.ts';

export class Reading {
  readonly #tree: TreeNode;
  readonly #problems: Problems;

  constructor(tree: TreeNode, problems: Problems) {
    this.#tree = tree;
    this.#problems = problems;
  }

  placeOf(path: TreePath): SourcePosition {
    return toPosition(findRange(this.#tree, path));
  }

  report(path: TreePath, code: string, message: string, hint?: string): void {
    addError(this.#problems, code, message, findRange(this.#tree, path), hint);
  }

  /** In milliseconds, from a second to a week. */
  duration(path: TreePath, text: string): number {
    const milliseconds = parseDuration(text);
    if (milliseconds !== undefined && milliseconds >= SHORTEST_MS && milliseconds <= LONGEST_MS)
      return Math.round(milliseconds);
    const name = path.at(-1);
    this.report(path, 'wrong-value', `"${name}" is "${text}", expected a duration from "1s" to "168h", like "5m"`);
    return SHORTEST_MS;
  }

  /** Of a file of this host. */
  hostPath(path: TreePath, text: string): string {
    if (isAbsolute(text) && !text.includes('\0') && posix.normalize(text) === text && text.length <= LONGEST_PATH)
      return text;
    this.report(path, 'wrong-value', `"${text}" is not the absolute path of a file, without ".." and "//"`);
    return text;
  }

  /** In the repository, relative to some folder of it. */
  ownPath(path: TreePath, text: string): string {
    const clean = posix.normalize(text === '' ? '.' : text).replace(/(?<=.)\/+$/, '');
    const parts = clean.split('/');
    const isFine =
      !clean.startsWith('/') &&
      !parts.includes('..') &&
      !parts.some((part) => /^\.git$/i.test(part)) &&
      !/\p{Cc}/u.test(text) &&
      text.length <= LONGEST_PATH;
    if (isFine) return clean;
    this.report(
      path,
      'invalid-path',
      `"${text}" does not lie in the repository: expected a relative path without ".."`,
    );
    return '.';
  }

  texts(value: string | readonly string[] | undefined): readonly string[] {
    if (value === undefined) return [];
    return typeof value === 'string' ? [value] : value;
  }

  /** A number or a truth value as it is written: `1.10` stays so. */
  variables(path: TreePath, value: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.keys(value).map((name) => [name, this.#written([...path, name])]));
  }

  hosts(path: TreePath, hosts: readonly HostText[] = []): readonly HostSelector[] {
    return hosts.map((host, index) => {
      if (typeof host === 'string') return { name: host, labels: {} };
      if (host.name === undefined && host.labels === undefined)
        this.report([...path, index], 'missing-key', 'a host needs a "name" or "labels"');
      return { name: host.name ?? '**', labels: this.variables([...path, index, 'labels'], host.labels) };
    });
  }

  #written(path: TreePath): string {
    const node = findNode(this.#tree, path);
    if (node.kind !== 'scalar') return '';
    if (typeof node.value === 'string') return node.value;
    return node.at.source.text.slice(node.at.start, node.at.end);
  }
}

const SHORTEST_MS = 1_000;
/** A timer of more than some three weeks would fire at once. */
const LONGEST_MS = 7 * 24 * 3_600_000;
const LONGEST_PATH = 2048;
