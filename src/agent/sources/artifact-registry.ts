// What a source asks of a registry. The client that pulls images does it, with the same credentials and certificates.
import type { ContentDigest } from '../../oci/digest.ts';
import type { Descriptor } from '../../oci/manifest.ts';
import type { ImageReference } from '../../oci/reference.ts';

export interface ArtifactRegistry {
  /** What the reference stands for now; undefined where the registry does not say so without sending it. */
  headManifest(reference: ImageReference, signal?: AbortSignal): Promise<ContentDigest | undefined>;
  /** The bytes are those of the digest, where the reference has one. */
  getManifest(
    reference: ImageReference,
    signal?: AbortSignal,
  ): Promise<{ readonly bytes: Uint8Array; readonly digest: ContentDigest }>;
  /** As many bytes as the descriptor says; whether they have its digest is for whoever reads them. */
  readBlob(reference: ImageReference, descriptor: Descriptor, signal?: AbortSignal): AsyncIterable<Uint8Array>;
}
