// A digest of everything of a build that may change without anybody building: the Dockerfile, the arguments, the files that
// the needed stages take from directories of the host. Images are left out: that one was pulled again is no reason to build.

import { errorCode } from '../../../core/errors.ts';
import { digestOf, sha256 } from '../../../core/hash.ts';
import { collectGroups } from '../copy/collect-groups.ts';
import { digestGroups } from '../copy/digest-groups.ts';
import type { FileHashes } from '../copy/file-hashes.ts';
import type { FileTree } from '../copy/file-tree.ts';
import { openDirectoryTree } from '../copy/file-tree.ts';
import { isChange } from '../solve/errors.ts';
import type { EvaluatedStage } from '../stage/evaluate-stage.ts';
import type { FileSource } from '../stage/stage-step.ts';
import { openNamedContext } from './named-contexts.ts';
import type { BuildPlan } from './plan-build.ts';

/** Files that a step names; a name that is not there is noted as such, for the build to tell. */
export type NamedFiles = {
  readonly source: FileSource;
  readonly sources: readonly string[];
  readonly exclude: readonly string[];
  readonly parents: boolean;
};

/** The digest of a plan whose stages were evaluated as far as that goes without images. */
export async function digestPlan(
  plan: BuildPlan,
  stages: readonly EvaluatedStage[],
  hashes: FileHashes,
): Promise<string> {
  const trees = new Map<string, FileTree>();
  const files: string[] = [];
  for (const { steps, stage } of stages) {
    for (const step of steps) {
      if (step.kind === 'workdir') continue;
      const named: readonly NamedFiles[] =
        step.kind === 'copy'
          ? [step]
          : step.mounts.map(({ mount, source }) => ({
              source,
              sources: [('source' in mount ? mount.source : undefined) ?? '/'],
              exclude: [],
              parents: false,
            }));
      for (const each of named) {
        const tree = treeOf(each.source, plan, trees);
        if (tree) files.push(await digestFiles(each, { tree, hashes, at: stage.stage.from.at }));
      }
    }
  }
  const { spec, text } = plan;
  const contexts = Object.keys(spec.additionalContexts).sort();
  return digestOf({
    version: 1,
    text: sha256(text),
    args: spec.args,
    target: spec.target ?? null,
    labels: spec.labels,
    network: spec.network ?? null,
    contexts,
    files,
  });
}

type DigestContext = {
  readonly tree: FileTree;
  readonly hashes: FileHashes;
  readonly at: EvaluatedStage['stage']['stage']['from']['at'];
};

async function digestFiles(
  { sources, exclude, parents }: NamedFiles,
  { tree, hashes, at }: DigestContext,
): Promise<string> {
  try {
    const groups = await collectGroups({ tree, at, instruction: 'COPY', sources, exclude, parents });
    return digestGroups(groups, await hashes.hash(groups));
  } catch (error) {
    if (errorCode(error) === 'copy-source-not-found' || isChange(error)) return 'missing';
    throw error;
  }
}

function treeOf(source: FileSource, plan: BuildPlan, trees: Map<string, FileTree>): FileTree | undefined {
  const name = source.kind === 'context' ? `context ${source.name}` : source.kind;
  const known = trees.get(name);
  if (known) return known;
  const tree = openTree(source, plan);
  if (tree) trees.set(name, tree);
  return tree;
}

function openTree(source: FileSource, { spec, ignore, contexts }: BuildPlan): FileTree | undefined {
  if (source.kind === 'build-context') return openDirectoryTree(spec.context, { ignore, label: 'the build context' });
  const context = source.kind === 'context' ? contexts.get(source.name) : undefined;
  return context?.kind === 'directory' ? openNamedContext(context) : undefined;
}
