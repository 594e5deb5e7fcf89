// Pulling: manifest → config → layers, several at a time, each unpacked while it comes. A layer that is here is not fetched;
// a layer that is on its way is waited for, whichever pull began it.
import { DockrError, ImageError } from '../../core/errors.ts';
import { type ContentDigest, shortDigest } from '../../oci/digest.ts';
import type { Descriptor } from '../../oci/manifest.ts';
import { formatFullPlatform, formatPlatform, hostPlatform, type Platform } from '../../oci/platform.ts';
import { platformRank } from '../../oci/platform-choice.ts';
import {
  formatFamiliar,
  formatReference,
  type ImageReference,
  parseImageReference,
  resolveTag,
} from '../../oci/reference.ts';
import type { ImageStore } from './image-store.ts';
import { countPieces, type PullProgress } from './pull-progress.ts';
import type { RegistryClient } from './registry/registry-client.ts';
import { type ResolvedImage, resolveImage } from './resolve-manifest.ts';
import { SingleFlight } from './single-flight.ts';

export type PullOptions = {
  /** The machine's own by default. */
  readonly platform?: Platform;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly onWarning?: (message: string) => void;
};

export type PulledImage = {
  readonly imageId: ContentDigest;
  /** Of what the reference stands for at the registry. */
  readonly digest: ContentDigest;
  /** The reference in full. */
  readonly name: string;
  /** Whether the name stands for another image now than before. */
  readonly changed: boolean;
};

type PullEvent =
  | { readonly kind: 'progress'; readonly progress: PullProgress }
  | { readonly kind: 'warning'; readonly message: string };
type LayerRequest = {
  readonly reference: ImageReference;
  readonly descriptor: Descriptor;
  readonly diffId: ContentDigest;
};

const LAYERS_AT_ONCE = 4;

/** Pulls images into a store. One per daemon: concurrent pulls share their work through it. */
export class ImagePuller {
  readonly #client: RegistryClient;
  readonly #store: ImageStore;
  readonly #pulls = new SingleFlight<PulledImage, PullEvent>();
  readonly #layers = new SingleFlight<void, PullProgress>();

  constructor(client: RegistryClient, store: ImageStore) {
    this.#client = client;
    this.#store = store;
  }

  /** Brings the image of a reference here, or up to date. */
  async pull(text: string, options: PullOptions = {}): Promise<PulledImage> {
    const reference = resolveTag(parseImageReference(text));
    const platform = options.platform ?? hostPlatform();
    const key = `${formatReference(reference)} ${formatFullPlatform(platform)}`;
    const onEvent = (event: PullEvent): void => {
      if (event.kind === 'progress') options.onProgress?.(event.progress);
      else options.onWarning?.(event.message);
    };
    return this.#pulls.run(key, (signal, emit) => this.#pull(reference, { platform, signal, emit }), {
      signal: options.signal,
      onEvent,
    });
  }

  async #pull(reference: ImageReference, context: PullContext): Promise<PulledImage> {
    const name = formatReference(reference);
    const known = await this.#findCurrent(reference, context);
    if (known) return { ...known, name, changed: false };
    const { platform, signal, emit } = context;
    const resolved = await resolveImage(reference, { client: this.#client, platform, signal });
    warnOfPlatform(reference, resolved, context);
    const before = this.#store.find(name)?.id;
    const pins = resolved.config.diffIds.map((diffId) => this.#store.layers.pin(diffId));
    try {
      await this.#fetchLayers(reference, resolved, {
        signal,
        onProgress: (progress) => emit({ kind: 'progress', progress }),
      });
      signal.throwIfAborted();
      const image = this.#store.addImage({
        config: resolved.configBytes,
        manifest: resolved.manifestBytes,
        name,
        digest: resolved.digest,
      });
      return { imageId: image.id, digest: resolved.digest, name, changed: image.id !== before };
    } finally {
      for (const pin of pins) pin[Symbol.dispose]();
    }
  }

  /** The image if it is here and the registry has no newer one; a digest never changes, so that nobody needs to be asked. */
  async #findCurrent(
    reference: ImageReference,
    { platform, signal }: PullContext,
  ): Promise<Pick<PulledImage, 'imageId' | 'digest'> | undefined> {
    const name = formatReference(reference);
    const image = this.#store.find(name);
    const pulled = this.#store.pulledDigest(name);
    if (!image || pulled === undefined || platformRank(platform, this.#store.config(image.id).platform) !== 0)
      return undefined;
    const digest = reference.digest ?? (await this.#askDigest(reference, signal));
    return digest === pulled ? { imageId: image.id, digest } : undefined;
  }

  /** Some registries refuse HEAD or leave the digest out: then the manifest itself is asked for. */
  async #askDigest(reference: ImageReference, signal: AbortSignal): Promise<ContentDigest | undefined> {
    try {
      return await this.#client.headManifest(reference, signal);
    } catch (error) {
      if (error instanceof ImageError && ['image-not-found', 'registry-error'].includes(error.code)) return undefined;
      throw error;
    }
  }

  /** The largest first, so that the last one to end is a small one. */
  async #fetchLayers(reference: ImageReference, resolved: ResolvedImage, context: LayerContext): Promise<void> {
    const requests = new Map<string, LayerRequest>();
    for (const [index, diffId] of resolved.config.diffIds.entries()) {
      const descriptor = resolved.manifest.layers[index];
      if (descriptor) requests.set(diffId, { reference, descriptor, diffId });
    }
    const queue = [...requests.values()].sort((a, b) => b.descriptor.size - a.descriptor.size);
    const failure = new AbortController();
    const signal = AbortSignal.any([context.signal, failure.signal]);
    const work = async (): Promise<void> => {
      for (let request = queue.shift(); request; request = queue.shift())
        await this.#ensureLayer(request, { ...context, signal });
    };
    // Whatever fails stops the others, and is told only when they have stopped.
    const lanes = Array.from({ length: LAYERS_AT_ONCE }, () => work().catch((error: unknown) => failure.abort(error)));
    await Promise.all(lanes);
    context.signal.throwIfAborted();
    failure.signal.throwIfAborted();
  }

  async #ensureLayer(request: LayerRequest, context: LayerContext): Promise<void> {
    const { diffId, descriptor } = request;
    const label = shortDigest(descriptor.digest);
    if (this.#store.layers.has(diffId)) {
      context.onProgress({ label, current: descriptor.size, total: descriptor.size });
      return;
    }
    let isMine = false;
    const work = (signal: AbortSignal, emit: (progress: PullProgress) => void): Promise<void> => {
      isMine = true;
      return this.#fetchLayer(request, { signal, onProgress: emit });
    };
    try {
      await this.#layers.run(diffId, work, { signal: context.signal, onEvent: context.onProgress });
    } catch (error) {
      context.signal.throwIfAborted();
      // Another pull's registry or credentials failed, not ours: try ourselves.
      if (isMine || !(error instanceof DockrError)) throw error;
      await this.#ensureLayer(request, context);
    }
  }

  async #fetchLayer({ reference, descriptor, diffId }: LayerRequest, context: LayerContext): Promise<void> {
    const { layers } = this.#store;
    const { digest, size } = descriptor;
    const label = shortDigest(digest);
    const directory = layers.makeTemporary();
    try {
      const open = (signal: AbortSignal): AsyncIterable<Uint8Array> =>
        countPieces(this.#client.readBlob(reference, descriptor, signal), (current) =>
          context.onProgress({ label, current, total: size }),
        );
      const sizeBytes = await layers.pool.unpack({ directory, digest, size, diffId }, open, context.signal);
      layers.commit(directory, { diffId, sizeBytes });
    } catch (error) {
      // Waited for: when the failure is told, the space it took is free again.
      await layers.discard(directory).catch(() => {});
      throw error instanceof DockrError ? withImage(reference, error) : error;
    }
  }
}

type PullContext = {
  readonly platform: Platform;
  readonly signal: AbortSignal;
  readonly emit: (event: PullEvent) => void;
};
type LayerContext = { readonly signal: AbortSignal; readonly onProgress: (progress: PullProgress) => void };

function warnOfPlatform(reference: ImageReference, resolved: ResolvedImage, context: PullContext): void {
  if (!resolved.otherPlatform) return;
  const message = `the image "${formatFamiliar(reference)}" is made for ${formatPlatform(resolved.otherPlatform)}, not for ${formatPlatform(context.platform)}`;
  context.emit({ kind: 'warning', message });
}

/** What unpacking found wrong does not say of which image it was. */
function withImage(reference: ImageReference, error: DockrError): DockrError {
  const isNamed = error.message.includes(`"${formatFamiliar(reference)}"`);
  if (isNamed) return error;
  const message = `cannot pull "${formatFamiliar(reference)}" from "${reference.domain}": ${error.message}`;
  const details = { message, hint: error.hint, facts: error.facts, cause: error };
  return error.kind === 'image' ? new ImageError(error.code, details) : new DockrError(error.kind, error.code, details);
}
