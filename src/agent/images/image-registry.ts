// What the agent asks of registries. The engine's client does it; the daemon brings the two together.
import { DockrError } from '../../core/errors.ts';
import type { ContentDigest } from '../../oci/digest.ts';
import type { Descriptor } from '../../oci/manifest.ts';
import type { ImageReference } from '../../oci/reference.ts';

export type ManifestAnswer = {
  readonly bytes: Buffer;
  /** Of the bytes. */
  readonly digest: ContentDigest;
  readonly contentType: string | undefined;
};

export type Listing = {
  readonly bytes: Buffer;
  /** The header `Link`, as the registry wrote it. */
  readonly link: string | undefined;
};

export interface ImageRegistry {
  /** Throws `image-not-found`, `registry-unreachable`, `unauthorized` and the like. */
  getManifest(reference: ImageReference, signal?: AbortSignal): Promise<ManifestAnswer>;
  /** A blob of a size that is known, checked against its digest. */
  getBlob(
    reference: ImageReference,
    descriptor: Descriptor,
    options: { readonly maximumBytes: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Buffer>;
  /** A JSON answer of the registry's API; `path` stands behind the repository. Throws `registry-answer-too-large`. */
  getListing(
    reference: ImageReference,
    path: string,
    options: { readonly maximumBytes: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Listing>;
}

/** Images of this machine by name; `digest` is what they were pulled by, null for what was built here. */
export type LocalImages = { readonly find: (name: string) => { readonly digest: string | null } | undefined };

const ABSENT: ReadonlySet<string> = new Set(['image-not-found', 'registry-error']);

/** The answer, or undefined where the registry says that it has no such thing. */
export async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DockrError && ABSENT.has(error.code)) return undefined;
    throw error;
  }
}
