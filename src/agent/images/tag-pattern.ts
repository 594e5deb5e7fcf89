// Patterns of tags: text with `*`, and one place whose content tags are put in order by. No regular expressions: whoever
// writes tags must not be able to make reading them slow.
import { compareBuild, parse, type SemVer } from 'semver';
import { endsOf } from '../policy/match-pattern.ts';

/** `main-*-{number}`: what stands before and after the place. */
export type TagPattern = {
  readonly kind: 'version' | 'number' | 'text';
  readonly before: string;
  readonly after: string;
};

export type OrderedTag = {
  readonly tag: string;
  readonly key:
    | { readonly kind: 'version'; readonly version: SemVer }
    | { readonly kind: 'number'; readonly number: bigint }
    | { readonly kind: 'text'; readonly text: string };
};

const PLACE = /^([^{}]*)\{(version|number|text)\}([^{}]*)$/;
const LONGEST_PATTERN = 128;
const LONGEST_TAG = 128;
const MOST_WILDCARDS = 3;

/** Undefined for what is no pattern. A version or a text may stand anywhere in what is left, so the rest must be plain. */
export function parseTagPattern(text: string): TagPattern | undefined {
  const [, before, kind, after] = PLACE.exec(text.slice(0, LONGEST_PATTERN + 1)) ?? [];
  if (before === undefined || after === undefined || text.length > LONGEST_PATTERN) return undefined;
  const wildcards = (before + after).split('*').length - 1;
  if (kind === 'number') return wildcards <= MOST_WILDCARDS ? { kind, before, after } : undefined;
  if (/\*/.test(before + after)) return undefined;
  return kind === 'version' || kind === 'text' ? { kind, before, after } : undefined;
}

/** What a tag is put in order by; undefined for one that does not fit. */
export function readTag(tag: string, pattern: TagPattern): OrderedTag | undefined {
  if (tag.length > LONGEST_TAG) return undefined;
  if (pattern.kind === 'number') return readNumber(tag, pattern);
  const text = between(tag, pattern);
  if (text === undefined) return undefined;
  if (pattern.kind === 'text') return { tag, key: { kind: 'text', text } };
  const version = readVersion(text);
  return version && { tag, key: { kind: 'version', version } };
}

/** Below zero where the first is older. Tags of one pattern only. */
export function compareTags({ key: a, tag: first }: OrderedTag, { key: b, tag: second }: OrderedTag): number {
  const byKey = compareKeys(a, b);
  // Two tags may mean the same, such as "1.2.3" and "v1.2.3": the choice must not depend on the order of the list.
  return byKey !== 0 ? byKey : compareTexts(first, second);
}

/** Whether the second means something newer, not only something else that means the same. */
export function isNewer(current: OrderedTag, candidate: OrderedTag): boolean {
  const { key: a } = current;
  const { key: b } = candidate;
  if (a.kind === 'version' && b.kind === 'version') return b.version.compare(a.version) > 0;
  return compareKeys(a, b) < 0;
}

function compareKeys(a: OrderedTag['key'], b: OrderedTag['key']): number {
  if (a.kind === 'version' && b.kind === 'version') return compareBuild(a.version, b.version);
  if (a.kind === 'number' && b.kind === 'number') return a.number === b.number ? 0 : a.number < b.number ? -1 : 1;
  if (a.kind === 'text' && b.kind === 'text') return compareTexts(a.text, b.text);
  return 0;
}

/** Three numbers there must be: "1.2" is a tag that moves. A tag has no "+", in whose place "_" is usual. */
function readVersion(text: string): SemVer | undefined {
  if (!/^v?[0-9]+\.[0-9]+\.[0-9]+(?:[-+_]|$)/.test(text)) return undefined;
  return parse(text.replace('_', '+')) ?? undefined;
}

function between(tag: string, { before, after }: TagPattern): string | undefined {
  const fits = tag.startsWith(before) && tag.endsWith(after) && tag.length > before.length + after.length;
  return fits ? tag.slice(before.length, tag.length - after.length) : undefined;
}

/** The first run of digits before and after which the rest fits. */
function readNumber(tag: string, { before, after }: TagPattern): OrderedTag | undefined {
  const starts = endsOf(before, tag);
  // From behind: how much of the end fits what stands after.
  const rests = endsOf(reversed(after), reversed(tag));
  for (const { 0: digits, index } of tag.matchAll(/[0-9]+/g)) {
    if (!starts.has(index) || !rests.has(tag.length - index - digits.length)) continue;
    return { tag, key: { kind: 'number', number: BigInt(digits) } };
  }
  return undefined;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** By code units: the same on every machine. */
function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
