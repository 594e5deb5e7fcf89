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
  const positions = codePositions(sources);
  const codes = new Set<string>();
  const unclear: string[] = [];
  for (const expression of sources.flatMap((source) => expressionsOf(source, positions))) {
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
    /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\*[^]*?\*\/|(?<![:\\'"`/\w])\/\/[^\n]*/g,
    (found) => (found.startsWith('/') ? ' ' : found),
  );
}

/** Callable name → at which place it takes the code. */
function codePositions(sources: readonly Source[]): ReadonlyMap<string, number> {
  const positions = new Map<string, number>([['DockrError', 1]]);
  for (const { text } of sources) {
    for (const [, name = ''] of text.matchAll(/class (\w+) extends \w*(?:Error|Failure)\b/g))
      if (!positions.has(name)) positions.set(name, 0);
    for (const match of text.matchAll(/(#?\w+)(?:\??: |\s*)\((?=[^()]*\bcode: string\b)/g)) {
      const parameters = splitArguments(text, match.index + match[0].length);
      const index = parameters.findIndex((parameter) => /^code: string$/.test(parameter.trim()));
      const name = match[1] ?? '';
      if (index >= 0 && name !== 'constructor') positions.set(name, index);
    }
  }
  return positions;
}

function expressionsOf(source: Source, positions: ReadonlyMap<string, number>): readonly Expression[] {
  const { text } = source;
  const found: string[] = [];
  for (const match of text.matchAll(/(new |function |\.|\?\.|\b|(?=#))(#?\w+)(?:\?\.)?\(/g)) {
    const [whole, before, name = ''] = match;
    const isSuper = name === 'super' && isWithinErrorClass(text, match.index);
    const index = isSuper ? 0 : positions.get(name);
    if (index === undefined || before === 'function ') continue;
    const parts = splitArguments(text, match.index + whole.length);
    const argument = parts[index]?.trim();
    // A signature, not a call.
    if (argument === undefined || parts.some((part) => /^(readonly )?\w+\??: /.test(part.trim()))) continue;
    found.push(argument);
  }
  for (const match of text.matchAll(/\bcode: (?=[^;]*?[,}\n])/g)) {
    const [value = ''] = splitArguments(text, match.index + match[0].length);
    if (!isType(text, match.index, value)) found.push(value.trim());
  }
  return found.map((expression) => ({ source, text: expression }));
}

function isWithinErrorClass(text: string, index: number): boolean {
  const start = text.lastIndexOf('\nexport class ', index);
  return start >= 0 && /^\nexport class \w+ extends \w*(?:Error|Failure)\b/.test(text.slice(start));
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
  const choice = /^[^'`]*\?\s*('[^']+'[^]*)$/.exec(text)?.[1] ?? text;
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
