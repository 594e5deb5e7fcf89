// A directory that files are copied from: a build context, or the file system of a stage or image.
import { realpathSync } from 'node:fs';
import type { IgnoreMatcher } from '../../../core/ignore/matcher.ts';
import { resolveInRoot } from '../../../os/resolve-in-root.ts';

export type FileTree = {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** For messages: `the build context`. */
  readonly label: string;
  readonly ignore: IgnoreMatcher;
  /** Owners of a context are those of whoever checked it out, and mean nothing in the image. */
  readonly keepsOwners: boolean;
};

export type TreeOptions = { readonly ignore: IgnoreMatcher; readonly label: string; readonly keepsOwners?: boolean };

/** The tree of a directory of the host. */
export function openDirectoryTree(path: string, { ignore, label, keepsOwners = false }: TreeOptions): FileTree {
  return { root: realpathSync(path), label, ignore, keepsOwners };
}

/** Where a path of the tree leads, as a path of the tree; links are followed and do not lead out. Undefined if nowhere. */
export function resolveInTree({ root }: FileTree, path: string): string | undefined {
  const found = resolveInRoot(root, path === '' ? '.' : path);
  if (found === undefined) return undefined;
  return found === root ? '' : found.slice(root === '/' ? 1 : root.length + 1);
}

/** The host's path of a path of the tree. */
export function hostPath({ root }: FileTree, path: string): string {
  if (path === '') return root;
  return root === '/' ? `/${path}` : `${root}/${path}`;
}
