// The YAML that most stack files are written in, read in one pass: block maps and lists, one-line scalars, one-line flow
// collections. The general parser takes ten times as long, which a user waits for in a large file. Whatever is not
// surely within this part of the language (anchors, tags, block scalars, documents, and anything wrong) gives undefined, and
// is then for that parser. A test holds the two against each other.
import { plainValue } from './plain-scalar.ts';
import type { SourceText } from './source-text.ts';
import type { MapEntry, ScalarNode, TreeNode } from './tree.ts';

/** A line with something on it: where its first character stands, and how far in. */
type Line = { start: number; indent: number; readonly end: number };

type Reading = {
  readonly source: SourceText;
  readonly text: string;
  readonly lines: readonly Line[];
  readonly limits: Limits;
  /** The line that is next. */
  next: number;
  /** The first colon from where a key was last looked for. */
  colon: number;
  /** Names that were found to be keys: most come again and again. */
  readonly keys: Set<string>;
  nodes: number;
};

type Limits = { readonly nodes: number };

/** Thrown for what is not plain: never seen outside. */
const NOT_PLAIN = new Error('not plain YAML');
const DEEPEST = 30;
const LONGEST_KEY = 200;
/** The expressions below need memory for each character. */
const LONGEST_LINE = 1_000_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it finds
const ODD_CHARACTER = /[\0-\x09\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]/;
const MARKER = /^(?:---|\.\.\.)/m;
const KEY = /^[A-Za-z0-9_./][A-Za-z0-9_./-]*$/;
const FLOW_TEXT = /[^\n,[\]{}]*/y;
/** A scalar may not begin so, unless it is a dash in front of something. */
const INDICATORS = ',[]{}#&*!|>\'"%@`?:-';
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', '<<']);

/** The tree of a text that is one plain document with a map. */
export function parsePlainYaml(source: SourceText, limits: Limits): TreeNode | undefined {
  const { text } = source;
  if (ODD_CHARACTER.test(text) || MARKER.test(text)) return undefined;
  const lines = linesOf(text);
  if (lines[0]?.indent !== 0) return undefined;
  const reading: Reading = { source, text, lines, limits, next: 0, colon: -1, keys: new Set(), nodes: 0 };
  try {
    const tree = readMap(reading, 0, 0);
    return reading.next === lines.length ? tree : undefined;
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** None where one of them is too long. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline === -1 ? text.length : newline;
    let start = from;
    while (text[start] === ' ') start++;
    if (end - start > LONGEST_LINE) return [];
    if (start < end && text[start] !== '#') lines.push({ start, indent: start - from, end });
    from = end + 1;
  }
  return lines;
}

function readMap(reading: Reading, indent: number, depth: number): TreeNode {
  const first = reading.lines[reading.next];
  const entries = new Map<string, MapEntry>();
  for (let line = first; line?.indent === indent; line = reading.lines[reading.next]) {
    const key = readKey(reading, line.start);
    if (!key || entries.has(key.text)) throw NOT_PLAIN;
    reading.next++;
    const value = readEntryValue(reading, { line, at: key.end + 1, indent, depth });
    entries.set(key.text, { key: { source: reading.source, start: line.start, end: key.end }, value });
  }
  return { kind: 'map', entries, at: rangeFrom(reading, first?.start ?? 0) };
}

function readList(reading: Reading, indent: number, depth: number): TreeNode {
  const first = reading.lines[reading.next];
  // The line moves on behind its dash.
  const startOfList = first?.start ?? 0;
  const items: TreeNode[] = [];
  for (let line = first; line?.indent === indent && isItem(reading, line); line = reading.lines[reading.next]) {
    const start = skipSpaces(reading.text, line.start + 1);
    if (start >= line.end || reading.text[start] === '#') throw NOT_PLAIN;
    // What stands behind the dash is a line of its own, further in.
    line.indent += start - line.start;
    line.start = start;
    items.push(readItem(reading, { line, indent, depth }));
  }
  return { kind: 'list', items, at: rangeFrom(reading, startOfList) };
}

type ItemPlace = { readonly line: Line; readonly indent: number; readonly depth: number };

function readItem(reading: Reading, { line, indent, depth }: ItemPlace): TreeNode {
  if (isItem(reading, line)) return nested(reading, line.indent, depth, readList);
  if (readKey(reading, line.start)) return nested(reading, line.indent, depth, readMap);
  reading.next++;
  return readInline(reading, { line, at: line.start, indent, depth });
}

type Place = { readonly line: Line; readonly at: number; readonly indent: number; readonly depth: number };

/** What is behind a colon, or below it. */
function readEntryValue(reading: Reading, { line, at, indent, depth }: Place): TreeNode {
  const { text, lines } = reading;
  const start = skipSpaces(text, at);
  if (start < line.end && text[start] !== '#') return readInline(reading, { line, at: start, indent, depth });
  const below = lines[reading.next];
  const isList = below !== undefined && below.indent >= indent && isItem(reading, below);
  if (isList) return nested(reading, below.indent, depth, readList);
  if (below && below.indent > indent) return nested(reading, below.indent, depth, readMap);
  return scalar(reading, null, { start, end: start });
}

type ReadBlock = (reading: Reading, indent: number, depth: number) => TreeNode;

function nested(reading: Reading, indent: number, depth: number, read: ReadBlock): TreeNode {
  const node = depth < DEEPEST ? read(reading, indent, depth + 1) : undefined;
  const after = reading.lines[reading.next];
  if (!node || (after && after.indent > indent)) throw NOT_PLAIN;
  return node;
}

/** A scalar or flow collection, with nothing but a comment behind it and no further lines of it below. */
function readInline(reading: Reading, { line, at, indent, depth }: Place): TreeNode {
  const { text } = reading;
  const first = text[at];
  const isFlow = first === '[' || first === '{';
  const isQuoted = first === '"' || first === "'";
  const node = isFlow
    ? readFlow(reading, at, depth)
    : isQuoted
      ? readQuoted(reading, at)
      : readPlain(reading, at, text.slice(at, line.end));
  const below = reading.lines[reading.next];
  if (below && below.indent > indent) throw NOT_PLAIN;
  if (isFlow || isQuoted) checkRest(text, node.at.end, line.end);
  return node;
}

function checkRest(text: string, from: number, end: number): void {
  const start = skipSpaces(text, from);
  if (start < end && (start === from || text[start] !== '#')) throw NOT_PLAIN;
}

/** `whole` is the rest of the line. */
function readPlain(reading: Reading, start: number, whole: string): ScalarNode {
  const comment = whole.indexOf(' #');
  const value = (comment === -1 ? whole : whole.slice(0, comment)).trimEnd();
  return plainScalar(reading, start, value);
}

function plainScalar(reading: Reading, start: number, text: string): ScalarNode {
  const first = text[0] ?? '';
  const isDash = first === '-' && text.length > 1 && text[1] !== ' ';
  if (first === '' || (INDICATORS.includes(first) && !isDash)) throw NOT_PLAIN;
  if (text.includes(': ') || text.endsWith(':') || text.includes(' #')) throw NOT_PLAIN;
  const value = plainValue(text);
  if (value === undefined) throw NOT_PLAIN;
  const end = start + text.length;
  return typeof value === 'string'
    ? textScalar(reading, value, { start, end, textStart: start })
    : scalar(reading, value, { start, end });
}

function readQuoted(reading: Reading, start: number): ScalarNode {
  const { value, end } = quotedText(reading.text, start);
  return textScalar(reading, value, { start, end, textStart: start + 1 });
}

const DOUBLE = /"((?:[^"\\\n]|\\["\\/nrt])*)"/y;
const SINGLE = /'((?:[^'\n]|'')*)'/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function quotedText(text: string, start: number): { readonly value: string; readonly end: number } {
  const pattern = text[start] === '"' ? DOUBLE : SINGLE;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (!match) throw NOT_PLAIN;
  const [whole, inner = ''] = match;
  const value =
    pattern === SINGLE
      ? inner.replaceAll("''", "'")
      : inner.includes('\\')
        ? inner.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter)
        : inner;
  return { value, end: start + whole.length };
}

function readFlow(reading: Reading, start: number, depth: number): TreeNode {
  if (depth >= DEEPEST) throw NOT_PLAIN;
  return reading.text[start] === '[' ? readFlowList(reading, start, depth) : readFlowMap(reading, start, depth);
}

function readFlowList(reading: Reading, start: number, depth: number): TreeNode {
  const items: TreeNode[] = [];
  const end = readFlowParts(reading, start, ']', (at) => {
    const item = readFlowValue(reading, at, depth);
    items.push(item);
    return item.at.end;
  });
  count(reading);
  return { kind: 'list', items, at: { source: reading.source, start, end } };
}

function readFlowMap(reading: Reading, start: number, depth: number): TreeNode {
  const entries = new Map<string, MapEntry>();
  const end = readFlowParts(reading, start, '}', (at) => {
    const key = readKey(reading, at);
    if (!key || reading.text[key.end + 1] !== ' ' || entries.has(key.text)) throw NOT_PLAIN;
    const value = readFlowValue(reading, skipSpaces(reading.text, key.end + 1), depth);
    entries.set(key.text, { key: { source: reading.source, start: at, end: key.end }, value });
    return value.at.end;
  });
  count(reading);
  return { kind: 'map', entries, at: { source: reading.source, start, end } };
}

/** Calls `read` at each part between commas; gives the place behind the closing bracket. */
function readFlowParts({ text }: Reading, start: number, close: string, read: (at: number) => number): number {
  let at = skipSpaces(text, start + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = skipSpaces(text, read(at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') throw NOT_PLAIN;
    at = skipSpaces(text, at + 1);
  }
}

function readFlowValue(reading: Reading, at: number, depth: number): TreeNode {
  const { text } = reading;
  const first = text[at];
  if (first === '[' || first === '{') return readFlow(reading, at, depth + 1);
  if (first === '"' || first === "'") return readQuoted(reading, at);
  FLOW_TEXT.lastIndex = at;
  return plainScalar(reading, at, (FLOW_TEXT.exec(text)?.[0] ?? '').trimEnd());
}

type Key = { readonly text: string /** Of the colon. */; readonly end: number };

function readKey(reading: Reading, at: number): Key | undefined {
  const { text, keys } = reading;
  if (text[at] === '"' || text[at] === "'") return readQuotedKey(text, at);
  const end = nextColon(reading, at);
  if (end === -1 || end - at > LONGEST_KEY || !isBlank(text[end + 1])) return undefined;
  const key = text.slice(at, end);
  if (keys.has(key)) return { text: key, end };
  if (!KEY.test(key)) return undefined;
  if (RESERVED.has(key) || typeof plainValue(key) !== 'string') throw NOT_PLAIN;
  keys.add(key);
  return { text: key, end };
}

/** Places are asked for in their order, so that no stretch without a colon is gone through twice. */
function nextColon(reading: Reading, at: number): number {
  if (reading.colon < at) {
    const colon = reading.text.indexOf(':', at);
    reading.colon = colon === -1 ? reading.text.length : colon;
  }
  return reading.colon < reading.text.length ? reading.colon : -1;
}

/** A quoted text that has no colon behind it is a value. */
function readQuotedKey(text: string, at: number): Key | undefined {
  const { value, end } = quotedText(text, at);
  const after = text[end + 1];
  if (text[end] !== ':') return undefined;
  if (!isBlank(after) || RESERVED.has(value) || value.length > LONGEST_KEY) throw NOT_PLAIN;
  return { text: value, end };
}

function isItem({ text }: Reading, { start }: Line): boolean {
  return text[start] === '-' && isBlank(text[start + 1]);
}

/** A space, the end of the line, or of the text. */
function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === undefined;
}

function scalar(
  reading: Reading,
  value: ScalarNode['value'],
  { start, end }: { readonly start: number; readonly end: number },
): ScalarNode {
  count(reading);
  return { kind: 'scalar', value, at: { source: reading.source, start, end } };
}

/** `textStart` is where its characters begin. */
function textScalar(
  reading: Reading,
  value: string,
  { start, end, textStart }: { readonly start: number; readonly end: number; readonly textStart: number },
): ScalarNode {
  count(reading);
  return { kind: 'scalar', value, at: { source: reading.source, start, end }, textStart };
}

/** A block reaches to the line that is next. */
function rangeFrom(reading: Reading, start: number): TreeNode['at'] {
  count(reading);
  const after = reading.lines[reading.next];
  return { source: reading.source, start, end: after ? after.start - after.indent : reading.text.length };
}

function count(reading: Reading): void {
  if (++reading.nodes > reading.limits.nodes) throw NOT_PLAIN;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}
