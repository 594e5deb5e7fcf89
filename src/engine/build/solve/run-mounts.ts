// The mounts of a RUN: what they show is part of what the step is; their places are found or made when it runs.
import { mkdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { BuildError } from '../../../core/errors.ts';
import type { ResolvedMount } from '../../containers/runtime-config/mounts.ts';
import { collectGroups } from '../copy/collect-groups.ts';
import type { CopyGroup } from '../copy/copy-entry.ts';
import { digestGroups } from '../copy/digest-groups.ts';
import { type FileTree, hostPath, resolveInTree } from '../copy/file-tree.ts';
import { cleanSource } from '../copy/find-sources.ts';
import type { CacheMountRequest } from '../run/cache-mounts.ts';
import { absolutePath } from '../stage/expand.ts';
import type { RunMount, RunStep } from '../stage/stage-step.ts';
import type { Workshop } from './overlay.ts';
import { writeSomewhere } from './small-work.ts';
import { openWorkshop, type StepContext } from './step-context.ts';

const TMPFS_MODE = 0o1777;

/** What the bind mounts show, as digests: files of the host by content, those of stages and images by their layers. */
export async function digestMounts(step: RunStep, context: StepContext): Promise<readonly string[]> {
  const digests: string[] = [];
  for (const mount of step.mounts) {
    if (mount.mount.type !== 'bind') continue;
    const origin = await context.trees.origin(mount.source);
    if (origin.kind === 'layers') {
      digests.push([...origin.layers, sourceOf(mount)].join(' '));
      continue;
    }
    const groups = await collect(mount, origin.tree);
    digests.push(digestGroups(groups, await context.hashes.hash(groups)));
  }
  return digests;
}

type Place = { readonly workshop: Workshop; readonly context: StepContext };

/** Runs `work` with every mount in its place. */
export async function withMounts<T>(
  step: RunStep,
  place: Place,
  work: (mounts: readonly ResolvedMount[]) => Promise<T>,
): Promise<T> {
  using stack = new DisposableStack();
  const renewFor = place.context.noCache ? place.context.buildId : null;
  const fixed: ResolvedMount[] = [];
  const caches: { readonly request: CacheMountRequest; readonly target: string; readonly readOnly: boolean }[] = [];
  for (const [index, each] of step.mounts.entries()) {
    const { mount } = each;
    if (mount.type === 'secret' || mount.type === 'ssh') continue;
    const target = absolutePath(mount.target, step.workingDir);
    if (mount.type === 'tmpfs') {
      const sizeBytes = mount.sizeBytes ?? null;
      fixed.push({ kind: 'tmpfs', target, readOnly: false, sizeBytes, mode: TMPFS_MODE, options: ['exec', 'dev'] });
    } else if (mount.type === 'bind') {
      const source = await bindSource(each, { ...place, stack, name: `mount${index}` });
      fixed.push({ kind: 'bind', source, target, readOnly: mount.readOnly, propagation: null });
    } else if (mount.type === 'cache') {
      const id = cacheId(mount.id ?? posix.normalize(target), place.context);
      caches.push({
        request: { mount, id, renewFor, fill: (directory) => fillCache(each, directory, place) },
        target,
        readOnly: mount.readOnly,
      });
    }
  }
  return await place.context.cacheMounts.use(
    caches.map(({ request }) => request),
    (directories) => {
      const found = caches.map(({ target, readOnly }, index): ResolvedMount => {
        return { kind: 'bind', source: directories[index] ?? '', target, readOnly, propagation: null };
      });
      return work([...fixed, ...found]);
    },
  );
}

/** Of one owner: another could read what is kept there, or put something into it. */
function cacheId(id: string, { owner }: StepContext): string {
  return owner === undefined ? id : JSON.stringify([owner, id]);
}

type BindPlace = Place & { readonly stack: DisposableStack; readonly name: string };

/** Read-only from layers: mounted. From the host, or to be written to and forgotten: a copy of what is not ignored. */
async function bindSource(mount: RunMount, { workshop, context, stack, name }: BindPlace): Promise<string> {
  const origin = await context.trees.origin(mount.source);
  const { tree } = stack.use(context.trees.open(origin, name, workshop));
  const isWritable = mount.mount.type === 'bind' && !mount.mount.readOnly;
  if (origin.kind === 'layers' && !isWritable) {
    const path = resolveInTree(tree, cleanSource(sourceOf(mount)));
    if (path === undefined) throw sourceNotFound(mount);
    return hostPath(tree, path);
  }
  const [only] = await collect(mount, tree);
  if (!only) throw sourceNotFound(mount);
  return copyAside(only, { workshop, context, name: `${name}-copy` });
}

/** On the disk of the layers: a context may be larger than memory. */
async function copyAside(
  group: CopyGroup,
  { workshop, context, name }: Place & { readonly name: string },
): Promise<string> {
  const directory = join(workshop.state, name);
  mkdirSync(directory, { recursive: true });
  const destination = group.shape === 'contents' ? '/' : `/${group.name}`;
  await writeSomewhere(context.worker, {
    rootfs: directory,
    groups: [group],
    destination,
    isDirectory: false,
    owner: null,
    makesDestination: false,
    chmod: null,
  });
  return group.shape === 'contents' ? directory : join(directory, group.name);
}

async function fillCache(mount: RunMount, directory: string, { context }: Place): Promise<void> {
  if (mount.source.kind === 'scratch') return;
  using workshop = openWorkshop(context);
  using open = context.trees.open(await context.trees.origin(mount.source), 'source', workshop);
  const groups = await collect(mount, open.tree);
  await writeSomewhere(context.worker, {
    rootfs: directory,
    groups,
    destination: '/',
    isDirectory: true,
    owner: null,
    makesDestination: false,
    chmod: null,
  });
}

function collect(mount: RunMount, tree: FileTree): Promise<readonly CopyGroup[]> {
  return collectGroups({
    tree,
    at: mount.at,
    instruction: 'RUN --mount',
    sources: [sourceOf(mount)],
    exclude: [],
    parents: false,
  });
}

function sourceOf({ mount }: RunMount): string {
  return ('source' in mount ? mount.source : undefined) ?? '/';
}

function sourceNotFound(mount: RunMount): BuildError {
  return new BuildError('copy-source-not-found', {
    message: `RUN mounts "${sourceOf(mount)}", which is not there`,
    at: mount.at,
  });
}
