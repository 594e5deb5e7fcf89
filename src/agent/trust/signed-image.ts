// What the judges of signatures share.
import type { ContentDigest } from '../../oci/digest.ts';
import type { ImageReference } from '../../oci/reference.ts';
import type { ImageRegistry } from '../images/image-registry.ts';
import type { ImageKey } from './image-rules.ts';

export type SignedImage = {
  /** As the stack has it: with its tag, if it names one. */
  readonly reference: ImageReference;
  /** What is pulled. */
  readonly digest: ContentDigest;
};

/** Why one signature does not count, the nearest miss last. */
export type Rejection = {
  readonly code: 'image-signatures-too-large' | 'image-signer-unknown' | 'image-signature-mismatch';
  readonly why: string;
};

export type Judgement =
  | { readonly kind: 'verified'; readonly key: ImageKey }
  | ({ readonly kind: 'rejected' } & Rejection);

export type CosignContext = { readonly registry: ImageRegistry; readonly signal: AbortSignal };
