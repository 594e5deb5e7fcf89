import { createHash } from 'node:crypto';
import { stableJson } from './stable-json.ts';

/** `sha256:` and 64 hex digits. */
export type Digest = `sha256:${string}`;

export function sha256(data: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

/** The digest of a value's stable JSON. */
export function digestOf(value: unknown): Digest {
  return sha256(stableJson(value));
}
