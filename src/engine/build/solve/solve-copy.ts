// COPY and ADD: from the cache by the layers or by the content of what is copied, else done.
import { realpathSync } from 'node:fs';
import { errorCode } from '../../../core/errors.ts';
import type { ContentDigest } from '../../../oci/digest.ts';
import { isArchive, unpackArchive } from '../copy/archive.ts';
import { collectGroups } from '../copy/collect-groups.ts';
import type { CopyGroup } from '../copy/copy-entry.ts';
import { digestGroups } from '../copy/digest-groups.ts';
import type { FileTree } from '../copy/file-tree.ts';
import { resolveOwner } from '../copy/resolve-owner.ts';
import type { CopyStep } from '../stage/stage-step.ts';
import { explainChange, withPosition } from './errors.ts';
import { writeInlineFiles } from './inline-files.ts';
import type { StepResult } from './layer-cache.ts';
import { makeLayer, type SolvedStep, throughCache } from './make-layer.ts';
import { countEntries, writeSomewhere } from './small-work.ts';
import { openWorkshop, type StepContext } from './step-context.ts';
import { copyDefinition, copyKey } from './step-key.ts';

const ATTEMPTS = 3;

/** The layer of a COPY or ADD upon `parent`. */
export async function solveCopy(
  step: CopyStep,
  parent: readonly ContentDigest[],
  context: StepContext,
): Promise<SolvedStep> {
  const origin = await context.trees.origin(step.source);
  const definition = origin.kind === 'layers' ? copyKey(step, parent, copyDefinition(step, origin.layers)) : undefined;
  const known = definition === undefined || context.noCache ? undefined : context.cache.find(definition);
  if (known) return { ...known, isCached: true };
  using workshop = openWorkshop(context);
  using open = context.trees.open(origin, 'source', workshop);
  const result = await retrying(() => copyTree(step, open.tree, { parent, context }));
  if (definition !== undefined) context.cache.alias(definition, result);
  return result;
}

type CopyContext = { readonly parent: readonly ContentDigest[]; readonly context: StepContext };

async function copyTree(step: CopyStep, tree: FileTree, { parent, context }: CopyContext): Promise<SolvedStep> {
  const { groups, hashes } = await readTree(step, tree, context);
  const key = copyKey(step, parent, digestGroups(groups, hashes));
  return throughCache(key, context, (signal) =>
    execute(step, groups, { key, parent, context: { ...context, signal } }),
  );
}

type ReadTree = { readonly groups: readonly CopyGroup[]; readonly hashes: ReadonlyMap<string, string> };

/** What the step takes from a tree. */
async function readTree(step: CopyStep, tree: FileTree, { hashes }: StepContext): Promise<ReadTree> {
  const { sources, exclude, parents, at, instruction } = step;
  try {
    const groups = await collectGroups({ sources, exclude, parents, at, instruction, tree });
    return { groups, hashes: await hashes.hash(groups) };
  } catch (error) {
    throw explainChange(error, tree.label);
  }
}

type Execution = CopyContext & { readonly key: string };

function execute(
  step: CopyStep,
  collected: readonly CopyGroup[],
  { key, parent, context }: Execution,
): Promise<StepResult> {
  return makeLayer(key, parent, context, async ({ rootfs, workshop }) => {
    const groups = [...collected, ...writeInlineFiles(step, workshop.run)];
    try {
      await write(step, groups, { rootfs: realpathSync(rootfs), context });
    } catch (error) {
      throw withPosition(error, step.at);
    }
    return countEntries(groups);
  });
}

async function write(
  step: CopyStep,
  groups: readonly CopyGroup[],
  { rootfs, context }: { readonly rootfs: string; readonly context: StepContext },
): Promise<void> {
  const { destination, isDirectory, chmod } = step;
  const owner = step.chown === null ? null : resolveOwner(step.chown, rootfs, step.at);
  const archives = step.unpack ? groups.filter((group) => isArchive(group)) : [];
  const plain = archives.length > 0 ? groups.filter((group) => !archives.includes(group)) : groups;
  if (plain.length > 0 || archives.length === 0) {
    const makesDestination = step.parents;
    await writeSomewhere(context.worker, {
      rootfs,
      groups: plain,
      destination,
      isDirectory,
      makesDestination,
      owner,
      chmod,
    });
  }
  for (const group of archives) await unpackArchive(group, { rootfs, destination, owner, signal: context.signal });
}

/** Files that change while they are copied are read again, a few times. */
async function retrying(work: () => Promise<SolvedStep>): Promise<SolvedStep> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (errorCode(error) !== 'source-changed' || attempt === ATTEMPTS) throw error;
    }
  }
}
