// An instruction cut into flags and arguments by the rule of its keyword, meaning not yet looked at.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import type { LogicalLine } from './logical-lines.ts';
import type { EscapeCharacter, Heredoc } from './model.ts';
import { positionOf, restOfLine, splitAtBlanks, type Token } from './token.ts';
import { parseStringArray, splitFlags, splitQuotedWords } from './tokens.ts';

export type RawInstruction = {
  /** Lower case. */
  readonly keyword: string;
  readonly keywordToken: Token;
  readonly line: LogicalLine;
  readonly flags: readonly Token[];
  readonly arguments: RawArguments;
  /** What stands after ONBUILD. */
  readonly trigger?: RawInstruction;
  readonly heredocs: readonly Heredoc[];
  readonly endLine: number;
};

/** Arguments as the keyword's rule cuts them. */
export type RawArguments =
  /** A JSON array of strings. */
  | { readonly style: 'json'; readonly values: readonly string[]; readonly rest: Token }
  /** Blank-separated words, or a whole rest of line as one. */
  | { readonly style: 'words'; readonly words: readonly Token[]; readonly rest: Token }
  /** `name=value` pairs, or one legacy `name value`. */
  | { readonly style: 'pairs'; readonly pairs: readonly RawPair[]; readonly legacy: boolean; readonly rest: Token }
  /** HEALTHCHECK: a type, then arguments of its own. */
  | { readonly style: 'typed'; readonly type: Token; readonly inner: RawArguments; readonly rest: Token };

export type RawPair = { readonly name: string; readonly value: string; readonly token: Token };

type Rule = 'json-or-text' | 'json-or-words' | 'quoted-words' | 'pairs' | 'words' | 'text' | 'typed' | 'trigger';

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['add', 'json-or-words'],
  ['arg', 'quoted-words'],
  ['cmd', 'json-or-text'],
  ['copy', 'json-or-words'],
  ['entrypoint', 'json-or-text'],
  ['env', 'pairs'],
  ['expose', 'words'],
  ['from', 'words'],
  ['healthcheck', 'typed'],
  ['label', 'pairs'],
  ['maintainer', 'text'],
  ['onbuild', 'trigger'],
  ['run', 'json-or-text'],
  ['shell', 'json-or-text'],
  ['stopsignal', 'text'],
  ['user', 'text'],
  ['volume', 'json-or-words'],
  ['workdir', 'text'],
]);

const MAX_TRIGGER_DEPTH = 4;

/** Every keyword of the language, lower case. */
export const KEYWORDS: readonly string[] = [...RULES.keys()];

/** Whether heredocs may follow a line: only RUN, COPY and ADD, and not in exec form. */
export function takesHeredocs(instruction: RawInstruction): boolean {
  const target = instruction.trigger ?? instruction;
  return ['run', 'copy', 'add'].includes(target.keyword) && target.arguments.style !== 'json';
}

/** Cuts a logical line; an unknown keyword is cut, too, with its rest as text. */
export function parseRawInstruction(line: LogicalLine, escapeCharacter: EscapeCharacter): RawInstruction {
  return cut(line, { escapeCharacter, start: 0, depth: 0 });
}

/** Where an instruction's keyword stands. */
export function keywordPosition(raw: RawInstruction): SourcePosition {
  return positionOf(raw.line, raw.keywordToken);
}

/** All arguments as one list of strings, in the order they stand. */
export function argumentTexts(args: RawArguments): readonly string[] {
  switch (args.style) {
    case 'json':
      return args.values;
    case 'words':
      return args.words.map((word) => word.text);
    case 'pairs':
      return args.pairs.flatMap((pair) => [pair.name, pair.value]);
    case 'typed':
      return [args.type.text, ...argumentTexts(args.inner)];
  }
}

type Context = { readonly escapeCharacter: EscapeCharacter; readonly start: number; readonly depth: number };

function cut(line: LogicalLine, context: Context): RawInstruction {
  const all = restOfLine(line.text, context.start);
  const keyword = /^[^\t\v\f\r ]*/.exec(all.text)?.[0] ?? '';
  const keywordToken: Token = { text: keyword, start: all.start, end: all.start + keyword.length };
  const { flags, restStart } = splitFlags(line.text.slice(0, all.end), keywordToken.end);
  const rest = restOfLine(line.text.slice(0, all.end), restStart);
  const base = { keyword: keyword.toLowerCase(), keywordToken, line, flags, heredocs: [], endLine: line.endLine };
  const rule = RULES.get(base.keyword) ?? 'text';
  if (rule !== 'trigger') return { ...base, arguments: cutArguments(line, { rule, rest, ...context, keyword }) };
  const args: RawArguments = { style: 'words', words: rest.text ? [rest] : [], rest };
  if (!rest.text || context.depth >= MAX_TRIGGER_DEPTH) return { ...base, arguments: args };
  return { ...base, arguments: args, trigger: cut(line, { ...context, start: rest.start, depth: context.depth + 1 }) };
}

type Rest = {
  readonly rule: Rule;
  readonly rest: Token;
  readonly escapeCharacter: EscapeCharacter;
  readonly keyword: string;
};

function cutArguments(line: LogicalLine, { rule, rest, escapeCharacter, keyword }: Rest): RawArguments {
  switch (rule) {
    case 'json-or-text':
      return jsonArguments(line, rest) ?? { style: 'words', words: rest.text ? [rest] : [], rest };
    case 'json-or-words':
      return jsonArguments(line, rest) ?? { style: 'words', words: splitAtBlanks(rest), rest };
    case 'quoted-words':
      return { style: 'words', words: splitQuotedWords(rest, escapeCharacter), rest };
    case 'words':
      return { style: 'words', words: splitAtBlanks(rest), rest };
    case 'pairs':
      return pairArguments(line, { rest, escapeCharacter, keyword });
    case 'typed':
      return typedArguments(line, rest);
    default:
      return { style: 'words', words: rest.text ? [rest] : [], rest };
  }
}

function jsonArguments(line: LogicalLine, rest: Token): RawArguments | undefined {
  const values = parseStringArray(rest.text);
  if (values === undefined) return undefined;
  if (values !== 'mixed') return { style: 'json', values, rest };
  throw new BuildError('not-only-strings', {
    message: 'the JSON array holds something other than strings, expected strings only',
    at: positionOf(line, rest),
    hint: 'put every element in double quotes',
  });
}

/** The first word decides: with an equals sign all are pairs, without one the whole rest is the value of the first. */
function pairArguments(line: LogicalLine, { rest, escapeCharacter, keyword }: Omit<Rest, 'rule'>): RawArguments {
  const words = splitQuotedWords(rest, escapeCharacter);
  const [first] = words;
  if (!first || first.text.includes('=')) {
    return { style: 'pairs', pairs: words.map((word) => rawPair(line, word)), legacy: false, rest };
  }
  const name = /^[^\t\v\f\r ]*/.exec(rest.text)?.[0] ?? '';
  const value = restOfLine(line.text.slice(0, rest.end), rest.start + name.length);
  if (value.text) return { style: 'pairs', pairs: [{ name, value: value.text, token: rest }], legacy: true, rest };
  throw new BuildError('missing-value', {
    message: `${keyword.toUpperCase()} has the name "${name}" without a value`,
    at: positionOf(line, first),
    hint: `write ${keyword.toUpperCase()} ${name}=<value>`,
  });
}

function rawPair(line: LogicalLine, token: Token): RawPair {
  const split = token.text.indexOf('=');
  if (split >= 0) return { name: token.text.slice(0, split), value: token.text.slice(split + 1), token };
  throw new BuildError('missing-equals-sign', {
    message: `"${token.text}" has no equals sign, expected name=value`,
    at: positionOf(line, token),
    hint: 'put a value with blanks in double quotes',
  });
}

function typedArguments(line: LogicalLine, rest: Token): RawArguments {
  const type = /^\P{White_Space}*/u.exec(rest.text)?.[0] ?? '';
  if (!type) return { style: 'words', words: [], rest };
  const token: Token = { text: type, start: rest.start, end: rest.start + type.length };
  const after = restOfLine(line.text.slice(0, rest.end), token.end);
  const inner: RawArguments = jsonArguments(line, after) ?? {
    style: 'words',
    words: after.text ? [after] : [],
    rest: after,
  };
  return { style: 'typed', type: token, inner, rest };
}
