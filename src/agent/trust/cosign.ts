// Whether an image was signed with one of the keys of a rule, as cosign signs: what counts is the very digest that is pulled.
import { AgentError } from '../../core/errors.ts';
import { formatFamiliar, formatRepository } from '../../oci/reference.ts';
import { verifyBundle } from './cosign-bundle.ts';
import { verifySimple } from './cosign-simple.ts';
import { type Attached, findReferrers, findTagged } from './find-signatures.ts';
import type { ImageKey, LoadedRule } from './image-rules.ts';
import type { CosignContext, Judgement, Rejection, SignedImage } from './signed-image.ts';

const NEARNESS: readonly Rejection['code'][] = [
  'image-signatures-too-large',
  'image-signer-unknown',
  'image-signature-mismatch',
];

/** The key that signed the image. Throws `image-unsigned` or a code of `Rejection`, with the name of the rule. */
export async function verifyImage(image: SignedImage, rule: LoadedRule, context: CosignContext): Promise<ImageKey> {
  const rejections: Rejection[] = [];
  for (const find of [findTagged, findReferrers]) {
    for await (const attached of find(image, context)) {
      const judgement = await judge(attached, { image, rule, context });
      if (judgement.kind === 'verified') return judgement.key;
      rejections.push(judgement);
    }
  }
  throw toError(image, rule, rejections);
}

type Case = { readonly image: SignedImage; readonly rule: LoadedRule; readonly context: CosignContext };

async function judge(attached: Attached, { image, rule, context }: Case): Promise<Judgement> {
  if (attached.kind === 'too-large') return { kind: 'rejected', code: 'image-signatures-too-large', why: attached.why };
  const { registry, signal } = context;
  const { descriptor } = attached;
  const bytes = await registry.getBlob(image.reference, descriptor, { maximumBytes: descriptor.size, signal });
  if (attached.kind === 'simple') return verifySimple({ payload: bytes, signature: attached.signature }, image, rule);
  return verifyBundle(bytes, image, rule);
}

function toError({ reference, digest }: SignedImage, { match }: LoadedRule, rejections: readonly Rejection[]) {
  const facts = { rule: 'imageSignatures', match, image: formatFamiliar(reference), digest };
  const what = `the image "${formatFamiliar(reference)}" (${digest}) is not taken: rule "imageSignatures" of this host's policy wants "${match}" signed, and`;
  const [nearest] = rejections.toSorted((a, b) => NEARNESS.indexOf(b.code) - NEARNESS.indexOf(a.code));
  if (nearest) return new AgentError(nearest.code, { message: `${what} ${nearest.why}`, facts });
  return new AgentError('image-unsigned', {
    message: `${what} "${reference.domain}" has no signature of it`,
    hint: `cosign sign --key KEY ${formatRepository(reference)}@${digest}`,
    facts,
  });
}
