// Finds every code that the sources can give to an error, a warning or a finding, by reading them as text:
//
//   - what stands where a function takes a parameter called `code`: constructors of errors, and whoever forwards to them;
//   - what stands at a property called `code`.
//
// An expression there may be a literal, a choice of literals, or a name: of a parameter `code` (then its callers count), or
// of a constant of the same file (then the literals it is made of count). All else is told as unclear.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type FoundCodes = {
  readonly codes: ReadonlySet<string>;
  /** `file: expression` of places whose code cannot be told. */
  readonly unclear: readonly string[];
};

type Source = { readonly file: string; readonly text: string };
type Expression = { readonly source: Source; readonly text: string };

export function findCodes(directory: string): FoundCodes {
  const sources = readSources(directory);
  const signatures: Signatures = new Map(sources.flatMap(({ text }) => [...signaturesIn(text)]));
  const codes = new Set<string>();
  const unclear: string[] = [];
  for (const expression of sources.flatMap((source) => expressionsOf(source, signatures))) {
    const found = literalsOf(expression);
    if (found === undefined) unclear.push(`${expression.source.file}: ${expression.text}`);
    for (const code of found ?? []) codes.add(code);
  }
  return { codes, unclear: [...new Set(unclear)].sort() };
}

function readSources(directory: string): readonly Source[] {
  const files = globSync('**/*.ts', { cwd: directory }).filter((file) => !file.includes('.generated.'));
  return files.sort().map((file) => ({ file, text: withoutComments(readFileSync(join(directory, file), 'utf8')) }));
}

/** Comments become blanks. A `//` within a string, as in an address, is none. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|(?<![:\\'"`/\w])\/\/[^\n]*/g,
    (found) => (found.startsWith('/') ? ' ' : found),
  );
}

/** What takes a code, by name: at which place, and how many arguments it takes at least. */
type Signatures = ReadonlyMap<string, { readonly index: number; readonly count: number }>;

function signaturesIn(text: string): Signatures {
  const found = new Map<string, { index: number; count: number }>();
  const note = (name: string, start: number): void => {
    const parameters = splitArguments(text, start).map((parameter) => parameter.trim());
    const index = parameters.findIndex((parameter) => /^code: (?!number)\w+$/.test(parameter));
    const count = parameters.filter((parameter) => /^\w+: /.test(parameter)).length;
    if (index >= 0) found.set(name, { index, count });
  };
  for (const match of text.matchAll(/(#?\b\w+)(?:\??: |\s*)\((?=[^()]*\bcode: )/g)) {
    const [whole, name = ''] = match;
    note(name === 'constructor' ? classAround(text, match.index).name : name, match.index + whole.length);
  }
  return found;
}

/** A function that a file has itself is the one that it calls, whatever others of that name take. */
function signaturesFor({ text }: Source, everywhere: Signatures): Signatures {
  const own = signaturesIn(text);
  const declarations = text.matchAll(/function (\w+)\(|const (\w+) = (?:async )?\(|^ {2}(#?\w+)\([^()]*\)[^;{\n]*\{/gm);
  const declared = new Set([...declarations].map(([, name, local, method]) => name ?? local ?? method ?? ''));
  return new Map([...everywhere].filter(([name]) => !declared.has(name) || own.has(name)).concat([...own]));
}

function expressionsOf(source: Source, everywhere: Signatures): readonly Expression[] {
  const { text } = source;
  const signatures = signaturesFor(source, everywhere);
  const found: string[] = [];
  for (const match of text.matchAll(/(function )?(#?\b\w+)(?:\?\.)?\(/g)) {
    const [whole, declaration, name = ''] = match;
    const signature = signatures.get(name === 'super' ? classAround(text, match.index).parent : name);
    if (!signature || declaration) continue;
    const parts = splitArguments(text, match.index + whole.length).map((part) => part.trim());
    const argument = parts[signature.index];
    const isDeclaration = parts.some((part) => /^(readonly )?\w+\??: /.test(part));
    if (argument !== undefined && parts.length >= signature.count && !isDeclaration) found.push(argument);
  }
  for (const match of text.matchAll(/\bcode: /g)) {
    const [value = ''] = splitArguments(text, match.index + match[0].length);
    if (!isType(text, match.index, value)) found.push(value.trim());
  }
  return found.map((expression) => ({ source, text: expression }));
}

function classAround(text: string, index: number): { readonly name: string; readonly parent: string } {
  const [, name = '', parent = ''] =
    [...text.slice(0, index).matchAll(/\bclass (\w+)(?: extends (\w+))?/g)].at(-1) ?? [];
  return { name, parent };
}

/** `code: string` and the like in a type or a signature. */
function isType(text: string, index: number, value: string): boolean {
  return /^(string|number|[A-Z]\w*)\b/.test(value.trim()) || /readonly $/.test(text.slice(0, index));
}

/** The parts between commas, from behind an opening bracket to the closing one (or a semicolon or line end of a type). */
function splitArguments(text: string, start: number): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "'" || character === '"' || character === '`') at = endOfString(text, at);
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && depth-- === 0) return [...parts, text.slice(from, at)];
    else if ((character === ',' || character === ';') && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
      if (character === ';') return parts;
    }
  }
  return parts;
}

function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== quote) at += text.charAt(at) === '\\' ? 2 : 1;
  return at;
}

/** The codes that an expression can be; none for a parameter `code`; undefined where that cannot be told. */
function literalsOf({ source, text }: Expression): readonly string[] | undefined {
  if (text === 'code') return constantsOf(source, 'code') ?? [];
  const choice = /^[^'`]*\?\s*('[^']+'[\s\S]*)$/.exec(text)?.[1] ?? text;
  const literals = [...choice.matchAll(/'([^']+)'/g)].map(([, literal = '']) => literal);
  if (/^'[^']+'/.test(choice) && literals.length > 0) return literals;
  const table = /^(\w+)\[/.exec(text)?.[1];
  return table === undefined ? undefined : constantsOf(source, table);
}

/** The literals that a constant of that name is made of. */
function constantsOf({ text }: Source, name: string): readonly string[] | undefined {
  const found = [...text.matchAll(new RegExp(`const ${name} = `, 'g'))].flatMap((match) => {
    const [value = ''] = splitArguments(text, match.index + match[0].length);
    return [...value.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, literal = '']) => literal);
  });
  return found.length > 0 ? found : undefined;
}
