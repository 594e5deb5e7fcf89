// Where cosign leaves signatures: under the tag `sha256-<hex>.sig`, or as referrers of the image (distribution-spec 1.1,
// "Listing Referrers", and the tag `sha256-<hex>` where a registry has no such list). All of it is what a registry says.
import { DockrError, ImageError } from '../../core/errors.ts';
import { type ContentDigest, digestAlgorithm, digestHex, parseDigest } from '../../oci/digest.ts';
import { type JsonObject, parseJsonObject } from '../../oci/json-object.ts';
import type { Descriptor } from '../../oci/manifest.ts';
import { bareMediaType } from '../../oci/media-types.ts';
import type { ImageReference } from '../../oci/reference.ts';
import { ifThere } from '../images/image-registry.ts';
import type { CosignContext, SignedImage } from './signed-image.ts';

/** Something at the registry that may be a signature. */
export type Attached =
  | { readonly kind: 'simple'; readonly descriptor: Descriptor; readonly signature: Buffer }
  | { readonly kind: 'bundle'; readonly descriptor: Descriptor }
  | { readonly kind: 'too-large'; readonly why: string };

const SIMPLE = 'application/vnd.dev.cosign.simplesigning.v1+json';
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle\.v0\.[0-9]+\+json$/;
const SIGNATURE = 'dev.cosignproject.cosign/signature';

const LARGEST_MANIFEST = 1 << 20;
const LARGEST = { simple: 64 << 10, bundle: 256 << 10 } as const;
const LONGEST_SIGNATURE = 8 << 10;
const MOST_SIGNATURES = 64;
const MOST_REFERRERS = 32;

/** Those under the tag of the image's digest. */
export async function* findTagged(image: SignedImage, context: CosignContext): AsyncGenerator<Attached> {
  const reference = at(image, { tag: `${tagOf(image.digest)}.sig`, digest: undefined });
  yield* readSignatures(reference, context);
}

/** Those that say of themselves what they belong to. */
export async function* findReferrers(image: SignedImage, context: CosignContext): AsyncGenerator<Attached> {
  const digests = await listReferrers(image, context);
  for (const digest of digests.slice(0, MOST_REFERRERS))
    yield* readSignatures(at(image, { tag: undefined, digest }), context);
  if (digests.length > MOST_REFERRERS)
    yield tooLarge(`more than ${MOST_REFERRERS} things refer to it, of which none before counts`);
}

async function* readSignatures(reference: ImageReference, context: CosignContext): AsyncGenerator<Attached> {
  const { registry, signal } = context;
  const answer = await ifThere(registry.getManifest(reference, signal));
  if (!answer) return;
  if (answer.bytes.length > LARGEST_MANIFEST) {
    yield tooLarge(
      `the list of its signatures has ${answer.bytes.length} bytes, at most ${LARGEST_MANIFEST} are allowed`,
    );
    return;
  }
  const layers = parse(answer.bytes).optionalObjects('layers', Number.MAX_SAFE_INTEGER) ?? [];
  for (const layer of layers.slice(0, MOST_SIGNATURES)) {
    const attached = toAttached(layer);
    if (attached) yield attached;
  }
  if (layers.length > MOST_SIGNATURES)
    yield tooLarge(`it has more than ${MOST_SIGNATURES} signatures, of which none before counts`);
}

function toAttached(layer: JsonObject): Attached | undefined {
  const mediaType = bareMediaType(layer.string('mediaType'));
  const kind = mediaType === SIMPLE ? 'simple' : BUNDLE.test(mediaType) ? 'bundle' : undefined;
  if (!kind) return undefined;
  const annotations = layer.optionalStringMap('annotations') ?? {};
  const descriptor: Descriptor = {
    mediaType,
    digest: parseDigest(layer.string('digest')),
    size: layer.size('size'),
    urls: [],
    annotations: {},
    platform: undefined,
  };
  if (descriptor.size > LARGEST[kind])
    return tooLarge(`a signature of it has ${descriptor.size} bytes, at most ${LARGEST[kind]} are allowed`);
  if (kind === 'bundle') return { kind, descriptor };
  const signature = annotations[SIGNATURE] ?? '';
  if (signature.length > LONGEST_SIGNATURE) return tooLarge(`a signature of it has ${signature.length} characters`);
  return { kind, descriptor, signature: Buffer.from(signature, 'base64') };
}

async function listReferrers(image: SignedImage, context: CosignContext): Promise<readonly ContentDigest[]> {
  const { registry, signal } = context;
  const { reference, digest } = image;
  const path = `referrers/${digest}`;
  const listed = await ifThere(registry.getListing(reference, path, { maximumBytes: LARGEST_MANIFEST, signal }));
  const entries = listed && parseEntries(listed.bytes);
  if (entries) return entries;
  const fallback = await ifThere(registry.getManifest(at(image, { tag: tagOf(digest), digest: undefined }), signal));
  return (fallback && fallback.bytes.length <= LARGEST_MANIFEST && parseEntries(fallback.bytes)) || [];
}

/** Undefined for what is no index: some registries answer with a page for people. */
function parseEntries(bytes: Buffer): readonly ContentDigest[] | undefined {
  try {
    const entries = parse(bytes).optionalObjects('manifests', MOST_REFERRERS * 100);
    return entries?.map((entry) => parseDigest(entry.string('digest')));
  } catch (error) {
    if (error instanceof DockrError) return undefined;
    throw error;
  }
}

function parse(bytes: Buffer): JsonObject {
  const what = 'the list of signatures';
  const body = parseJsonObject(bytes, { code: 'bad-manifest', what, maximumBytes: LARGEST_MANIFEST });
  if (body.has('layers') && body.has('manifests'))
    throw new ImageError('bad-manifest', { message: `${what} has both "layers" and "manifests": it is ambiguous` });
  return body;
}

function at({ reference }: SignedImage, place: Pick<ImageReference, 'tag' | 'digest'>): ImageReference {
  return { ...reference, ...place };
}

/** `sha256-<hex>` */
function tagOf(digest: ContentDigest): string {
  return `${digestAlgorithm(digest)}-${digestHex(digest)}`;
}

function tooLarge(why: string): Attached {
  return { kind: 'too-large', why };
}
