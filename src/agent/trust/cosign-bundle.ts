// Signatures in Sigstore's bundles: an in-toto statement about a digest, in a DSSE envelope. It does not say of which
// repository the image is, so that a rule has to allow it.
import { DockrError } from '../../core/errors.ts';
import { digestAlgorithm, digestHex } from '../../oci/digest.ts';
import { parseJsonObject } from '../../oci/json-object.ts';
import { findAnnotationMismatch } from './cosign-simple.ts';
import type { ImageKey, LoadedRule } from './image-rules.ts';
import type { Judgement, Rejection, SignedImage } from './signed-image.ts';

const STATEMENT = 'application/vnd.in-toto+json';
const SIGN_PREDICATE = 'https://sigstore.dev/cosign/sign/v1';
const LARGEST_STATEMENT = 256 << 10;
const MOST_SUBJECTS = 100;

/** Judges one. What is no bundle, or was signed by a certificate, counts as signed by somebody unknown. */
export async function verifyBundle(bytes: Buffer, image: SignedImage, rule: LoadedRule): Promise<Judgement> {
  if (!rule.bundles)
    return rejected(
      'image-signature-mismatch',
      'its signature is a bundle, which does not say for which repository it is: the rule must allow that with "bundles: true"',
    );
  const signed = await openBundle(bytes, rule.keys);
  if (!signed) return rejected('image-signer-unknown', 'a bundle of it was signed with no key of the rule');
  const why = findMismatch(signed, image, rule);
  return why === undefined ? { kind: 'verified', key: signed.key } : rejected('image-signature-mismatch', why);
}

type Opened = { readonly key: ImageKey; readonly payloadType: string; readonly payload: Buffer };

/** The envelope's content, when one of the keys has signed it. */
async function openBundle(bytes: Buffer, keys: readonly ImageKey[]): Promise<Opened | undefined> {
  // Loaded when it is first needed: the daemon starts without it.
  const [{ bundleFromJSON, isBundleWithDsseEnvelope, isBundleWithPublicKey }, { toSignedEntity, Verifier }] =
    await Promise.all([import('@sigstore/bundle'), import('@sigstore/verify')]);
  const none = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
  try {
    const bundle = bundleFromJSON(JSON.parse(bytes.toString('utf8')));
    if (!isBundleWithDsseEnvelope(bundle) || !isBundleWithPublicKey(bundle)) return undefined;
    const { payload, payloadType } = bundle.content.dsseEnvelope;
    // The key is what is trusted: what a log or a clock of somebody else says of it is not looked at.
    const entity = { ...toSignedEntity(bundle), tlogEntries: [], timestamps: [] };
    const thresholds = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 };
    const key = keys.find(({ key: publicKey }) => {
      const found = { publicKey, validFor: () => true };
      return isVerified(() => new Verifier({ ...none, publicKey: () => found }, thresholds).verify(entity));
    });
    return key && { key, payloadType, payload };
  } catch {
    return undefined;
  }
}

function isVerified(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function findMismatch({ payloadType, payload }: Opened, { digest }: SignedImage, rule: LoadedRule): string | undefined {
  if (payloadType !== STATEMENT) return `what was signed is of the type ${JSON.stringify(payloadType.slice(0, 80))}`;
  try {
    const what = 'the signed statement';
    const statement = parseJsonObject(payload, { code: 'bad-manifest', what, maximumBytes: LARGEST_STATEMENT });
    const predicate = statement.string('predicateType');
    // An attestation tells something about an image: that it was scanned, say. That is no consent to run it.
    if (predicate !== SIGN_PREDICATE)
      return `what was signed is a statement of the type ${JSON.stringify(predicate.slice(0, 80))}`;
    const subjects = statement.optionalObjects('subject', MOST_SUBJECTS) ?? [];
    const subject = subjects.find(
      (one) => one.object('digest').optionalString(digestAlgorithm(digest)) === digestHex(digest),
    );
    if (!subject) return 'the signature is for another digest';
    return findAnnotationMismatch(subject.optionalObject('annotations')?.fields ?? {}, rule);
  } catch (error) {
    if (error instanceof DockrError) return error.message;
    throw error;
  }
}

function rejected(code: Rejection['code'], why: string): Judgement {
  return { kind: 'rejected', code, why };
}
