// Unpacked layers on disk, each complete or not there:
//
//   <state>/layers/<hex of diff id>/   a layer in overlay form; has a row in the table `layers`
//   <state>/layers/tmp/<random>/       being written or being removed; `sweep` removes it at start
//
// A layer is written aside, synced, renamed into place, and then gets its row. A directory without a row is an
// interrupted commit: the next commit or collection replaces or removes it. Blobs are not kept: nothing reads them again.
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../core/errors.ts';
import { type ContentDigest, digestHex, isDigest } from '../../oci/digest.ts';
import type { Database } from '../../store/database.ts';
import { deleteLayer, findLayer, listLayers, putLayer } from '../../store/images.ts';
import { UnpackPool } from './layers/unpack-pool.ts';

export type LayerStoreOptions = {
  readonly stateDirectory: string;
  readonly pool?: UnpackPool;
  readonly now?: () => number;
};

export class LayerStore implements AsyncDisposable {
  readonly pool: UnpackPool;
  readonly #database: Database;
  readonly #directory: string;
  readonly #temporary: string;
  readonly #now: () => number;
  readonly #pins = new Map<string, number>();

  constructor(database: Database, options: LayerStoreOptions) {
    this.#database = database;
    this.#directory = join(options.stateDirectory, 'layers');
    this.#temporary = join(this.#directory, 'tmp');
    this.#now = options.now ?? Date.now;
    this.pool = options.pool ?? new UnpackPool();
    mkdirSync(this.#temporary, { recursive: true, mode: 0o700 });
  }

  /** Where the layer is, or is to be. */
  path(diffId: ContentDigest): string {
    return join(this.#directory, digestHex(diffId));
  }

  /** Whether the layer is complete and there. */
  has(diffId: ContentDigest): boolean {
    return findLayer(this.#database, diffId) !== undefined && existsSync(this.path(diffId));
  }

  /** Bytes of the layer's files; 0 if it is not there. */
  size(diffId: ContentDigest): number {
    return findLayer(this.#database, diffId)?.sizeBytes ?? 0;
  }

  /** A new directory on the disk of the layers, for `commit` or `discard`. */
  makeTemporary(): string {
    const path = join(this.#temporary, randomBytes(12).toString('hex'));
    mkdirSync(path);
    // It becomes the root of containers, so the umask must not count.
    chmodSync(path, 0o755);
    return path;
  }

  /** Takes a directory as the layer. It must be on disk already (`syncFileSystem`); what another commit left is kept. */
  commit(directory: string, layer: { readonly diffId: ContentDigest; readonly sizeBytes: number }): void {
    if (this.has(layer.diffId)) {
      this.discardLater(directory);
      return;
    }
    this.#moveAside(layer.diffId);
    renameSync(directory, this.path(layer.diffId));
    syncDirectory(this.#directory);
    putLayer(this.#database, { ...layer, createdAt: this.#now() });
  }

  /** Removes a temporary directory. */
  discard(directory: string): Promise<void> {
    return this.pool.remove(directory);
  }

  /** As `discard`, for callers that do not wait: what is left is swept at the next start. */
  discardLater(directory: string): void {
    this.discard(directory).catch(() => {});
  }

  /** Protects a layer from collection until disposed, while an image that will name it is being made. */
  pin(diffId: ContentDigest): Disposable {
    this.#pins.set(diffId, (this.#pins.get(diffId) ?? 0) + 1);
    return { [Symbol.dispose]: () => this.#unpin(diffId) };
  }

  /** Removes layers that are neither in `used` nor pinned, and directories that nobody knows. Returns the diff ids of the layers removed. */
  async collect(used: ReadonlySet<string>): Promise<readonly string[]> {
    const isKept = (diffId: string): boolean => used.has(diffId) || this.#pins.has(diffId);
    const removed = listLayers(this.#database)
      .map((layer) => layer.diffId)
      .filter((diffId) => !isKept(diffId));
    const doomed: string[] = [];
    for (const diffId of removed) {
      if (!isDigest(diffId)) continue;
      // The row first: a crash in between leaves a directory without a row, never a row without its directory.
      deleteLayer(this.#database, diffId);
      doomed.push(...this.#moveAside(diffId));
    }
    await Promise.all([...doomed, ...this.#moveStraysAside()].map((directory) => this.discard(directory)));
    return removed;
  }

  /** To be called once at start: removes what an earlier process left half done, and rows whose directory is gone. */
  async sweep(): Promise<void> {
    for (const { diffId } of listLayers(this.#database)) {
      if (!isDigest(diffId) || !existsSync(this.path(diffId))) deleteLayer(this.#database, diffId);
    }
    this.#moveStraysAside();
    await Promise.all(readdirSync(this.#temporary).map((name) => this.discard(join(this.#temporary, name))));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pool[Symbol.asyncDispose]();
  }

  #unpin(diffId: string): void {
    const left = (this.#pins.get(diffId) ?? 1) - 1;
    if (left > 0) this.#pins.set(diffId, left);
    else this.#pins.delete(diffId);
  }

  /** Renaming is quick and whole where removal is neither. */
  #moveAside(diffId: ContentDigest): readonly string[] {
    return this.#renameAside(this.path(diffId));
  }

  #moveStraysAside(): readonly string[] {
    const known = new Set(
      listLayers(this.#database).flatMap(({ diffId }) => (isDigest(diffId) ? [digestHex(diffId)] : [])),
    );
    const strays = readdirSync(this.#directory).filter((name) => /^[0-9a-f]{64,128}$/.test(name) && !known.has(name));
    return strays.flatMap((name) => this.#renameAside(join(this.#directory, name)));
  }

  #renameAside(path: string): readonly string[] {
    const aside = join(this.#temporary, randomBytes(12).toString('hex'));
    try {
      renameSync(path, aside);
      return [aside];
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }
}

function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
