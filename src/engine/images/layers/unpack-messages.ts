// What the main thread and an unpacking worker say to each other.
import type { WireError } from '../../../core/errors.ts';
import type { ContentDigest } from '../../../oci/digest.ts';

export type UnpackJob = {
  /** An empty directory on the disk of the layers. */
  readonly directory: string;
  readonly digest: ContentDigest;
  readonly size: number;
  readonly diffId: ContentDigest;
};

export type ToWorker =
  | { readonly kind: 'start'; readonly id: number; readonly job: UnpackJob }
  | { readonly kind: 'piece'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'remove'; readonly id: number; readonly directory: string };

export type FromWorker =
  /** The piece was read; its buffer comes back. */
  | { readonly kind: 'consumed'; readonly id: number; readonly buffer: ArrayBuffer }
  | { readonly kind: 'done'; readonly id: number; readonly unpackedBytes: number }
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError }
  /** The answer to `abort`: nothing is written to the job's directory any more. */
  | { readonly kind: 'stopped'; readonly id: number };
