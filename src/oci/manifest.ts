// Image manifests and indexes (image-spec manifest.md, image-index.md; Docker's schema 2 and lists), parsed strictly.
import { ImageError } from '../core/errors.ts';
import { type ContentDigest, parseDigest } from './digest.ts';
import { type JsonObject, parseJsonObject } from './json-object.ts';
import { bareMediaType, isConfigType, isLayerType, manifestKind } from './media-types.ts';
import { makePlatform, type Platform } from './platform.ts';

/** Registries must accept 4 MiB; more than twice that is nobody's manifest. */
export const LARGEST_MANIFEST = 8 << 20;
const MOST_DESCRIPTORS = 2000;

export type Descriptor = {
  readonly mediaType: string;
  readonly digest: ContentDigest;
  readonly size: number;
  readonly urls: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: Platform | undefined;
};

export type ImageManifest = {
  readonly kind: 'image';
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
};
export type ImageIndex = {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
};
export type Manifest = ImageManifest | ImageIndex;

/** Parses a manifest. `contentType` is the answer's header; it must agree with the body. ImageError `bad-manifest`, `schema1-manifest` or `not-an-image`. */
export function parseManifest(bytes: Uint8Array, contentType?: string): Manifest {
  const body = parseJsonObject(bytes, { code: 'bad-manifest', what: 'the manifest', maximumBytes: LARGEST_MANIFEST });
  const announced = contentType === undefined ? undefined : bareMediaType(contentType);
  const mediaType = mediaTypeOf(body, announced);
  const kind = manifestKind(mediaType);
  if (kind === 'schema1') throw schema1();
  if (body.optionalInteger('schemaVersion') !== 2) throw body.wrong('schemaVersion', '2');
  refuseConfusion(body);
  if (kind === 'index')
    return {
      kind,
      mediaType,
      manifests: body.optionalObjects('manifests', MOST_DESCRIPTORS)?.map(parseDescriptor) ?? [],
    };
  if (kind === 'image') return parseImageManifest(body, mediaType);
  throw new ImageError('bad-manifest', {
    message: `the manifest has the media type "${mediaType}", which is neither an image nor an index`,
  });
}

/** Whether an index's entry is an image: not an attestation or another artifact that rides along. */
export function isImageDescriptor(descriptor: Descriptor): boolean {
  if (descriptor.annotations['vnd.docker.reference.type'] !== undefined) return false;
  if (descriptor.platform?.os === 'unknown' && descriptor.platform.architecture === 'unknown') return false;
  return manifestKind(descriptor.mediaType) !== undefined;
}

function mediaTypeOf(body: JsonObject, announced: string | undefined): string {
  const written = body.optionalString('mediaType');
  const isSpecific = announced !== undefined && manifestKind(announced) !== undefined;
  if (written !== undefined && isSpecific && written !== announced) {
    throw new ImageError('bad-manifest', {
      message: `the manifest says it is "${written}" but was sent as "${announced}"`,
    });
  }
  if (written !== undefined) return written;
  if (isSpecific) return announced;
  if (body.optionalInteger('schemaVersion') === 1) throw schema1();
  // Old OCI images carry no media type, and some registries send a general one: only then the shape decides.
  return body.has('manifests')
    ? 'application/vnd.oci.image.index.v1+json'
    : 'application/vnd.oci.image.manifest.v1+json';
}

/** A body that reads as both kinds means different images to different clients. */
function refuseConfusion(body: JsonObject): void {
  if (!body.has('manifests') || (!body.has('layers') && !body.has('config'))) return;
  throw new ImageError('bad-manifest', {
    message: 'the manifest has both "manifests" and "layers" or "config": it is ambiguous',
  });
}

function parseImageManifest(body: JsonObject, mediaType: string): ImageManifest {
  const config = parseDescriptor(body.object('config'));
  const layers = body.optionalObjects('layers', MOST_DESCRIPTORS)?.map(parseDescriptor) ?? [];
  if (!isConfigType(config.mediaType)) throw notAnImage(`its config is "${config.mediaType}"`);
  for (const layer of layers) {
    if (!isLayerType(layer.mediaType)) throw notAnImage(`one of its layers is "${layer.mediaType}"`);
  }
  return { kind: 'image', mediaType, config, layers };
}

function parseDescriptor(body: JsonObject): Descriptor {
  return {
    mediaType: bareMediaType(body.string('mediaType')),
    digest: parseDigest(body.string('digest')),
    size: body.size('size'),
    urls: body.optionalStrings('urls') ?? [],
    annotations: body.optionalStringMap('annotations') ?? {},
    platform: parseDescriptorPlatform(body.optionalObject('platform')),
  };
}

function parseDescriptorPlatform(body: JsonObject | undefined): Platform | undefined {
  if (!body) return undefined;
  return makePlatform(body.optionalString('os') ?? '', body.optionalString('architecture') ?? '', {
    variant: body.optionalString('variant') ?? '',
    osVersion: body.optionalString('os.version') ?? '',
    osFeatures: body.optionalStrings('os.features') ?? [],
  });
}

function schema1(): ImageError {
  return new ImageError('schema1-manifest', {
    message: 'the manifest has the old format "schema 1", which names no content digests and is not supported',
    hint: 'push the image again with a current tool: that stores it in the OCI format',
  });
}

function notAnImage(why: string): ImageError {
  return new ImageError('not-an-image', { message: `the manifest describes no container image: ${why}` });
}
