// What the stages that turn files into one tree pass along.
import type { Variables } from './load-environment.ts';
import type { YamlLimits } from './parse-yaml.ts';
import type { Problems } from './problems.ts';
import type { LoadStage } from './read-stack-files.ts';
import type { StackReader } from './stack-reader.ts';
import type { MapNode } from './tree.ts';
import type { TreeBudget } from './tree-budget.ts';

/** What is the same for every file of one load. */
export type TreeLoading = {
  readonly reader: StackReader;
  readonly cwd: string;
  /** Where relative paths of the result start. */
  readonly root: string;
  readonly limits: YamlLimits;
  readonly problems: Problems;
  readonly budget: TreeBudget;
  readonly skip: readonly LoadStage[];
};

/** What the files of the command line share, or those of one `include`. */
export type FileScope = {
  /** Where relative paths in its files start. */
  readonly directory: string;
  readonly variables: Variables;
  /** The files that include each other down to here. */
  readonly chain: readonly string[];
};

/** One document of a file; `file` is absolute, or `-`. */
export type StackDocument = { readonly file: string; readonly tree: MapNode };

export type ComposeDocuments = (
  documents: readonly StackDocument[],
  scope: FileScope,
  loading: TreeLoading,
) => Promise<MapNode | undefined>;
