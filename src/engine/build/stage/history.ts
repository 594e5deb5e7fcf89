// The history of an image: one entry for each instruction.
import type { HistoryEntry } from '../../../oci/image-config.ts';

export type NewHistory = { readonly createdBy: string; readonly hasLayer: boolean };

const COMMENT = 'buildkit.dockerfile.v0';

/** An entry as image configs have it. */
export function historyEntry({ createdBy, hasLayer }: NewHistory, created: string | null): HistoryEntry {
  return { created, createdBy, comment: COMMENT, author: '', emptyLayer: !hasLayer };
}

/** A list the way Go prints one of quoted strings, which is how Docker's histories have commands. */
export function formatList(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;
}
