// Opens what a step takes files from: the build context, a named one, a stage, an image.

import { createIgnoreMatcher, type IgnoreMatcher } from '../../../core/ignore/matcher.ts';
import type { ContentDigest } from '../../../oci/digest.ts';
import { type FileTree, openDirectoryTree } from '../copy/file-tree.ts';
import { type NamedContext, openNamedContext } from '../inputs/named-contexts.ts';
import type { FileSource } from '../stage/stage-step.ts';
import type { LayerCache } from './layer-cache.ts';
import { mountReadable, type Workshop } from './overlay.ts';

/** Files on the host, or layers that never change. */
export type Origin =
  | { readonly kind: 'host'; readonly tree: FileTree }
  | { readonly kind: 'layers'; readonly layers: readonly ContentDigest[]; readonly label: string };

export type OpenTree = Disposable & { readonly tree: FileTree };

export type TreeProviderOptions = {
  readonly context: string;
  readonly ignore: IgnoreMatcher;
  readonly contexts: ReadonlyMap<string, NamedContext>;
  readonly cache: LayerCache;
  /** The layers of an image that was provided before. */
  readonly imageLayers: (reference: string) => readonly ContentDigest[];
  /** The layers of a stage, when it is done. */
  readonly stageLayers: (index: number) => Promise<readonly ContentDigest[]>;
};

const NOTHING_IGNORED = createIgnoreMatcher([]);

export class TreeProvider {
  readonly #options: TreeProviderOptions;
  readonly #hostTrees = new Map<string, FileTree>();

  constructor(options: TreeProviderOptions) {
    this.#options = options;
  }

  /** Where the files are; waits for the stage that makes them. */
  async origin(source: FileSource): Promise<Origin> {
    const { imageLayers, stageLayers } = this.#options;
    switch (source.kind) {
      case 'build-context':
        return { kind: 'host', tree: this.#contextTree() };
      case 'context':
        return this.#namedOrigin(source.name);
      case 'image':
        return { kind: 'layers', layers: imageLayers(source.reference), label: `image "${source.reference}"` };
      case 'stage':
        return { kind: 'layers', layers: await stageLayers(source.index), label: `stage ${source.index}` };
      case 'scratch':
        return { kind: 'layers', layers: [], label: 'scratch' };
    }
  }

  /** The files as a tree. `name` is of a mount point in the workshop. */
  open(origin: Origin, name: string, workshop: Workshop): OpenTree {
    if (origin.kind === 'host') return { tree: origin.tree, [Symbol.dispose]: () => {} };
    const mounted = mountReadable(this.#options.cache.paths(origin.layers), name, workshop);
    const tree = openDirectoryTree(mounted.path, { ignore: NOTHING_IGNORED, label: origin.label, keepsOwners: true });
    return { tree, [Symbol.dispose]: () => mounted[Symbol.dispose]() };
  }

  #namedOrigin(name: string): Origin {
    const context = this.#options.contexts.get(name);
    if (context?.kind === 'image') {
      return { kind: 'layers', layers: this.#options.imageLayers(context.reference), label: `context "${name}"` };
    }
    return {
      kind: 'host',
      tree: this.#hostTree(name, () =>
        context?.kind === 'directory' ? openNamedContext(context) : this.#contextTree(),
      ),
    };
  }

  #contextTree(): FileTree {
    const { context, ignore } = this.#options;
    return this.#hostTree('', () => openDirectoryTree(context, { ignore, label: 'the build context' }));
  }

  #hostTree(name: string, open: () => FileTree): FileTree {
    const known = this.#hostTrees.get(name);
    if (known) return known;
    const tree = open();
    this.#hostTrees.set(name, tree);
    return tree;
  }
}
