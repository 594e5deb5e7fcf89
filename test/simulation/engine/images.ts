// Images: the real records, with nothing behind them but a digest; pulls and builds take their time and may fail.
import { ImageError } from '../../../src/core/errors.ts';
import { digestOf } from '../../../src/core/hash.ts';
import type { BuildSpec } from '../../../src/engine/build/build-spec.ts';
import type { StoredImage } from '../../../src/engine/images/image-store.ts';
import { parseDigest } from '../../../src/oci/digest.ts';
import {
  deleteImageName,
  findImage,
  findImageName,
  listImages,
  putImage,
  putImageName,
} from '../../../src/store/images.ts';
import type { SimulatedDatabase } from '../machine/disk.ts';
import type { Life } from '../machine/life.ts';
import type { Machine } from '../machine/machine.ts';

export class SimulatedImages {
  readonly #machine: Machine;
  readonly #life: Life;
  readonly #database: SimulatedDatabase;

  constructor(machine: Machine, life: Life, database: SimulatedDatabase) {
    this.#machine = machine;
    this.#life = life;
    this.#database = database;
  }

  find(reference: string): StoredImage | undefined {
    const id = findImageName(this.#database, reference)?.imageId;
    return this.list().find((image) => image.id === id);
  }

  list(): readonly StoredImage[] {
    return listImages(this.#database).map(({ id, buildInputs, createdAt }) => ({
      id: parseDigest(id),
      names: [],
      repositoryDigests: [],
      layers: [],
      sizeBytes: 0,
      createdAt,
      buildInputs,
    }));
  }

  has(imageId: string): boolean {
    return findImage(this.#database, imageId) !== undefined;
  }

  async pull(reference: string, { signal }: { readonly signal?: AbortSignal }): Promise<{ imageId: string }> {
    await this.#wait(`pull ${reference}`, 300, signal);
    const imageId = this.#machine.registry.pull(reference);
    this.#put(reference, imageId, null);
    return { imageId };
  }

  async digestInputs(spec: BuildSpec): Promise<string> {
    return digestOf({ context: spec.context, args: spec.args });
  }

  async build(
    spec: BuildSpec,
    { name, signal }: { readonly name: string; readonly signal: AbortSignal },
  ): Promise<{ readonly imageId: string; readonly cached: boolean }> {
    await this.#wait(`build ${name}`, 800, signal);
    const inputs = await this.digestInputs(spec);
    const imageId = digestOf({ reference: name, inputs });
    this.#put(name, imageId, inputs);
    return { imageId, cached: false };
  }

  removeName(reference: string): void {
    deleteImageName(this.#database, reference);
  }

  #put(name: string, id: string, buildInputs: string | null): void {
    const { now } = this.#machine.time;
    const rest = { config: Buffer.alloc(0), manifest: null, layers: [], sizeBytes: 0 };
    this.#database.transaction(() => {
      putImage(this.#database, { id, createdAt: now, buildInputs, ...rest });
      putImageName(this.#database, { name, imageId: id, digest: null, updatedAt: now });
    });
  }

  /** Ends early when somebody gives up. */
  async #wait(what: string, ms: number, signal: AbortSignal | undefined): Promise<void> {
    for (let part = 0; part < 3; part++) {
      if (signal?.aborted) throw new ImageError('interrupted', { message: `${what} was interrupted` });
      await this.#life.work(what, this.#machine.around(ms / 3));
    }
  }
}
