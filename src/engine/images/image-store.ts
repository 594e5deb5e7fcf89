// The images of this machine: what they are (the database) and where their layers lie (LayerStore).
import { ImageError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import { type ContentDigest, computeDigest, isDigest, parseDigest, shortDigest } from '../../oci/digest.ts';
import { type ImageConfig, parseImageConfig } from '../../oci/image-config.ts';
import { formatFamiliar, formatReference, parseImageReference, resolveTag } from '../../oci/reference.ts';
import type { Database } from '../../store/database.ts';
import {
  deleteImage,
  deleteImageName,
  findImage,
  findImageName,
  findImagesByPrefix,
  type ImageNameRow,
  type ImageRow,
  listImageNames,
  listImages,
  putImage,
  putImageName,
} from '../../store/images.ts';
import { UntilWritten } from '../../store/until-written.ts';
import type { LayerStore } from './layer-store.ts';

export type StoredImage = {
  readonly id: ContentDigest;
  /** As people write them: `redis:7`, sorted. */
  readonly names: readonly string[];
  /** `repository@digest` of the manifests it was pulled by. */
  readonly repositoryDigests: readonly string[];
  /** Diff ids, lowest first. */
  readonly layers: readonly ContentDigest[];
  readonly sizeBytes: number;
  readonly createdAt: number;
  readonly buildInputs: string | null;
};

export type NewImage = {
  /** The exact bytes; their digest is the image's id. */
  readonly config: Buffer;
  readonly manifest?: Buffer;
  readonly name?: string;
  /** Digest of what the name stood for at the registry. */
  readonly digest?: string;
  readonly buildInputs?: string;
};

export type RemoveOptions = {
  /** Names of the containers that use the image. */
  readonly usedBy: (imageId: ContentDigest) => readonly string[];
  /** Remove an image that has several names, by its id. */
  readonly force?: boolean;
};

export class ImageStore {
  readonly layers: LayerStore;
  readonly #database: Database;
  readonly #now: () => number;
  readonly #configs = new Map<string, ImageConfig>();
  /** By name; null where there is none. */
  readonly #found: UntilWritten<{ readonly row: ImageRow; readonly image: StoredImage } | null>;

  constructor(database: Database, layers: LayerStore, now: () => number = Date.now) {
    this.#database = database;
    this.layers = layers;
    this.#now = now;
    this.#found = new UntilWritten(database);
  }

  /** The image of a name whose layers are all there, or undefined. */
  find(reference: string): StoredImage | undefined {
    const found = this.#found.of(reference, () => {
      const name = this.#findName(reference);
      const row = name && findImage(this.#database, name.imageId);
      return row ? { row, image: this.#toStored(row) } : null;
    });
    return found && this.#isWhole(found.row) ? found.image : undefined;
  }

  /** What the name stood for when it was pulled: the digest of a manifest or index. */
  pulledDigest(reference: string): string | undefined {
    return this.#findName(reference)?.digest ?? undefined;
  }

  /** An image by name, id, or the beginning of its id. ImageError `image-not-found` or `ambiguous-image-id`. */
  resolve(text: string): StoredImage {
    const row = this.#rowOf(text);
    if (!row) throw this.#notFound(text);
    return this.#toStored(row);
  }

  list(): readonly StoredImage[] {
    return listImages(this.#database).map((row) => this.#toStored(row));
  }

  /** The parsed config. */
  config(imageId: string): ImageConfig {
    const known = this.#configs.get(imageId);
    if (known) return known;
    const config = parseImageConfig(this.configBytes(imageId));
    this.#configs.set(imageId, config);
    return config;
  }

  configBytes(imageId: string): Buffer {
    return this.#row(imageId).config;
  }

  /** The manifest it was pulled by; undefined for an image built here. */
  manifestBytes(imageId: string): Buffer | undefined {
    return this.#row(imageId).manifest ?? undefined;
  }

  /** The directories of the layers, topmost first, as overlay's `lowerdir` wants them; a layer that occurs twice is named once, at the top. */
  layerPaths(imageId: string): readonly string[] {
    const { layers } = this.#toStored(this.#row(imageId));
    return [...new Set(layers.toReversed())].map((diffId) => this.layers.path(diffId));
  }

  /** Stores an image whose layers are all in the layer store. */
  addImage(image: NewImage): StoredImage {
    const id = computeDigest('sha256', image.config);
    const { diffIds } = parseImageConfig(image.config);
    const missing = diffIds.find((diffId) => !this.layers.has(diffId));
    if (missing)
      throw new ImageError('layer-missing', {
        message: `cannot store the image ${shortDigest(id)}: its layer ${missing} is not here`,
      });
    const sizeBytes = [...new Set(diffIds)].reduce((sum, diffId) => sum + this.layers.size(diffId), 0);
    this.#database.transaction(() => {
      putImage(this.#database, {
        id,
        config: image.config,
        manifest: image.manifest ?? null,
        layers: diffIds,
        sizeBytes,
        createdAt: this.#now(),
        buildInputs: image.buildInputs ?? null,
      });
      if (image.name !== undefined) this.#setName(image.name, { imageId: id, digest: image.digest ?? null });
    });
    return this.#toStored(this.#row(id));
  }

  /** Gives an image another name, taking it from whichever had it. */
  tag(image: string, name: string): void {
    const { id } = this.resolve(image);
    if (parseImageReference(name).digest !== undefined) {
      throw new ImageError('bad-reference', { message: `cannot tag an image as "${name}": a tag has no digest` });
    }
    this.#setName(name, { imageId: id, digest: null });
  }

  /** Takes a name away, and with the last name the image. Returns the names and ids removed. ImageError `image-in-use`, `image-has-names`. */
  remove(text: string, options: RemoveOptions): readonly string[] {
    const name = this.#findName(text);
    const image = this.resolve(text);
    const names = listImageNames(this.#database, image.id);
    if (name && names.length > 1) {
      deleteImageName(this.#database, name.name);
      return [familiar(name)];
    }
    if (!name && names.length > 1 && !options.force) throw hasNames(image);
    const users = options.usedBy(image.id);
    if (users.length > 0) throw inUse(text, users);
    deleteImage(this.#database, image.id);
    this.#configs.delete(image.id);
    return [...names.map(familiar), image.id];
  }

  /** Removes layers that no image names, those in `alsoUsed` apart (the build cache's). Returns their diff ids. */
  collectGarbage(alsoUsed: Iterable<string> = []): Promise<readonly string[]> {
    const used = new Set(alsoUsed);
    for (const { layers } of listImages(this.#database)) for (const diffId of layers) used.add(diffId);
    return this.layers.collect(used);
  }

  #findName(text: string): ImageNameRow | undefined {
    if (isImageId(text)) return undefined;
    const reference = resolveTag(parseImageReference(text));
    return findImageName(this.#database, formatReference(reference));
  }

  #rowOf(text: string): ImageRow | undefined {
    if (isDigest(text)) return findImage(this.#database, text);
    if (!isImageId(text)) {
      const name = this.#findName(text);
      if (name) return findImage(this.#database, name.imageId);
    }
    if (!/^[0-9a-f]{4,64}$/.test(text)) return undefined;
    const [first, second] = findImagesByPrefix(this.#database, text);
    if (first && second)
      throw new ImageError('ambiguous-image-id', { message: `several images have an id that begins with "${text}"` });
    return first;
  }

  #row(imageId: string): ImageRow {
    const row = findImage(this.#database, imageId);
    if (!row) throw this.#notFound(imageId);
    return row;
  }

  #isWhole(row: ImageRow): boolean {
    return row.layers.every((diffId) => isDigest(diffId) && this.layers.has(diffId));
  }

  #setName(name: string, row: Pick<ImageNameRow, 'imageId' | 'digest'>): void {
    putImageName(this.#database, {
      ...row,
      name: formatReference(resolveTag(parseImageReference(name))),
      updatedAt: this.#now(),
    });
  }

  #toStored(row: ImageRow): StoredImage {
    const names = listImageNames(this.#database, row.id);
    return {
      id: parseDigest(row.id),
      names: names.map(familiar),
      repositoryDigests: [...new Set(names.flatMap(repositoryDigest))],
      layers: row.layers.map(parseDigest),
      sizeBytes: row.sizeBytes,
      createdAt: row.createdAt,
      buildInputs: row.buildInputs,
    };
  }

  #notFound(text: string): ImageError {
    const near = suggest(text, listImageNames(this.#database).map(familiar));
    return new ImageError('image-not-found', {
      message: `no image "${text}" on this machine`,
      hint: near === undefined ? undefined : `did you mean "${near}"?`,
    });
  }
}

function isImageId(text: string): boolean {
  return isDigest(text) || /^[0-9a-f]{64}$/.test(text);
}

function familiar({ name }: ImageNameRow): string {
  return formatFamiliar(parseImageReference(name));
}

function repositoryDigest({ name, digest }: ImageNameRow): string[] {
  if (digest === null || !isDigest(digest)) return [];
  return [formatFamiliar({ ...parseImageReference(name), tag: undefined, digest })];
}

function hasNames(image: StoredImage): ImageError {
  return new ImageError('image-has-names', {
    message: `the image ${shortDigest(image.id)} has several names: ${image.names.join(', ')}`,
    hint: 'remove it by its names, or use force',
  });
}

function inUse(text: string, users: readonly string[]): ImageError {
  return new ImageError('image-in-use', {
    message: `cannot remove the image "${text}": used by ${users.map((user) => `"${user}"`).join(', ')}`,
    hint: 'remove these containers first',
  });
}
