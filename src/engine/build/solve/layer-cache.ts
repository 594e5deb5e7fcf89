// The layers that builds make, and which step made which. A layer is an overlay's upper directory: while builds run it is a
// draft in the layer store's temporary directory; `commit` syncs all drafts once and writes them into the books.
import { randomBytes } from 'node:crypto';
import { type ContentDigest, isDigest } from '../../../oci/digest.ts';
import {
  type BuildCacheRow,
  deleteBuildStep,
  findBuildStep,
  listBuildSteps,
  putBuildStep,
  touchBuildStep,
} from '../../../store/build-cache.ts';
import type { Database } from '../../../store/database.ts';
import type { LayerStore } from '../../images/layer-store.ts';
import type { BuildWorker } from './build-worker.ts';
import type { FinishedLayer } from './finish-layer.ts';

export type StepResult = {
  readonly layer: ContentDigest;
  /** When the step was done, in milliseconds. */
  readonly createdAt: number;
};

type Draft = StepResult & { readonly directory: string; readonly finished: FinishedLayer; readonly keys: Set<string> };

const TOUCH_AFTER_MS = 3_600_000;
const KEPT_FOR_MS = 30 * 24 * 3_600_000;
const MOST_BYTES = 20 * 2 ** 30;

export class LayerCache {
  readonly #database: Database;
  readonly #store: LayerStore;
  readonly #worker: BuildWorker;
  readonly #drafts = new Map<string, Draft>();
  /** Keys of drafts, and of layers in the store found under another key of theirs. */
  readonly #results = new Map<string, StepResult>();
  #committing: Promise<void> = Promise.resolve();

  constructor(database: Database, store: LayerStore, worker: BuildWorker) {
    this.#database = database;
    this.#store = store;
    this.#worker = worker;
  }

  /** Where the layer is now. A commit moves it: ask, and use the answer before anything else can happen. */
  path(layer: ContentDigest): string {
    return this.#drafts.get(layer)?.directory ?? this.#store.path(layer);
  }

  /** Directories of layers given lowest first, topmost first, as overlays want them. */
  paths(layers: readonly ContentDigest[]): readonly string[] {
    return [...new Set(layers.toReversed())].map((layer) => this.path(layer));
  }

  /** What a step with that key has made, if it is still there. */
  find(key: string): StepResult | undefined {
    const draft = this.#results.get(key);
    if (draft) return draft;
    const row = findBuildStep(this.#database, key);
    if (!row || !isDigest(row.layer) || !this.#store.has(row.layer)) return undefined;
    if (Date.now() - row.usedAt > TOUCH_AFTER_MS) touchBuildStep(this.#database, key, Date.now());
    return { layer: row.layer, createdAt: row.createdAt };
  }

  /** Takes a directory as a layer. The id is random: what its archive's digest would be is nobody's concern before a push. */
  add(directory: string, finished: FinishedLayer, key: string): StepResult {
    const layer: ContentDigest = `sha256:${randomBytes(32).toString('hex')}`;
    const draft = { layer, createdAt: Date.now(), directory, finished, keys: new Set([key]) };
    this.#drafts.set(layer, draft);
    this.#results.set(key, draft);
    return draft;
  }

  /** Notes that a step of another key has the same result. */
  alias(key: string, result: StepResult): void {
    const draft = this.#drafts.get(result.layer);
    if (draft) draft.keys.add(key);
    else this.#putStep(key, result);
    if (draft) this.#results.set(key, draft);
  }

  /** Puts every draft on disk and into the books. */
  commit(): Promise<void> {
    const mine = this.#committing.then(() => this.#commitDrafts());
    this.#committing = mine.catch(() => {});
    return mine;
  }

  /** Layers of the cache, which a collection of garbage must leave alone. */
  *layers(): Iterable<string> {
    for (const { layer } of listBuildSteps(this.#database)) yield layer;
    yield* this.#drafts.keys();
  }

  /** Forgets steps whose layer is gone, that nobody used for a month, or that are more than the disk should hold. */
  prune(): void {
    let bytes = 0;
    this.#database.transaction(() => {
      for (const row of listBuildSteps(this.#database).toReversed()) {
        bytes += isDigest(row.layer) ? this.#store.size(row.layer) : 0;
        if (!this.#isWorthKeeping(row) || bytes > MOST_BYTES) deleteBuildStep(this.#database, row.key);
      }
    });
  }

  #isWorthKeeping({ layer, usedAt }: BuildCacheRow): boolean {
    return isDigest(layer) && this.#store.has(layer) && Date.now() - usedAt < KEPT_FOR_MS;
  }

  async #commitDrafts(): Promise<void> {
    const drafts = [...this.#drafts.values()];
    const [first] = drafts;
    if (!first) return;
    await this.#worker.run({ kind: 'sync', path: first.directory });
    try {
      this.#database.transaction(() => {
        for (const draft of drafts) this.#commitDraft(draft);
      });
    } catch (error) {
      this.#discard(drafts);
      throw error;
    } finally {
      this.#forget(drafts);
    }
  }

  #forget(drafts: readonly Draft[]): void {
    for (const { layer, keys } of drafts) {
      this.#drafts.delete(layer);
      for (const key of keys) if (this.#results.get(key)?.layer === layer) this.#results.delete(key);
    }
  }

  /** Those that could not go into the books, wherever they had got to. */
  #discard(drafts: readonly Draft[]): void {
    for (const { layer, directory } of drafts) {
      this.#store.discardLater(directory);
      this.#store.discardLater(this.#store.path(layer));
    }
  }

  #commitDraft(draft: Draft): void {
    this.#store.commit(draft.directory, { diffId: draft.layer, sizeBytes: draft.finished.sizeBytes });
    for (const key of draft.keys) this.#putStep(key, draft);
  }

  #putStep(key: string, { layer, createdAt }: StepResult): void {
    putBuildStep(this.#database, { key, layer, createdAt, usedAt: Date.now() });
  }
}
