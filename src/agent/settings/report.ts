import type { TreePath } from '../../stack/tree.ts';

/** Tells that a value is wrong, at its place. */
export type Report = (path: TreePath, message: string) => void;
