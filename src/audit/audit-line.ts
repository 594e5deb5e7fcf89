// One line of the log: JSON whose last field is the SHA-256 of all bytes of the line before it. So nothing has to be brought into
// a canonical form to be checked, and any tool that can cut a line and hash it can check it, too.
import { createHash } from 'node:crypto';
import type { AuditEntry, AuditRecord, Link } from './audit-record.ts';

/** What the first record has as the hash of the one before it. */
export const GENESIS: Link = { seq: 0, hash: '0'.repeat(64) };
/** In bytes; longer ones are none of ours. */
export const LONGEST_LINE = 16 * 1024;

const LONGEST_TEXT = 500;
const LONGEST_LIST = 50;
const ENDING = /^(\{.*),"hash":"([0-9a-f]{64})"\}$/s;

export type EncodedLine = { readonly text: string; readonly link: Link };

/** The line without its end, and its place in the chain. Long texts and lists are cut. */
export function encodeLine(entry: AuditEntry, { prev, at }: { readonly prev: Link; readonly at: number }): EncodedLine {
  const seq = prev.seq + 1;
  const head = { seq, at: new Date(at).toISOString(), prev: prev.hash };
  const body = JSON.stringify({ ...head, ...(shortened(entry) as AuditEntry) }).slice(0, -1);
  const hash = hashOf(body);
  return { text: `${body},"hash":"${hash}"}`, link: { seq, hash } };
}

export type ParsedLine =
  | { readonly kind: 'record'; readonly record: AuditRecord; readonly link: Link }
  /** JSON of ours whose hash is another. */
  | { readonly kind: 'changed'; readonly seq: number | null }
  | { readonly kind: 'unreadable' };

/** Takes any text. */
export function parseLine(line: string): ParsedLine {
  const [, body, hash] = (line.length <= LONGEST_LINE && ENDING.exec(line)) || [];
  const record = body === undefined ? undefined : parseRecord(`${body}}`);
  if (body === undefined || hash === undefined || !record) return { kind: 'unreadable' };
  if (hashOf(body) !== hash) return { kind: 'changed', seq: record.seq };
  return { kind: 'record', record, link: { seq: record.seq, hash } };
}

function parseRecord(text: string): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Beyond these fields, what the hash vouches for is taken as it is. */
function isRecord(value: unknown): value is AuditRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, at, prev, event } = value as Readonly<Record<string, unknown>>;
  return Number.isSafeInteger(seq) && typeof at === 'string' && typeof prev === 'string' && typeof event === 'string';
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Names come from repositories, too: none may fill the disk. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= LONGEST_TEXT ? value : `${value.slice(0, LONGEST_TEXT)}…`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return shortenedList(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shortened(each)]));
}

function shortenedList(list: readonly unknown[]): readonly unknown[] {
  const shown = list.slice(0, LONGEST_LIST).map((each) => (typeof each === 'string' ? each.slice(0, 100) : each));
  return list.length <= LONGEST_LIST ? shown : [...shown, `… ${list.length - LONGEST_LIST} more`];
}
