// Images as tests make them: layers are files made with the system's tar, the config is plain JSON. Written without any of
// dockr's own code, so that the one can judge the other.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';

const run = promisify(execFile);

export const GZIP_LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
export const CONFIG = 'application/vnd.oci.image.config.v1+json';
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX = 'application/vnd.oci.image.index.v1+json';

export type TestLayer = {
  readonly file: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly sizeBytes: number;
  /** The digest of the layer when it is not compressed. */
  readonly diffId: string;
};

/** The `config` object of an image, as in the image specification and Docker's additions to it. */
export type TestImageConfig = {
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Env?: readonly string[];
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly Healthcheck?: Readonly<Record<string, unknown>>;
  readonly OnBuild?: readonly string[];
  readonly Shell?: readonly string[];
};

export type TestImage = {
  readonly architecture: string;
  readonly variant?: string;
  readonly config: TestImageConfig;
  readonly layers: readonly TestLayer[];
};

/** `amd64` or `arm64`: what this machine is in the words of the image specification. */
export const hostArchitecture: string = process.arch === 'x64' ? 'amd64' : process.arch;

/** Packs a directory, or only some paths in it, into a gzipped layer: the same content gives the same digest. */
export async function packLayer(directory: string, file: string, paths: readonly string[] = ['.']): Promise<TestLayer> {
  const tar = `${file}.tar`;
  const flags = ['--sort=name', '--numeric-owner', '--xattrs', '--xattrs-include=*', '--mtime=@0', '--format=pax'];
  const stableHeaders = '--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime';
  await run('tar', ['--create', '--file', tar, ...flags, stableHeaders, '--directory', directory, ...paths]);
  await pipeline(createReadStream(tar), createGzip({ level: 1 }), createWriteStream(file));
  const diffId = await digestOfFile(tar);
  rmSync(tar);
  const sizeBytes = statSync(file).size;
  return { file, mediaType: GZIP_LAYER, digest: await digestOfFile(file), sizeBytes, diffId };
}

/** The config blob of an image, byte for byte what is pushed. */
export function encodeConfig({ architecture, variant, config, layers }: TestImage): Buffer {
  return encodeJson({
    architecture,
    ...(variant ? { variant } : {}),
    os: 'linux',
    created: '2026-01-01T00:00:00Z',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created: '2026-01-01T00:00:00Z', created_by: 'dockr tests' })),
  });
}

/** The manifest of an image; its digest is that of the image. */
export function encodeManifest(image: TestImage): Buffer {
  const config = encodeConfig(image);
  return encodeJson({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, digest: digestOf(config), size: config.length },
    layers: image.layers.map(({ mediaType, digest, sizeBytes }) => ({ mediaType, digest, size: sizeBytes })),
  });
}

/** An index of the manifests of several platforms. */
export function encodeIndex(images: readonly TestImage[]): Buffer {
  const manifests = images.map((image) => {
    const manifest = encodeManifest(image);
    const platform = {
      os: 'linux',
      architecture: image.architecture,
      ...(image.variant ? { variant: image.variant } : {}),
    };
    return { mediaType: MANIFEST, digest: digestOf(manifest), size: manifest.length, platform };
  });
  return encodeJson({ schemaVersion: 2, mediaType: INDEX, manifests });
}

/** `sha256:…` */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
}

function encodeJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
