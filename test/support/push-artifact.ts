// Pushes artifacts that are no images: one archive as Flux and ORAS have it, or whatever a test needs instead.
import { digestOf, MANIFEST } from './image-layout.ts';
import { type PushTarget, pushBlob, putManifest } from './push-image.ts';

export const FLUX_CONFIG = 'application/vnd.cncf.flux.config.v1+json';
export const FLUX_CONTENT = 'application/vnd.cncf.flux.content.v1.tar+gzip';
export const EMPTY = 'application/vnd.oci.empty.v1+json';

export type ArtifactLayer = {
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** What the manifest says instead of what they are. */
  readonly claimed?: { readonly digest?: string; readonly size?: number };
};

/** Gives the digest of the manifest. */
export async function pushArtifact(
  target: PushTarget,
  layers: readonly ArtifactLayer[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const config = Buffer.from('{}');
  await pushBlob(target, digestOf(config), new Blob([config]));
  for (const { bytes } of layers) await pushBlob(target, digestOf(bytes), new Blob([new Uint8Array(bytes)]));
  const body = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: FLUX_CONFIG, digest: digestOf(config), size: config.length },
      layers: layers.map(({ mediaType, bytes, claimed }) => ({
        mediaType,
        digest: digestOf(bytes),
        size: bytes.length,
        ...claimed,
      })),
      ...more,
    }),
  );
  await putManifest(target, { reference: target.tag, mediaType: MANIFEST, body });
  return digestOf(body);
}
