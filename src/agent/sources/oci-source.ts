// What a declaration says of an artifact, checked.
import { UsageError } from '../../core/errors.ts';
import { type ImageReference, parseReference, resolveTag } from '../../oci/reference.ts';

export type OciSource = { readonly reference: ImageReference };

const SCHEME = 'oci://';

/** `registry.example.org/shop:stable`, with or without `oci://` before it. Throws `invalid-artifact` and `bad-reference`. */
export function parseOciSource(text: string): OciSource {
  const reference = parseReference(text.startsWith(SCHEME) ? text.slice(SCHEME.length) : text);
  // A short name is one of Docker Hub for images: nobody means that for what a host deploys.
  const isHost = /[.:]/.test(reference.domain) || reference.domain === 'localhost';
  if (!isHost) throw invalid(text, 'it does not begin with the host of a registry');
  if (reference.digest && !reference.digest.startsWith('sha256:')) throw invalid(text, 'its digest is not of sha256');
  return { reference: resolveTag({ ...reference, normalised: true }) };
}

function invalid(text: string, why: string): UsageError {
  return new UsageError('invalid-artifact', {
    message: `"${text}" is not the reference of an artifact: ${why}`,
    hint: 'write it like "registry.example.org/shop:stable"',
  });
}
