// Image references: `[domain[:port]/]path[:tag][@digest]`, the grammar of distribution/reference, and Docker's short names.
import { ImageError } from '../core/errors.ts';
import { type ContentDigest, isDigest, parseDigest } from './digest.ts';

/** A reference as written: `domain` is empty where the name has one part only. */
export type RawReference = {
  readonly domain: string;
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: ContentDigest | undefined;
};

/** A normalised reference: the domain is always there, and a short name of Docker Hub has its `library/`. */
export type ImageReference = RawReference & { readonly normalised: true };

const DEFAULT_DOMAIN = 'docker.io';
const LEGACY_DOMAIN = 'index.docker.io';
const OFFICIAL_PREFIX = 'library/';
const DEFAULT_TAG = 'latest';
const LONGEST_PATH = 255;
const LONGEST_TEXT = 1024;

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const PATH = `${COMPONENT}(?:/${COMPONENT})*`;
const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:(${DOMAIN})/)?(${PATH})(?::(${TAG}))?(?:@(${DIGEST}))?$`);

/** Parses without any normalisation, or throws an ImageError `bad-reference`. */
export function parseReference(text: string): RawReference {
  if (text === '') throw badReference(text, 'it is empty');
  if (text.length > LONGEST_TEXT) throw badReference(text, `it is longer than ${LONGEST_TEXT} characters`);
  const match = REFERENCE.exec(text);
  if (!match) throw explainBadReference(text);
  const [, domain = '', path = '', tag, digest] = match;
  if (path.length > LONGEST_PATH) throw badReference(text, `the name is longer than ${LONGEST_PATH} characters`);
  return { domain, path, tag, digest: digest === undefined ? undefined : parseDigest(digest) };
}

/** Parses what a user wrote; short names get `docker.io` and `library/`. The tag is left out where it was. */
export function parseImageReference(text: string): ImageReference {
  if (/^[0-9a-f]{64}$/.test(text)) throw badReference(text, 'it is an image id, not a name');
  const [domain, path] = splitDomain(text);
  try {
    return { ...parseReference(`${domain}/${path}`), normalised: true };
  } catch (error) {
    // Say what the user wrote, not what it was made into.
    if (error instanceof ImageError && error.code === 'bad-reference') throw explainBadReference(text, error);
    throw error;
  }
}

/** A full image id (`sha256:` is optional), or a normalised reference. */
export function parseImageOrDigest(text: string): ImageReference | ContentDigest {
  if (isDigest(text)) return text;
  const prefixed = `sha256:${text}`;
  return isDigest(prefixed) ? prefixed : parseImageReference(text);
}

/** With the tag `latest` where there is neither a tag nor a digest; without the tag where there is a digest. */
export function resolveTag(reference: ImageReference): ImageReference {
  if (reference.digest !== undefined) return { ...reference, tag: undefined };
  return { ...reference, tag: reference.tag ?? DEFAULT_TAG };
}

/** `domain/path`, without tag and digest. */
export function formatRepository(reference: RawReference): string {
  return reference.domain === '' ? reference.path : `${reference.domain}/${reference.path}`;
}

/** The whole reference, nothing left out. */
export function formatReference(reference: RawReference): string {
  return formatRepository(reference) + suffix(reference);
}

/** The reference as people write it: without `docker.io/` and `library/`. */
export function formatFamiliar(reference: RawReference): string {
  return familiarName(reference) + suffix(reference);
}

/** The name alone as people write it. */
export function familiarName(reference: RawReference): string {
  if (reference.domain !== DEFAULT_DOMAIN) return formatRepository(reference);
  const short = reference.path.startsWith(OFFICIAL_PREFIX)
    ? reference.path.slice(OFFICIAL_PREFIX.length)
    : reference.path;
  return short.includes('/') ? reference.path : short;
}

function suffix(reference: RawReference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  return reference.digest === undefined ? tag : `${tag}@${reference.digest}`;
}

/** The first part is a domain only if it looks like one; else the name is on Docker Hub. */
function splitDomain(text: string): readonly [string, string] {
  const slash = text.indexOf('/');
  if (slash < 0) return [DEFAULT_DOMAIN, OFFICIAL_PREFIX + text];
  const first = text.slice(0, slash);
  const rest = text.slice(slash + 1);
  if (first === LEGACY_DOMAIN || first === DEFAULT_DOMAIN)
    return [DEFAULT_DOMAIN, rest.includes('/') ? rest : OFFICIAL_PREFIX + rest];
  const isDomain = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  return isDomain ? [first, rest] : [DEFAULT_DOMAIN, text];
}

function explainBadReference(text: string, cause?: unknown): ImageError {
  if (/^[a-z]+:\/\//i.test(text)) return badReference(text, 'it must not begin with a scheme', cause);
  if (REFERENCE.test(text.toLowerCase())) return badReference(text, 'the name must be lower case', cause);
  return badReference(text, 'expected [registry[:port]/]name[:tag][@digest]', cause);
}

function badReference(text: string, why: string, cause?: unknown): ImageError {
  const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return new ImageError('bad-reference', { message: `invalid image reference "${shown}": ${why}`, cause });
}
