// From a reference to the one image of a platform: index → manifest → config, each checked against the digest that names it.
import { DockrError, ImageError } from '../../core/errors.ts';
import type { ContentDigest } from '../../oci/digest.ts';
import { type ImageConfig, LARGEST_CONFIG, parseImageConfig } from '../../oci/image-config.ts';
import {
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  isImageDescriptor,
  parseManifest,
} from '../../oci/manifest.ts';
import { formatPlatform, makePlatform, type Platform } from '../../oci/platform.ts';
import { choosePlatform, platformRank } from '../../oci/platform-choice.ts';
import { formatFamiliar, type ImageReference } from '../../oci/reference.ts';
import type { RegistryClient } from './registry/registry-client.ts';

export type ResolvedImage = {
  /** Of what the reference stands for: the index, where there is one. */
  readonly digest: ContentDigest;
  readonly manifest: ImageManifest;
  readonly manifestBytes: Buffer;
  readonly config: ImageConfig;
  readonly configBytes: Buffer;
  /** The reference names one image only, and it is for another platform. */
  readonly otherPlatform: Platform | undefined;
};

export type ResolveContext = {
  readonly client: RegistryClient;
  readonly platform: Platform;
  readonly signal?: AbortSignal | undefined;
};

const DEEPEST_INDEX = 4;

/** Fetches manifest and config of the image that fits the platform best. */
export async function resolveImage(reference: ImageReference, context: ResolveContext): Promise<ResolvedImage> {
  const { client, platform, signal } = context;
  const first = await fetchManifest(reference, context);
  let current = first;
  for (let depth = 0; current.manifest.kind === 'index'; depth++) {
    if (depth === DEEPEST_INDEX) throw badManifest(reference, `its indexes are nested deeper than ${DEEPEST_INDEX}`);
    const chosen = chooseManifest(reference, current.manifest, platform);
    current = await fetchManifest({ ...reference, digest: chosen.digest }, context);
  }
  const { manifest, bytes } = current;
  const configBytes = await client.getBlob(reference, manifest.config, { maximumBytes: LARGEST_CONFIG, signal });
  const config = withReference(reference, () => parseImageConfig(configBytes));
  checkLayers(reference, manifest, config);
  const otherPlatform =
    current === first && platformRank(platform, config.platform) === undefined ? config.platform : undefined;
  return { digest: first.digest, manifest, manifestBytes: bytes, config, configBytes, otherPlatform };
}

type Fetched<M> = { readonly manifest: M; readonly bytes: Buffer; readonly digest: ContentDigest };

async function fetchManifest(
  reference: ImageReference,
  { client, signal }: ResolveContext,
): Promise<Fetched<ImageManifest> | Fetched<ImageIndex>> {
  const { bytes, digest, contentType } = await client.getManifest(reference, signal);
  const manifest = withReference(reference, () => parseManifest(bytes, contentType));
  return manifest.kind === 'index' ? { manifest, bytes, digest } : { manifest, bytes, digest };
}

function chooseManifest(reference: ImageReference, index: ImageIndex, platform: Platform): Descriptor {
  const candidates = index.manifests.filter(isImageDescriptor);
  // An entry that does not say its platform is taken when nothing better is there.
  const chosen =
    choosePlatform(platform, candidates, platformOf) ??
    candidates.find((candidate) => candidate.platform === undefined);
  if (chosen) return chosen;
  const offered = candidates.flatMap((candidate) => (candidate.platform ? [formatPlatform(candidate.platform)] : []));
  const wanted = formatPlatform(platform);
  throw new ImageError('no-matching-platform', {
    message: `the image "${formatFamiliar(reference)}" at "${reference.domain}" is not made for ${wanted}, but for: ${[...new Set(offered)].sort().join(', ') || 'nothing'}`,
    hint: offered.length > 0 ? `ask for one of these platforms, for example with "platform: ${offered[0]}"` : undefined,
  });
}

const UNKNOWN = makePlatform('', '');

function platformOf(descriptor: Descriptor): Platform {
  return descriptor.platform ?? UNKNOWN;
}

/** Each layer has its diff id, or unpacking could not be checked. */
function checkLayers(reference: ImageReference, manifest: ImageManifest, config: ImageConfig): void {
  if (manifest.layers.length === config.diffIds.length) return;
  throw badManifest(
    reference,
    `its manifest has ${manifest.layers.length} layers and its config ${config.diffIds.length}`,
  );
}

/** The parsers do not know of which image the bytes are. */
function withReference<T>(reference: ImageReference, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof DockrError)) throw cause;
    throw new ImageError(cause.code, {
      message: `cannot pull "${formatFamiliar(reference)}" from "${reference.domain}": ${cause.message}`,
      hint: cause.hint,
      cause,
    });
  }
}

function badManifest(reference: ImageReference, why: string): ImageError {
  return new ImageError('bad-manifest', {
    message: `cannot pull "${formatFamiliar(reference)}" from "${reference.domain}": ${why}`,
  });
}
