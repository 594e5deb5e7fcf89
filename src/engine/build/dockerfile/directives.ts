// Parser directives: `# name=value` comments at the very top of the file.

import { trim } from '../../../core/blanks.ts';
import { BuildError } from '../../../core/errors.ts';
import { suggest } from '../../../core/suggest.ts';
import type { Directives, EscapeCharacter, SyntaxDirective } from './model.ts';
import { checkLineLength, type PhysicalLine, positionInLine, splitPhysicalLines } from './physical-lines.ts';

const DIRECTIVE = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*)$/;
const SLASH_DIRECTIVE = /^\/\/\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*)$/;
const KNOWN: ReadonlySet<string> = new Set(['escape', 'syntax', 'check']);

/** One directive as written. */
export type FoundDirective = { readonly name: string; readonly value: string; readonly line: PhysicalLine };

/** The directives that shape parsing; the first line that is none of the known ones ends the search. */
export function parseDirectives(lines: readonly PhysicalLine[], file: string): Directives {
  const found = new Map<string, FoundDirective>();
  for (const directive of findDirectives(lines, file)) {
    if (found.has(directive.name)) throw repeatedDirective(directive, file);
    found.set(directive.name, directive);
  }
  const escapeCharacter = found.get('escape');
  const syntax = detectSyntax(lines, file);
  const check = detectCheck(lines, file);
  return {
    escape: escapeCharacter ? parseEscape(escapeCharacter, file) : '\\',
    ...(syntax ? { syntax } : {}),
    ...(check ? { check: { text: check.value, at: directivePosition(check, file) } } : {}),
  };
}

/** How many lines at the top the directives take. */
export function countDirectiveLines(lines: readonly PhysicalLine[], file: string): number {
  const last = findDirectives(lines, file).at(-1);
  return Math.max(last?.line.number ?? 0, detectCheck(lines, file)?.line.number ?? 0);
}

/** The known directives at the top, in order. */
export function findDirectives(lines: readonly PhysicalLine[], file: string): readonly FoundDirective[] {
  const found: FoundDirective[] = [];
  for (const line of lines) {
    if (checkLineLength(line, file)) return found;
    const directive = matchDirective(line, DIRECTIVE);
    if (!directive || !KNOWN.has(directive.name)) return found;
    found.push(directive);
  }
  return found;
}

/** Which frontend a text asks for, in any language: `# syntax=`, `// syntax=`, after a `#!` line, or as a key of a JSON object. */
export function parseSyntax(text: string, file: string): SyntaxDirective | undefined {
  return detectSyntax(splitPhysicalLines(text, file), file);
}

function detectSyntax(lines: readonly PhysicalLine[], file: string): SyntaxDirective | undefined {
  const body = withoutInterpreter(lines);
  const found = findByName(body, 'syntax', DIRECTIVE) ?? findByName(body, 'syntax', SLASH_DIRECTIVE);
  if (found) return { image: firstWord(found.value), text: found.value, at: directivePosition(found, file) };
  return syntaxOfJson(lines, file);
}

function detectCheck(lines: readonly PhysicalLine[], file: string): FoundDirective | undefined {
  if (lines[0] && checkLineLength(lines[0], file)) return undefined;
  return findByName(withoutInterpreter(lines), 'check', DIRECTIVE);
}

/** The value of the `check` directive of a text, if it has one. */
export function parseCheck(text: string, file: string): FoundDirective | undefined {
  return detectCheck(splitPhysicalLines(text, file), file);
}

function findByName(lines: readonly PhysicalLine[], name: string, expression: RegExp): FoundDirective | undefined {
  for (const line of lines) {
    const directive = matchDirective(line, expression);
    if (!directive || !KNOWN.has(directive.name)) return undefined;
    if (directive.name === name) return directive;
  }
  return undefined;
}

function matchDirective(line: PhysicalLine, expression: RegExp): FoundDirective | undefined {
  const match = expression.exec(trim(line.text));
  if (!match?.[1] || !match[2]) return undefined;
  return { name: match[1].toLowerCase(), value: match[2], line };
}

function withoutInterpreter(lines: readonly PhysicalLine[]): readonly PhysicalLine[] {
  return lines[0]?.text.startsWith('#!') ? lines.slice(1) : lines;
}

function syntaxOfJson(lines: readonly PhysicalLine[], file: string): SyntaxDirective | undefined {
  const [first] = lines;
  if (!first || !trim(first.text).startsWith('{')) return undefined;
  const value = parseJson(lines.map((line) => line.text).join('\n'));
  if (typeof value !== 'object' || value === null || !('syntax' in value)) return undefined;
  if (typeof value.syntax !== 'string' || value.syntax === '') return undefined;
  const at = positionInLine(first, { file, column: 1, length: first.text.length });
  return { image: firstWord(value.syntax), text: value.syntax, at };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseEscape(directive: FoundDirective, file: string): EscapeCharacter {
  if (directive.value === '\\' || directive.value === '`') return directive.value;
  throw new BuildError('bad-escape-directive', {
    message: `directive "escape" has the value "${directive.value}", expected "\\" or "\`"`,
    at: directivePosition(directive, file),
  });
}

function repeatedDirective(directive: FoundDirective, file: string): BuildError {
  return new BuildError('repeated-directive', {
    message: `directive "${directive.name}" stands twice, expected once`,
    at: directivePosition(directive, file),
    hint: 'remove one of the two lines',
  });
}

function directivePosition({ line }: FoundDirective, file: string) {
  const column = line.text.search(/\S/) + 1;
  return positionInLine(line, { file, column, length: trim(line.text).length });
}

function firstWord(text: string): string {
  return /^\S*/.exec(text)?.[0] ?? '';
}

/** Refuses a file that asks for a frontend other than Docker's own, the language of which is built in. `override` is the build argument BUILDKIT_SYNTAX. */
export function checkSyntax(syntax: SyntaxDirective | undefined, override?: string): void {
  const image = override === undefined ? syntax?.image : firstWord(override.trim());
  if (!image || isDockerFrontend(image)) return;
  const near = suggest(image, ['docker/dockerfile', 'docker/dockerfile:1']);
  throw new BuildError('unsupported-syntax', {
    message: `Dockerfile asks for the frontend "${image}", only docker/dockerfile is built in`,
    at: override === undefined ? syntax?.at : undefined,
    hint: near ? `did you mean "${near}"?` : 'remove the syntax directive if the file is an ordinary Dockerfile',
  });
}

function isDockerFrontend(image: string): boolean {
  const name = image.replace(/^docker\.io\//, '').replace(/@sha256:[0-9a-f]{64}$/, '');
  return /^docker\/dockerfile(-upstream)?(:(1([.-][A-Za-z0-9._-]+)?|labs|master(-labs)?|latest|experimental))?$/.test(
    name,
  );
}
