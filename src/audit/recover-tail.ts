// Where the log goes on after a start of the daemon. A power cut may have left half a line at the end: that is taken out. Whatever
// else is wrong stays as it is, for somebody to look at, and the chain goes on from what the anchor says.
import { readFileSync, truncateSync } from 'node:fs';
import type { Anchor } from './anchor.ts';
import { GENESIS, parseLine } from './audit-line.ts';
import type { AuditEntry, Link } from './audit-record.ts';
import type { Segment } from './segments.ts';

export type Tail = {
  /** What the next record follows. */
  readonly head: Link;
  /** What is to be recorded of it first. */
  readonly entries: readonly AuditEntry[];
};

const LINE_END = 10;

/** Mends the last file, and says from where to go on. */
export function recoverTail(segments: readonly Segment[], anchor: Anchor | null): Tail {
  const last = segments.at(-1);
  const bytes = last ? mend(last.path) : 0;
  const mended: readonly AuditEntry[] = bytes === 0 ? [] : [{ event: 'mended', bytes }];
  const { found, atAnchor } = last ? readEnd(segments, anchor) : { found: null, atAnchor: null };
  if (!anchor) return { head: found ?? GENESIS, entries: mended };
  if (found && atAnchor?.hash === anchor.head.hash) return { head: found, entries: mended };
  const head = { seq: Math.max(anchor.head.seq, found?.seq ?? 0), hash: anchor.head.hash };
  return { head, entries: [...mended, { event: 'broken', expected: anchor.head, found }] };
}

/** Takes out what follows the last line end. Gives how many bytes that were. */
function mend(path: string): number {
  const content = readFileSync(path);
  const end = content.lastIndexOf(LINE_END) + 1;
  if (end < content.length) truncateSync(path, end);
  return content.length - end;
}

type End = { readonly found: Link | null; readonly atAnchor: Link | null };

/** The last record, and the one with the anchor's number, which is among the last. */
function readEnd(segments: readonly Segment[], anchor: Anchor | null): End {
  const end: { found: Link | null; atAnchor: Link | null } = { found: null, atAnchor: null };
  for (const { path } of segments.toReversed()) {
    for (const line of readFileSync(path, 'utf8').split('\n').toReversed()) {
      const parsed = line === '' ? undefined : parseLine(line);
      if (parsed?.kind !== 'record') continue;
      end.found ??= parsed.link;
      if (anchor && parsed.link.seq > anchor.head.seq) continue;
      if (parsed.link.seq === anchor?.head.seq) end.atAnchor = parsed.link;
      return end;
    }
  }
  return end;
}
