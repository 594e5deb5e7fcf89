// `.env` and `env_file` texts, in the dialect of Compose.
import { StackError } from '../core/errors.ts';
import { type SourceRange, type SourceText, toPosition } from './source-text.ts';
import { type Lookup, substitute } from './template.ts';
import { shorten } from './tree.ts';

export type EnvFileOptions = {
  /** Outside values: they win over names set earlier in the same file, and are what a bare `NAME` takes. */
  readonly lookup: Lookup;
  /** What earlier files set: names of this file come before it. */
  readonly earlier?: Lookup;
  readonly onUnset?: (name: string) => void;
  readonly onStray?: OnStray;
  /** Dollar signs are what they are: a secret has no variables in it. */
  readonly isLiteral?: boolean;
};

/** Called with text that is no assignment, and why it is none. */
export type OnStray = (message: string, at: SourceRange) => void;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** Name → value, in the order of the file. What has no name is left out. Throws `bad-env-file` with the line. */
export function parseEnvFile(source: SourceText, options: EnvFileOptions): ReadonlyMap<string, string> {
  const values = new Map(readEnvText(source, options));
  values.delete(NAMELESS);
  return values;
}

/** What Compose calls a variable with a value and no name. */
const NAMELESS = '';

/** As Compose reads it: text that is no assignment is the value of a variable without a name. */
export function readEnvText(source: SourceText, options: EnvFileOptions): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const text = source.text.replaceAll('\r\n', '\n');
  const reader: Reader = { text, source, at: 0, values, options };
  for (skipBlank(reader); reader.at < text.length; skipBlank(reader)) readStatement(reader);
  return values;
}

/** `format: raw`: `NAME=value` to the end of the line, nothing quoted and nothing filled in. */
export function parseRawEnvFile(source: SourceText, lookup: Lookup): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [index, line] of source.text.split(/\r?\n/).entries()) {
    const text = line.trimStart();
    if (text === '' || text.startsWith('#')) continue;
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    const start = source.lineStarts[index] ?? 0;
    if (name === '' || /\s/.test(name)) throw badName(source, name, start);
    const value = equals === -1 ? lookup(name) : text.slice(equals + 1);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

type Reader = {
  readonly text: string;
  readonly source: SourceText;
  readonly values: Map<string, string>;
  readonly options: EnvFileOptions;
  at: number;
};

/** Blank lines and comments. */
function skipBlank(reader: Reader): void {
  const blank = /(?:\s+|#[^\n]*)*/y;
  blank.lastIndex = reader.at;
  reader.at += blank.exec(reader.text)?.[0].length ?? 0;
}

function readStatement(reader: Reader): void {
  const name = readName(reader);
  if (name.text === NAMELESS) reportStray(reader, name.start, 'a value without a variable name');
  if (name.isInherited) {
    const value = reader.options.lookup(name.text) ?? reader.options.earlier?.(name.text);
    if (value !== undefined) reader.values.set(name.text, value);
    return;
  }
  reader.values.set(name.text, readValue(reader));
}

function reportStray(reader: Reader, start: number, problem: string): void {
  const text = JSON.stringify(shorten(lineAt(reader, start)));
  reader.options.onStray?.(`${problem} has no effect: ${text}`, rangeAt(reader, start));
}

type Name = { readonly text: string; readonly start: number; readonly isInherited: boolean };

function readName(reader: Reader): Name {
  const { text } = reader;
  const start = reader.at;
  const exported = /export[ \t]+(?=\S)/y;
  exported.lastIndex = start;
  reader.at += exported.exec(text)?.[0].length ?? 0;
  const nameStart = reader.at;
  const rest = /[^=:\n]*/y;
  rest.lastIndex = nameStart;
  const raw = rest.exec(text)?.[0] ?? '';
  reader.at = nameStart + raw.length;
  const stop = text[reader.at];
  const name = raw.trim();
  checkName(reader, name, nameStart);
  if (stop === '=' || stop === ':') {
    reader.at++;
    return { text: name, start: nameStart, isInherited: false };
  }
  return { text: name, start: nameStart, isInherited: true };
}

function checkName(reader: Reader, name: string, start: number): void {
  if (/\s/.test(name)) throw badName(reader.source, name, offsetInSource(reader, start));
  const wrong = /[^\p{L}\p{N}_.\-[\]]/u.exec(name);
  if (!wrong) return;
  throw badEnvFile(
    reader,
    start,
    `character "${wrong[0]}" cannot be in a variable name (${JSON.stringify(shorten(lineAt(reader, start)))})`,
  );
}

function readValue(reader: Reader): string {
  const { text } = reader;
  while (text[reader.at] === ' ' || text[reader.at] === '\t') reader.at++;
  const quote = text[reader.at];
  if (quote === '"' || quote === "'") return readQuoted(reader, quote);
  const end = text.indexOf('\n', reader.at);
  const line = text.slice(reader.at, end === -1 ? text.length : end);
  const start = reader.at;
  reader.at += line.length;
  const comment = /\s#/.exec(line);
  return fillIn(reader, line.slice(0, comment?.index).trim(), start);
}

/** The end of the line, a comment, or another variable with a value: Compose reads on there. */
const AFTER_QUOTE = /[ \t]*(?:#[^\n]*)?(?=\n|$)|(?=[ \t]*(?:export[ \t]+)?[^\s=:#]+[ \t]*[=:])/y;

function readQuoted(reader: Reader, quote: string): string {
  const { text } = reader;
  const start = reader.at + 1;
  let end = start;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length)
    throw badEnvFile(reader, reader.at, `the quoted value ${shorten(lineAt(reader, reader.at))} has no end`);
  reader.at = end + 1;
  AFTER_QUOTE.lastIndex = reader.at;
  if (!AFTER_QUOTE.test(text)) readStray(reader);
  const body = text.slice(start, end);
  return quote === "'"
    ? body.replaceAll("\\'", "'")
    : fillIn(reader, unescapeText(body, reader.options.isLiteral ? '$' : '$$'), start);
}

/** Up to the end of the line. */
function readStray(reader: Reader): void {
  reportStray(reader, reader.at, 'text after the closing quote');
  const line = lineAt(reader, reader.at);
  reader.values.set(NAMELESS, line.trim());
  reader.at += line.length;
}

/** `\$` becomes `$$`, which the interpolation afterwards turns into a dollar sign. */
function unescapeText(body: string, dollar: '$' | '$$'): string {
  return body.replace(/\\(0[0-7]{1,3}|.)/g, (whole, escaped: string) => {
    if (escaped === '$') return dollar;
    if (/^0[0-7]+$/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8));
    return ESCAPES[escaped] ?? whole;
  });
}

function fillIn(reader: Reader, value: string, start: number): string {
  const { lookup, earlier, onUnset, isLiteral } = reader.options;
  if (isLiteral) return value;
  try {
    return substitute(value, {
      lookup: (name) => lookup(name) ?? reader.values.get(name) ?? earlier?.(name),
      ...(onUnset ? { onUnset } : {}),
    });
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    throw new StackError(error.code, {
      message: error.message,
      at: toPosition(rangeAt(reader, start)),
      hint: error.hint,
    });
  }
}

function lineAt(reader: Reader, start: number): string {
  const end = reader.text.indexOf('\n', start);
  return reader.text.slice(start, end === -1 ? reader.text.length : end);
}

/** Offsets count in the text without carriage returns; lines are the same in both. */
function offsetInSource(reader: Reader, offset: number): number {
  const before = reader.text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return (reader.source.lineStarts[line] ?? 0) + (offset - (before.lastIndexOf('\n') + 1));
}

function rangeAt(reader: Reader, start: number): SourceRange {
  const offset = offsetInSource(reader, start);
  return { source: reader.source, start: offset, end: offset + lineAt(reader, start).length };
}

function badEnvFile(reader: Reader, start: number, message: string): StackError {
  return new StackError('bad-env-file', { message, at: toPosition(rangeAt(reader, start)) });
}

function badName(source: SourceText, name: string, start: number): StackError {
  const at = toPosition({ source, start, end: start + name.length });
  return new StackError('bad-env-file', {
    message: `variable name ${JSON.stringify(shorten(name))} contains a space`,
    at,
  });
}
