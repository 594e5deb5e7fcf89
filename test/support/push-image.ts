// Pushes test images with plain requests, as the distribution specification has them.
import { openAsBlob } from 'node:fs';
import {
  CONFIG,
  digestOf,
  encodeConfig,
  encodeIndex,
  encodeManifest,
  INDEX,
  MANIFEST,
  type TestImage,
} from './image-layout.ts';

export type PushTarget = {
  /** `http://127.0.0.1:41231` */
  readonly registryUrl: string;
  /** `library/busybox` */
  readonly repository: string;
  readonly tag: string;
  /** The whole header: `Bearer …` or `Basic …`. */
  readonly authorization?: string;
};

/** Pushes an image; returns the digest of its manifest. */
export async function pushImage(target: PushTarget, image: TestImage): Promise<string> {
  await pushBlobs(target, image);
  const manifest = encodeManifest(image);
  await putManifest(target, { reference: target.tag, mediaType: MANIFEST, body: manifest });
  return digestOf(manifest);
}

/** Pushes images of several platforms under one tag; returns the digest of the index. */
export async function pushIndex(target: PushTarget, images: readonly TestImage[]): Promise<string> {
  for (const image of images) {
    const manifest = encodeManifest(image);
    await pushBlobs(target, image);
    await putManifest(target, { reference: digestOf(manifest), mediaType: MANIFEST, body: manifest });
  }
  const index = encodeIndex(images);
  await putManifest(target, { reference: target.tag, mediaType: INDEX, body: index });
  return digestOf(index);
}

async function pushBlobs(target: PushTarget, image: TestImage): Promise<void> {
  const config = encodeConfig(image);
  await pushBlob(target, digestOf(config), new Blob([new Uint8Array(config)], { type: CONFIG }));
  for (const { digest, file } of image.layers) await pushBlob(target, digest, await openAsBlob(file));
}

/** Pushes a blob whose bytes are at hand. */
export function pushBytes(target: PushTarget, digest: string, bytes: Uint8Array): Promise<void> {
  return pushBlob(target, digest, new Blob([new Uint8Array(bytes)]));
}

/** Stores bytes that a manifest may name. */
export async function pushBlob(target: PushTarget, digest: string, content: Blob): Promise<void> {
  const blobs = `${target.registryUrl}/v2/${target.repository}/blobs`;
  const known = await request(target, `${blobs}/${digest}`, { method: 'HEAD' });
  if (known.ok) return;
  const started = await expectOk(request(target, `${blobs}/uploads/`, { method: 'POST' }));
  const location = new URL(started.headers.get('location') ?? '', target.registryUrl);
  location.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await expectOk(request(target, location.href, { method: 'PUT', headers, body: content }));
}

export type Manifest = { readonly reference: string; readonly mediaType: string; readonly body: Buffer };

/** Stores a manifest under a tag or its digest. */
export async function putManifest(target: PushTarget, { reference, mediaType, body }: Manifest): Promise<void> {
  const url = `${target.registryUrl}/v2/${target.repository}/manifests/${reference}`;
  const headers = { 'content-type': mediaType };
  await expectOk(request(target, url, { method: 'PUT', headers, body: new Uint8Array(body) }));
}

function request({ authorization }: PushTarget, url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (authorization) headers.set('authorization', authorization);
  return fetch(url, { ...init, headers });
}

async function expectOk(pending: Promise<Response>): Promise<Response> {
  const response = await pending;
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${body}`);
  return response;
}
