// SOPS in the form NAME=value: what it says of itself stands in names that begin with sops_.
import { type PlainValue, SopsFormatError, type SopsLeaf, type SopsTree } from './sops-tree.ts';

const PREFIX = 'sops_';

type Line = { readonly name: string; value: string };

/** Throws a SopsFormatError. */
export function parseSopsDotenv(text: string): SopsTree {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const all = lines.map(parseLine);
  const kept = all.filter(({ name }) => !name.startsWith(PREFIX));
  const metadata = all.filter(({ name }) => name.startsWith(PREFIX));
  return {
    format: 'dotenv',
    metadata: unflatten(metadata.map(({ name, value }) => [name.slice(PREFIX.length), value])),
    leaves: kept.map(toLeaf),
    render: () => Buffer.from(kept.map(({ name, value }) => `${name}=${value.replaceAll('\n', '\\n')}\n`).join('')),
  };
}

function parseLine(line: string): Line {
  const at = line.indexOf('=');
  if (at === -1) throw new SopsFormatError('a line has no "="');
  return { name: line.slice(0, at), value: line.slice(at + 1).replaceAll('\\n', '\n') };
}

function toLeaf(line: Line): SopsLeaf {
  return {
    path: [line.name],
    value: { kind: 'text', text: line.value },
    set: (value) => {
      line.value = textOf(value);
    },
  };
}

function textOf(value: PlainValue): string {
  return value.kind === 'boolean' ? String(value.value) : value.text;
}

type Nested = Map<string, Nested | string>;

/** `age__list_0__map_enc` -> `{age: [{enc}]}`. */
function unflatten(entries: readonly (readonly [string, string])[]): unknown {
  const root: Nested = new Map();
  for (const [name, value] of entries) {
    const keys = name.split(/__(?:map|list)_/);
    const last = keys.pop() ?? '';
    let place = root;
    for (const key of keys) {
      const child = place.get(key) ?? new Map();
      if (typeof child === 'string') throw new SopsFormatError('a name of the metadata is a value and a group');
      place.set(key, child);
      place = child;
    }
    place.set(last, value);
  }
  return toPlain(root);
}

function toPlain(nested: Nested | string): unknown {
  if (typeof nested === 'string') return nested;
  const keys = [...nested.keys()];
  const isList = keys.length > 0 && keys.every((key) => /^\d{1,4}$/.test(key));
  if (isList) return keys.toSorted((a, b) => Number(a) - Number(b)).map((key) => toPlain(nested.get(key) ?? ''));
  return Object.fromEntries([...nested].map(([key, value]) => [key, toPlain(value)]));
}
