// A registry of few words, made to misbehave as a test asks: each request goes through the test's own hook first.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type TarItem, tar } from '../layers/tar-builder.ts';

export type Stored = { readonly body: Buffer; readonly mediaType: string };

/** Answers the request itself and returns true, or returns false to leave it to the registry. */
export type Hook = (request: IncomingMessage, response: ServerResponse) => boolean;

export type StubRegistry = AsyncDisposable & {
  readonly address: string;
  /** `GET /v2/app/manifests/latest`, in order. */
  readonly requests: string[];
  readonly headers: IncomingMessage['headers'][];
  /** Everything it has, by path. */
  readonly content: Map<string, Stored>;
  hook: Hook;
};

export type StubImage = {
  readonly manifestDigest: string;
  readonly layerDigests: readonly string[];
  readonly configDigest: string;
};

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';

export async function startStub(hook: Hook = () => false): Promise<StubRegistry> {
  const content = new Map<string, Stored>();
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    if (!stub.hook(request, response))
      serve(content.get((request.url ?? '').split('?', 1)[0] ?? ''), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stub: StubRegistry = {
    address: `127.0.0.1:${port}`,
    requests,
    headers,
    content,
    hook,
    [Symbol.asyncDispose]: () => close(server),
  };
  return stub;
}

/** Puts an image of one gzipped layer for each list of items under `repository:latest`. */
export function putImage(
  stub: StubRegistry,
  repository: string,
  layers: readonly (readonly TarItem[])[],
  platform = { os: 'linux', architecture: 'amd64' },
): StubImage {
  const archives = layers.map((items) => tar(...items));
  const blobs = archives.map((archive) => gzipSync(archive));
  const config = Buffer.from(
    JSON.stringify({
      ...platform,
      config: { Cmd: ['sh'] },
      rootfs: { type: 'layers', diff_ids: archives.map(digestOf) },
    }),
  );
  for (const blob of [...blobs, config]) putBlob(stub, repository, blob);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: config.length },
      layers: blobs.map((blob) => ({
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: digestOf(blob),
        size: blob.length,
      })),
    }),
  );
  putManifest(stub, repository, { body: manifest, mediaType: MANIFEST_TYPE });
  return { manifestDigest: digestOf(manifest), layerDigests: blobs.map(digestOf), configDigest: digestOf(config) };
}

/** Puts a manifest under its digest and a tag. */
export function putManifest(stub: StubRegistry, repository: string, stored: Stored, tag = 'latest'): void {
  for (const reference of [tag, digestOf(stored.body)])
    stub.content.set(`/v2/${repository}/manifests/${reference}`, stored);
}

export function putBlob(stub: StubRegistry, repository: string, body: Buffer): void {
  stub.content.set(`/v2/${repository}/blobs/${digestOf(body)}`, { body, mediaType: 'application/octet-stream' });
}

export function digestOf(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

/** Sends a body as a registry does, with ranges. */
export function serve(stored: Stored | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (!stored) {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }));
    return;
  }
  const start = /^bytes=([0-9]+)-$/.exec(request.headers.range ?? '')?.[1];
  const body = start === undefined ? stored.body : stored.body.subarray(Number(start));
  response.writeHead(start === undefined ? 200 : 206, {
    'content-type': stored.mediaType,
    'content-length': body.length,
    'docker-content-digest': digestOf(stored.body),
    ...(start === undefined
      ? {}
      : { 'content-range': `bytes ${start}-${stored.body.length - 1}/${stored.body.length}` }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
