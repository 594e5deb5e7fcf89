// Content digests (image-spec, descriptor.md): an algorithm and lower-case hex of its exact length.
import { createHash } from 'node:crypto';
import { ImageError } from '../core/errors.ts';

export type DigestAlgorithm = 'sha256' | 'sha512';

/** `sha256:` and 64 hex digits, or `sha512:` and 128. Made by `parseDigest` or by hashing only. */
export type ContentDigest = `${DigestAlgorithm}:${string}`;

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Whether the text is a digest of an algorithm that we compute. */
export function isDigest(text: string): text is ContentDigest {
  return DIGEST.test(text);
}

/** The text as a digest, or an ImageError `bad-digest`. */
export function parseDigest(text: string): ContentDigest {
  if (isDigest(text)) return text;
  const shown = text.length > 160 ? `${text.slice(0, 160)}…` : text;
  throw new ImageError('bad-digest', {
    message: `invalid digest "${shown}": expected "sha256:" and 64, or "sha512:" and 128, lower-case hex digits`,
  });
}

export function digestAlgorithm(digest: ContentDigest): DigestAlgorithm {
  return digest.startsWith('sha256:') ? 'sha256' : 'sha512';
}

/** The hex digits alone, as names of files carry them. */
export function digestHex(digest: ContentDigest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** Twelve hex digits, for people. */
export function shortDigest(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1).slice(0, 12);
}

export function computeDigest(algorithm: DigestAlgorithm, bytes: Uint8Array): ContentDigest {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** Whether the bytes are those that the digest names. */
export function matchesDigest(digest: ContentDigest, bytes: Uint8Array): boolean {
  return computeDigest(digestAlgorithm(digest), bytes) === digest;
}
