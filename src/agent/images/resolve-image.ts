// What a name stands for at its registry now: the digest that is pulled, and the manifest in it that is for this machine.
import { ImageError } from '../../core/errors.ts';
import type { ContentDigest } from '../../oci/digest.ts';
import { type Descriptor, type ImageIndex, isImageDescriptor, parseManifest } from '../../oci/manifest.ts';
import { formatPlatform, hostPlatform, makePlatform, type Platform } from '../../oci/platform.ts';
import { choosePlatform } from '../../oci/platform-choice.ts';
import { formatFamiliar, type ImageReference } from '../../oci/reference.ts';
import type { ImageRegistry } from './image-registry.ts';

export type ResolvedReference = {
  /** Of the index, where there is one. */
  readonly digest: ContentDigest;
  /** Of the manifest for this machine. */
  readonly manifest: ContentDigest;
};

const DEEPEST_INDEX = 4;
const UNKNOWN = makePlatform('', '');

/** Throws what the registry says, `bad-manifest`, `not-an-image` and `no-matching-platform`. */
export async function resolveReference(
  reference: ImageReference,
  { registry, signal }: { readonly registry: ImageRegistry; readonly signal: AbortSignal },
): Promise<ResolvedReference> {
  const first = await registry.getManifest(reference, signal);
  let { digest } = first;
  let manifest = parseManifest(first.bytes, first.contentType);
  for (let depth = 0; manifest.kind === 'index'; depth++) {
    if (depth === DEEPEST_INDEX) throw tooDeep(reference);
    digest = choose(reference, manifest).digest;
    const answer = await registry.getManifest({ ...reference, tag: undefined, digest }, signal);
    manifest = parseManifest(answer.bytes, answer.contentType);
  }
  return { digest: first.digest, manifest: digest };
}

function choose(reference: ImageReference, index: ImageIndex): Descriptor {
  const candidates = index.manifests.filter(isImageDescriptor);
  const platform = hostPlatform();
  const chosen =
    choosePlatform(platform, candidates, platformOf) ??
    candidates.find((candidate) => candidate.platform === undefined);
  if (chosen) return chosen;
  throw new ImageError('no-matching-platform', {
    message: `the image "${formatFamiliar(reference)}" at "${reference.domain}" is not made for ${formatPlatform(platform)}`,
  });
}

function platformOf({ platform }: Descriptor): Platform {
  return platform ?? UNKNOWN;
}

function tooDeep(reference: ImageReference): ImageError {
  return new ImageError('bad-manifest', {
    message: `cannot pull "${formatFamiliar(reference)}": its indexes are nested deeper than ${DEEPEST_INDEX}`,
  });
}
