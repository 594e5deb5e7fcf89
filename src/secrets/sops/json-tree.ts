// SOPS in JSON. `JSON.parse` puts keys that look like numbers first, and the order is part of the MAC: so it checks the
// text, and this reads it.
import { formatGoFloat } from './go-number.ts';
import { type PlainValue, SopsFormatError, type SopsLeaf, type SopsPath, type SopsTree } from './sops-tree.ts';

const METADATA = 'sops';
const TOKEN = /"(?:[^"\\]|\\.)*"|[-+.\deE]+|true|false|null|[{}[\],:]/g;
const DEEPEST = 64;

type Json =
  | { readonly kind: 'object'; readonly entries: (readonly [string, Json])[] }
  | { readonly kind: 'array'; readonly items: Json[] }
  /** `text` is how it is spelled. */
  | { readonly kind: 'scalar'; text: string };

type Tokens = { readonly list: readonly string[]; next: number };

/** Throws a SopsFormatError. */
export function parseSopsJson(text: string, options: { readonly isBinary: boolean }): SopsTree {
  const root = parse(text);
  if (root.kind !== 'object') throw new SopsFormatError('it is no JSON object');
  const metadata = root.entries.find(([key]) => key === METADATA)?.[1];
  const kept: Json = { kind: 'object', entries: root.entries.filter(([key]) => key !== METADATA) };
  const leaves: SopsLeaf[] = [];
  collect(kept, [], leaves);
  const isBinary = options.isBinary && leaves.length === 1 && leaves[0]?.path.join() === 'data';
  return {
    format: 'json',
    metadata: metadata && JSON.parse(format(metadata, '')),
    leaves,
    render: () => (isBinary ? binaryOf(kept) : Buffer.from(`${format(kept, '')}\n`)),
  };
}

function parse(text: string): Json {
  try {
    JSON.parse(text);
  } catch {
    throw new SopsFormatError('it is no JSON');
  }
  return readValue({ list: text.match(TOKEN) ?? [], next: 0 }, 0);
}

function readValue(tokens: Tokens, depth: number): Json {
  if (depth > DEEPEST) throw new SopsFormatError('it is nested too deep');
  const token = tokens.list[tokens.next++] ?? '';
  if (token === '{') return { kind: 'object', entries: readEntries(tokens, depth) };
  if (token === '[') return { kind: 'array', items: readItems(tokens, depth) };
  return { kind: 'scalar', text: token };
}

function readEntries(tokens: Tokens, depth: number): (readonly [string, Json])[] {
  const entries: (readonly [string, Json])[] = [];
  const keys = new Set<string>();
  while (tokens.list[tokens.next] !== '}') {
    const key = JSON.parse(tokens.list[tokens.next++] ?? '') as string;
    tokens.next++;
    if (keys.has(key)) throw new SopsFormatError('a key stands twice');
    keys.add(key);
    entries.push([key, readValue(tokens, depth + 1)]);
    if (tokens.list[tokens.next] === ',') tokens.next++;
  }
  tokens.next++;
  return entries;
}

function readItems(tokens: Tokens, depth: number): Json[] {
  const items: Json[] = [];
  while (tokens.list[tokens.next] !== ']') {
    items.push(readValue(tokens, depth + 1));
    if (tokens.list[tokens.next] === ',') tokens.next++;
  }
  tokens.next++;
  return items;
}

function collect(json: Json, path: SopsPath, leaves: SopsLeaf[]): void {
  if (json.kind === 'object') for (const [key, value] of json.entries) collect(value, [...path, key], leaves);
  if (json.kind === 'array') for (const item of json.items) collect(item, path, leaves);
  if (json.kind !== 'scalar' || json.text === 'null') return;
  leaves.push({
    path,
    value: scalarOf(json.text),
    set: (value) => {
      json.text = spell(value);
    },
  });
}

function scalarOf(text: string): SopsLeaf['value'] {
  if (text.startsWith('"')) return { kind: 'text', text: JSON.parse(text) as string };
  if (text === 'true' || text === 'false') return { kind: 'other', macText: text === 'true' ? 'True' : 'False' };
  return { kind: 'other', macText: /^-?\d+$/.test(text) ? BigInt(text).toString() : formatGoFloat(Number(text)) };
}

function spell(value: PlainValue): string {
  if (value.kind === 'boolean') return String(value.value);
  return value.kind === 'number' ? value.text : JSON.stringify(value.text);
}

/** With tabs, as SOPS has it. */
function format(json: Json, indent: string): string {
  const inner = `${indent}\t`;
  if (json.kind === 'scalar') return json.text;
  const parts =
    json.kind === 'array'
      ? json.items.map((item) => format(item, inner))
      : json.entries.map(([key, value]) => `${JSON.stringify(key)}: ${format(value, inner)}`);
  const [open, close] = json.kind === 'array' ? ['[', ']'] : ['{', '}'];
  return parts.length === 0
    ? open + close
    : `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

/** A file of any content, which SOPS keeps under `data`. */
function binaryOf(json: Json): Uint8Array {
  const data = json.kind === 'object' ? json.entries[0]?.[1] : undefined;
  if (data?.kind !== 'scalar') throw new SopsFormatError('it has no data');
  return Buffer.from(String(JSON.parse(data.text)));
}
