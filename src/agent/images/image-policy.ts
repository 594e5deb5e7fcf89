// What a deployment declares about newer images, checked: whatever passes here can be judged by.
import { Range } from 'semver';
import type { ImageDeclaration } from '../../core/declaration.ts';
import { UsageError } from '../../core/errors.ts';
import { parseTagPattern, type TagPattern } from './tag-pattern.ts';

export type ImagePolicy = {
  /** Pattern for registry and repository. */
  readonly match: string;
  readonly choice:
    | { readonly kind: 'digest' }
    | { readonly kind: 'semver'; readonly range: Range; readonly pattern: TagPattern }
    | { readonly kind: 'order'; readonly pattern: TagPattern };
  readonly intervalMs: number;
  readonly write: ImageWrite;
};

export type ImageWrite = { readonly kind: 'pin' } | ({ readonly kind: 'commit' } & CommitStyle);

/** How an update becomes a commit. */
export type CommitStyle = {
  /** null: that which the deployment follows. */
  readonly branch: string | null;
  readonly author: { readonly name: string; readonly email: string };
  /** With `{image}`, `{from}`, `{to}` and `{services}` in it. */
  readonly message: string;
  /** A private SSH key of this host; null: commits are not signed. */
  readonly signingKey: string | null;
};

const LONGEST_RANGE = 256;
const LONGEST_MESSAGE = 4096;
export const DEFAULT_IMAGE_INTERVAL_MS = 300_000;
const SHORTEST_INTERVAL_MS = 1_000;
const DEFAULT_AUTHOR = { name: 'dockr', email: 'dockr@localhost' };
const DEFAULT_MESSAGE = 'Update {image} from {from} to {to}';

/** Throws `invalid-image-policy` for what fits nothing, or cannot be read. */
export function parseImagePolicies(declared: readonly ImageDeclaration[]): readonly ImagePolicy[] {
  return declared.map(parseImagePolicy);
}

function parseImagePolicy(declared: ImageDeclaration): ImagePolicy {
  const { image, intervalMs } = declared;
  if (image === '') throw invalid(image, 'the pattern is empty');
  const interval = intervalMs ?? DEFAULT_IMAGE_INTERVAL_MS;
  if (!Number.isSafeInteger(interval) || interval < SHORTEST_INTERVAL_MS)
    throw invalid(image, `the interval is ${interval} ms, expected ${SHORTEST_INTERVAL_MS} or more`);
  return { match: image, choice: parseChoice(declared), intervalMs: interval, write: parseWrite(declared) };
}

function parseChoice({ image, policy, range, pattern }: ImageDeclaration): ImagePolicy['choice'] {
  if (policy !== 'semver' && range != null) throw invalid(image, `the policy "${policy}" has no range`);
  if (policy === 'digest') {
    if (pattern != null) throw invalid(image, 'the policy "digest" keeps the tag: it has no pattern');
    return { kind: 'digest' };
  }
  if (policy === 'newest') {
    if (pattern == null) throw invalid(image, 'the policy "newest" needs a pattern');
    return { kind: 'order', pattern: parsePattern(image, pattern) };
  }
  const parsed = parsePattern(image, pattern ?? '{version}');
  if (parsed.kind !== 'version') throw invalid(image, 'the pattern of versions must have "{version}" in it');
  return { kind: 'semver', range: parseRange(image, range ?? '*'), pattern: parsed };
}

function parsePattern(image: string, text: string): TagPattern {
  const pattern = parseTagPattern(text);
  if (pattern) return pattern;
  throw invalid(image, `"${text}" is not a pattern of tags: it must have one of "{version}", "{number}" and "{text}"`);
}

function parseRange(image: string, text: string): Range {
  try {
    if (text.length <= LONGEST_RANGE) return new Range(text);
  } catch {}
  throw invalid(image, `"${text.slice(0, 100)}" is not a range of versions`);
}

function parseWrite({ image, update, commit }: ImageDeclaration): ImageWrite {
  if (update === 'pin') {
    if (commit) throw invalid(image, '"commit" is for updates that are committed');
    return { kind: 'pin' };
  }
  const author = commit?.author ?? DEFAULT_AUTHOR;
  const { name, email } = author;
  // Git cuts these out, or ends the line of the author there.
  if (name.trim() === '' || /[\p{Cc}<>]/u.test(name + email)) throw invalid(image, 'the author has no usable name');
  const message = commit?.message ?? DEFAULT_MESSAGE;
  if (message.trim() === '' || message.length > LONGEST_MESSAGE || message.includes('\0'))
    throw invalid(image, 'the message of commits is empty or too long');
  const signingKey = commit?.signingKey ?? null;
  return { kind: 'commit', branch: commit?.branch ?? null, author, message, signingKey };
}

function invalid(image: string, why: string): UsageError {
  return new UsageError('invalid-image-policy', {
    message: `newer images of "${image}" cannot be looked for: ${why}`,
  });
}
