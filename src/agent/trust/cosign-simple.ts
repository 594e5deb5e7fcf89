// Signatures over a "simple signing" document, which names the digest and the repository that it is for.
import { verify } from 'node:crypto';
import { DockrError } from '../../core/errors.ts';
import { parseJsonObject } from '../../oci/json-object.ts';
import { formatRepository, type ImageReference, parseImageReference } from '../../oci/reference.ts';
import type { ImageKey, LoadedRule } from './image-rules.ts';
import type { Judgement, SignedImage } from './signed-image.ts';

export type SimpleSignature = { readonly payload: Buffer; readonly signature: Buffer };

const TYPE = 'cosign container image signature';
const LARGEST_PAYLOAD = 64 << 10;

/** First the signature, then what it is of: nothing is read that nobody trusted has signed. */
export function verifySimple(signed: SimpleSignature, image: SignedImage, rule: LoadedRule): Judgement {
  const key = rule.keys.find((candidate) => isSignedWith(candidate, signed));
  if (!key)
    return {
      kind: 'rejected',
      code: 'image-signer-unknown',
      why: 'a signature of it was made with no key of the rule',
    };
  const why = findMismatch(signed.payload, image, rule);
  return why === undefined ? { kind: 'verified', key } : mismatch(why);
}

function isSignedWith({ key }: ImageKey, { payload, signature }: SimpleSignature): boolean {
  // Ed25519 hashes by itself; cosign hashes with SHA-256 whatever the curve or the length of the key.
  return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', payload, key, signature);
}

/** Why what was signed is not this image; undefined if it is. */
function findMismatch(payload: Buffer, image: SignedImage, rule: LoadedRule): string | undefined {
  try {
    const what = 'what was signed';
    const document = parseJsonObject(payload, { code: 'bad-manifest', what, maximumBytes: LARGEST_PAYLOAD });
    const critical = document.object('critical');
    const type = critical.string('type');
    if (type !== TYPE) return `what was signed is a ${JSON.stringify(type.slice(0, 80))}, expected a "${TYPE}"`;
    const digest = critical.object('image').string('docker-manifest-digest');
    if (digest !== image.digest) return `the signature is for another digest, ${JSON.stringify(digest.slice(0, 80))}`;
    const identity = critical.object('identity').string('docker-reference');
    if (!isSameImage(identity, image.reference))
      return `the signature is for "${identity.slice(0, 300)}", not for "${formatRepository(image.reference)}"`;
    return findAnnotationMismatch(document.optionalObject('optional')?.fields ?? {}, rule);
  } catch (error) {
    if (error instanceof DockrError) return error.message;
    throw error;
  }
}

/** A signature that names a tag is for that tag only. */
function isSameImage(identity: string, reference: ImageReference): boolean {
  const signed = parseImageReference(identity);
  if (formatRepository(signed) !== formatRepository(reference)) return false;
  return signed.tag === undefined || reference.tag === undefined || signed.tag === reference.tag;
}

/** What of the annotations that a rule wants was not signed. */
export function findAnnotationMismatch(
  signed: Readonly<Record<string, unknown>>,
  { annotations }: Pick<LoadedRule, 'annotations'>,
): string | undefined {
  const missing = Object.entries(annotations).find(
    ([name, value]) => !Object.hasOwn(signed, name) || signed[name] !== value,
  );
  return missing && `the signature does not say "${missing[0]}=${missing[1]}"`;
}

function mismatch(why: string): Judgement {
  return { kind: 'rejected', code: 'image-signature-mismatch', why };
}
