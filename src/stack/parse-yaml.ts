// YAML text to positioned trees, one for each document, within limits.
import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { StackError } from '../core/errors.ts';
import { describeParent } from './describe-path.ts';
import { findOpenQuote } from './find-open-quote.ts';
import { parsePlainYaml } from './parse-plain-yaml.ts';
import { addError, type Problems } from './problems.ts';
import { type SourceRange, type SourceText, toPosition } from './source-text.ts';
import {
  type ListNode,
  type MapEntry,
  type MapNode,
  type MergeTag,
  shorten,
  type TreeNode,
  type TreePath,
} from './tree.ts';

export type YamlLimits = {
  readonly bytes: number;
  readonly nodes: number;
  readonly depth: number;
  /** How often an alias may be followed, those inside of aliased values included. */
  readonly aliases: number;
  /** How many other files may be included and extended. */
  readonly files: number;
};

/** For a person's own files, on the command line. */
export const OWN_LIMITS: YamlLimits = {
  bytes: 64 * 1024 ** 2,
  nodes: 2_000_000,
  depth: 64,
  aliases: 10_000,
  files: 1000,
};
/** For files that came from somewhere else. */
export const FOREIGN_LIMITS: YamlLimits = { bytes: 1024 ** 2, nodes: 10_000, depth: 64, aliases: 100, files: 50 };

/** Keys that mean something to JavaScript and nothing to Compose. */
const REJECTED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const CORE_TAGS: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/** Throws on the first syntax error; what is wrong with keys and tags goes to `problems`. */
export function parseYaml(source: SourceText, limits: YamlLimits, problems: Problems): readonly TreeNode[] {
  if (source.text.length > limits.bytes) throw tooLarge(source, `is larger than ${limits.bytes} bytes`);
  checkCharacters(source);
  const plain = parsePlainYaml(source, limits);
  return plain ? [plain] : parseAnyYaml(source, limits, problems);
}

/** The same by the general parser alone. */
export function parseAnyYaml(source: SourceText, limits: YamlLimits, problems: Problems): readonly TreeNode[] {
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  for (const token of parser.parse(source.text)) {
    if (token.type === 'document') checkTokenDepth(source, token, limits);
    tokens.push(token);
  }
  const trees: TreeNode[] = [];
  for (const document of new Composer({
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
    intAsBigInt: false,
    logLevel: 'silent',
  }).compose(tokens, true, source.text.length)) {
    checkSyntax(source, document, tokens);
    if (document.contents !== null)
      trees.push(
        toTree(document, { source, limits, problems, nodes: 0, aliases: 0, anchors: new Map(), following: new Set() }),
      );
  }
  return trees;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it finds
const CONTROL_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** YAML 1.2 §5.1: printable characters only. */
function checkCharacters(source: SourceText): void {
  const start = source.text.search(CONTROL_CHARACTER);
  if (start === -1) return;
  const code = source.text.charCodeAt(start).toString(16).toUpperCase().padStart(4, '0');
  throw new StackError('bad-yaml', {
    message: `the file is not valid YAML: it has the control character U+${code}`,
    at: toPosition({ source, start, end: start + 1 }),
    hint: 'remove it, or write it in double quotes as an escape such as "\\x1b"',
  });
}

type Conversion = {
  readonly source: SourceText;
  readonly limits: YamlLimits;
  readonly problems: Problems;
  /** What each anchor met so far names: the last one wins, and those after an alias do not count. */
  readonly anchors: Map<string, Node>;
  /** Aliases that are being followed, to find those that lead to themselves. */
  readonly following: Set<Node>;
  nodes: number;
  aliases: number;
};

function toTree(document: Document.Parsed, conversion: Conversion): TreeNode {
  if (document.contents === null)
    return { kind: 'scalar', value: null, at: { source: conversion.source, start: 0, end: 0 } };
  return convert(document.contents, conversion, []);
}

function convert(node: Node, conversion: Conversion, path: TreePath): TreeNode {
  conversion.nodes++;
  if (conversion.nodes > conversion.limits.nodes)
    throw tooLarge(conversion.source, `has more than ${conversion.limits.nodes} values`, rangeOf(node, conversion));
  if (path.length > conversion.limits.depth) throw tooDeep(rangeOf(node, conversion), conversion.limits.depth);
  if (isAlias(node)) return followAlias(node, conversion, path);
  const at = rangeOf(node, conversion);
  if (node.anchor !== undefined && conversion.following.size === 0) conversion.anchors.set(node.anchor, node);
  const tag = mergeTagOf(node, conversion, at);
  if (isScalar(node)) {
    checkText(node.value, conversion, at);
    return { kind: 'scalar', value: scalarValue(node), at, ...textStartOf(node, at), ...tag };
  }
  if (isSeq(node)) return { ...convertList(node, conversion, path, at), ...tag };
  if (isMap(node)) return { ...convertMap(node, conversion, path, at), ...tag };
  return { kind: 'scalar', value: null, at };
}

/** Programs, paths and variables end at a NUL. */
function checkText(value: unknown, { problems }: Conversion, at: SourceRange): void {
  if (typeof value !== 'string' || !value.includes('\0')) return;
  addError(problems, 'bad-yaml', 'a text of a stack file cannot have the character NUL', at);
}

function convertList(node: YAMLSeq<unknown>, conversion: Conversion, path: TreePath, at: SourceRange): ListNode {
  const items: TreeNode[] = [];
  for (const [index, item] of node.items.entries()) items.push(convertChild(item, conversion, [...path, index], at));
  return { kind: 'list', items, at };
}

function convertMap(node: YAMLMap<unknown, unknown>, conversion: Conversion, path: TreePath, at: SourceRange): MapNode {
  const entries = new Map<string, MapEntry>();
  const merged: MapNode[] = [];
  for (const pair of node.items) {
    const key = readKey(pair, conversion, path, at);
    if (!key) continue;
    if (key.isMerge) {
      merged.push(...mergeSources(convertChild(pair.value, conversion, path, key.at), conversion, key.at));
      continue;
    }
    const earlier = entries.get(key.text);
    if (earlier) addError(conversion.problems, 'duplicate-key', duplicateMessage(key.text, earlier.key, path), key.at);
    else
      entries.set(key.text, { key: key.at, value: convertChild(pair.value, conversion, [...path, key.text], key.at) });
  }
  for (const source of merged)
    for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
  return { kind: 'map', entries, at };
}

function duplicateMessage(key: string, first: SourceRange, path: TreePath): string {
  return `key ${quote(key)} ${describeParent(path)} is already defined on line ${toPosition(first).line}`;
}

function convertChild(value: unknown, conversion: Conversion, path: TreePath, near: SourceRange): TreeNode {
  if (isAlias(value) || isScalar(value) || isMap(value) || isSeq(value)) return convert(value, conversion, path);
  return { kind: 'scalar', value: null, at: near };
}

type Key = { readonly text: string; readonly at: SourceRange; readonly isMerge: boolean };

function readKey(
  pair: Pair<unknown, unknown>,
  conversion: Conversion,
  path: TreePath,
  near: SourceRange,
): Key | undefined {
  const key = isAlias(pair.key) ? conversion.anchors.get(pair.key.source) : pair.key;
  const at = isScalar(pair.key) || isAlias(pair.key) ? rangeOf(pair.key, conversion) : near;
  if (isScalar(key) && typeof key.value === 'string') {
    checkText(key.value, conversion, at);
    if (!REJECTED_KEYS.has(key.value))
      return { text: key.value, at, isMerge: key.value === '<<' && key.type === 'PLAIN' };
    addError(conversion.problems, 'forbidden-key', `key ${quote(key.value)} cannot be used in a stack file`, at);
    return undefined;
  }
  const shown = isScalar(key) ? (key.source ?? String(key.value)) : 'a list or map';
  addError(
    conversion.problems,
    'non-string-key',
    `key ${quote(shown)} ${describeParent(path)} is not a string`,
    at,
    'write the key in quotes',
  );
  return undefined;
}

/** `<<` takes a map, or a list of maps of which the first wins. */
function mergeSources(node: TreeNode, conversion: Conversion, key: SourceRange): readonly MapNode[] {
  if (node.kind === 'map') return [node];
  const items = node.kind === 'list' ? node.items : [];
  const maps = items.filter((item) => item.kind === 'map');
  if (node.kind === 'scalar' || maps.length !== items.length)
    addError(conversion.problems, 'bad-merge-key', '"<<" takes a map or a list of maps', key);
  return maps;
}

function followAlias(alias: Alias, conversion: Conversion, path: TreePath): TreeNode {
  const at = rangeOf(alias, conversion);
  const target = conversion.anchors.get(alias.source);
  if (!target)
    throw new StackError('unknown-anchor', {
      message: `alias "*${shorten(alias.source)}" names no anchor before it`,
      at: toPosition(at),
    });
  conversion.aliases++;
  if (conversion.aliases > conversion.limits.aliases)
    throw tooLarge(conversion.source, `follows aliases more than ${conversion.limits.aliases} times`, at);
  if (conversion.following.has(target))
    throw new StackError('alias-cycle', {
      message: `alias "*${shorten(alias.source)}" contains itself`,
      at: toPosition(at),
    });
  conversion.following.add(target);
  const tree = convert(target, conversion, path);
  conversion.following.delete(target);
  return tree;
}

function rangeOf(node: Node, conversion: Conversion): SourceRange {
  const [start, end] = node.range ?? [0, 0];
  return { source: conversion.source, start, end };
}

function textStartOf(node: Scalar, at: SourceRange): { textStart?: number } {
  if (typeof node.value !== 'string') return {};
  if (node.type === 'PLAIN') return { textStart: at.start };
  return node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? { textStart: at.start + 1 } : {};
}

function mergeTagOf(node: Node, conversion: Conversion, at: SourceRange): { tag?: MergeTag } {
  if (node.tag === undefined || CORE_TAGS.has(node.tag)) return {};
  if (node.tag === '!reset') return { tag: 'reset' };
  if (node.tag === '!override') return { tag: 'override' };
  addError(
    conversion.problems,
    'unknown-tag',
    `tag ${quote(node.tag)} is not known: a stack file may use "!reset" and "!override"`,
    at,
  );
  return {};
}

/**
 * Whole numbers beyond 2^53 keep their digits, `0644` is octal, as every Compose file means it, and what is too large
 * for a number, such as the commit `12e4567`, is a text.
 */
function scalarValue(node: Scalar): string | number | bigint | boolean | null {
  const { value, source } = node;
  if (typeof value === 'number') {
    if (source && /^[-+]?0[0-7]+$/.test(source)) return Number.parseInt(source, 8);
    if (source && /^[-+]?[0-9]+$/.test(source) && !Number.isSafeInteger(value))
      return BigInt(source.replace(/^\+/, ''));
    return source && !Number.isFinite(value) && /[0-9]/.test(source) ? source : value;
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : String(value);
}

function checkSyntax(source: SourceText, document: Document.Parsed, tokens: readonly CST.Token[]): void {
  const error = document.errors[0];
  if (!error) return;
  const opening = error.code === 'MISSING_CHAR' ? findOpenQuote(tokens) : undefined;
  const [start, end] = opening === undefined ? error.pos : [opening, opening + 1];
  throw new StackError('bad-yaml', {
    message: `the file is not valid YAML: ${lowerFirst(error.message.replace(/ at line \d+, column \d+:?[\s\S]*$/, '').replace('"quote', 'quote'))}`,
    at: toPosition({ source, start: Math.min(start, source.text.length), end }),
    cause: error,
  });
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Before anything recursive sees the tokens: hostile nesting would overflow the stack of the composer. */
function checkTokenDepth(source: SourceText, root: CST.Document, limits: YamlLimits): void {
  const open: { readonly token: CST.Token; readonly depth: number }[] = root.value
    ? [{ token: root.value, depth: 0 }]
    : [];
  let count = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    const at = { source, start: 'offset' in token ? token.offset : 0, end: 0 };
    if (depth > limits.depth) throw tooDeep(at, limits.depth);
    count++;
    if (count > 2 * limits.nodes) throw tooLarge(source, `has more than ${limits.nodes} values`, at);
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
  }
}

function tooDeep(at: SourceRange, depth: number): StackError {
  return new StackError('too-deep', { message: `the file nests values more than ${depth} deep`, at: toPosition(at) });
}

function tooLarge(source: SourceText, what: string, at: SourceRange = { source, start: 0, end: 0 }): StackError {
  return new StackError('too-large', { message: `file "${source.file}" ${what}`, at: toPosition(at) });
}

function quote(text: string): string {
  return JSON.stringify(shorten(text));
}
