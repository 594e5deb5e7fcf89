// Deployments that make deployments.
import type { Declaration } from '../../../core/declaration.ts';

export type ChildDeclaration = {
  readonly name: string;
  readonly declaration: Declaration;
  /** Of its file or folder, in the repository. */
  readonly path: string;
};

/** A deployment, and those that declare it, the nearest first. */
export type Lineage = {
  readonly name: string;
  readonly declaration: Declaration;
  readonly ancestors: readonly { readonly name: string; readonly declaration: Declaration }[];
};

/** Whether a deployment makes others, and has no stack itself. */
export function isParent({ content, discover }: Pick<Declaration, 'content' | 'discover'>): boolean {
  return content === 'deployments' || discover.length > 0;
}
