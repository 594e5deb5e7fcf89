// The manifest of an artifact (image-spec manifest.md, "Guidelines for Artifact Usage") that has a release as a tar archive: as
// Flux and ORAS push them, or an image of one layer.
import { AgentError } from '../../core/errors.ts';
import { parseDigest } from '../../oci/digest.ts';
import { type JsonObject, parseJsonObject } from '../../oci/json-object.ts';
import { type Descriptor, LARGEST_MANIFEST } from '../../oci/manifest.ts';
import { bareMediaType, OCI_LAYER, OCI_LAYER_GZIP, OCI_MANIFEST } from '../../oci/media-types.ts';

const FLUX_CONTENT = 'application/vnd.cncf.flux.content.v1.tar+gzip';
const DOCKER_LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const ARCHIVES: readonly string[] = [FLUX_CONTENT, OCI_LAYER_GZIP, OCI_LAYER, DOCKER_LAYER];
const MOST_LAYERS = 100;
const MOST_NAMED = 5;

/** The one layer that is the release. Throws `bad-artifact` and `artifact-not-a-release`. */
export function parseArtifact(bytes: Uint8Array): Descriptor {
  const body = parseJsonObject(bytes, { code: 'bad-artifact', what: 'the manifest', maximumBytes: LARGEST_MANIFEST });
  if (body.has('manifests')) throw noRelease('it is an index of several, one for each platform');
  if (body.optionalInteger('schemaVersion') !== 2) throw body.wrong('schemaVersion', '2');
  const mediaType = body.optionalString('mediaType') ?? OCI_MANIFEST;
  if (mediaType !== OCI_MANIFEST && mediaType !== DOCKER_MANIFEST) throw body.wrong('mediaType', `"${OCI_MANIFEST}"`);
  const layers = (body.optionalObjects('layers', MOST_LAYERS) ?? []).map(toDescriptor);
  const archives = layers.filter((layer) => ARCHIVES.includes(layer.mediaType));
  const [archive, ...others] = archives;
  if (archive === undefined) throw noRelease(`it has ${describe(layers)}, expected one of ${ARCHIVES.join(', ')}`);
  // Which of them counts would be a guess.
  if (others.length > 0) throw noRelease(`it has ${archives.length} archives, expected one`);
  return archive;
}

function toDescriptor(body: JsonObject): Descriptor {
  return {
    mediaType: bareMediaType(body.string('mediaType')),
    digest: parseDigest(body.string('digest')),
    size: body.size('size'),
    urls: [],
    annotations: {},
    platform: undefined,
  };
}

function describe(layers: readonly Descriptor[]): string {
  const types = layers.slice(0, MOST_NAMED).map(({ mediaType }) => `"${mediaType.slice(0, 100)}"`);
  return types.length === 0 ? 'no layer' : types.join(', ').replaceAll(/\p{Cc}/gu, '?');
}

function noRelease(why: string): AgentError {
  return new AgentError('artifact-not-a-release', {
    message: `the artifact holds no release: ${why}`,
    hint: 'push a folder as one layer: with "flux push artifact", or "oras push" and the media type of a layer',
  });
}
