// The tags of a repository (distribution-spec, "Listing Tags"), page by page, whatever a registry says: so many pages, so many
// bytes, so many tags, and always the same repository of the same registry.
import { AgentError } from '../../core/errors.ts';
import { parseJsonObject } from '../../oci/json-object.ts';
import { formatRepository, type ImageReference } from '../../oci/reference.ts';
import type { ImageRegistry } from './image-registry.ts';

export type TagLimits = { readonly pages: number; readonly pageBytes: number; readonly tags: number };

export const TAG_LIMITS: TagLimits = { pages: 100, pageBytes: 4 << 20, tags: 50_000 };

const PAGE_SIZE = 1000;
const TAG = /^[\w][\w.-]{0,127}$/;
const LONGEST_QUERY = 1024;

type ListContext = { readonly registry: ImageRegistry; readonly signal: AbortSignal; readonly limits?: TagLimits };

/** In the order of the registry; texts that are no tags are left out. Throws `too-many-tags`, and what registries throw. */
export async function listTags(reference: ImageReference, context: ListContext): Promise<readonly string[]> {
  const { registry, signal, limits = TAG_LIMITS } = context;
  const tags = new Set<string>();
  let query = `n=${PAGE_SIZE}`;
  for (let page = 0; page < limits.pages; page++) {
    const options = { maximumBytes: limits.pageBytes, signal };
    const { bytes, link } = await registry.getListing(reference, `tags/list?${query}`, options);
    for (const tag of parseTags(bytes, limits)) if (TAG.test(tag)) tags.add(tag);
    if (tags.size > limits.tags) throw tooMany(reference, `has more than ${limits.tags} tags`);
    const next = link === undefined ? undefined : nextQuery(link);
    if (next === undefined || next === query) return [...tags];
    query = next;
  }
  throw tooMany(reference, `lists its tags on more than ${limits.pages} pages`);
}

function parseTags(bytes: Buffer, { pageBytes }: TagLimits): readonly string[] {
  const what = 'the list of tags';
  return parseJsonObject(bytes, { code: 'bad-tag-list', what, maximumBytes: pageBytes }).optionalStrings('tags') ?? [];
}

/** Only the query of the next page is taken: a registry does not choose whom we ask, nor for what. */
function nextQuery(link: string): string | undefined {
  const target = /^\s*<([^<>]*)>\s*;[^,]*\brel="?next"?/.exec(link.slice(0, 4 * LONGEST_QUERY))?.[1];
  const query = target?.split('#')[0]?.split('?')[1];
  if (query === undefined || query.length > LONGEST_QUERY) return undefined;
  const text = new URLSearchParams(query).toString();
  return text === '' ? undefined : text;
}

function tooMany(reference: ImageReference, what: string): AgentError {
  return new AgentError('too-many-tags', {
    message: `"${formatRepository(reference)}" ${what}, so that the newest one cannot be told`,
    hint: 'remove old tags, or use the policy "digest", which lists none',
  });
}
