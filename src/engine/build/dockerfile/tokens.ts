// The ways the language cuts the rest of a line into arguments.
import { isBlank } from '../../../core/blanks.ts';
import type { EscapeCharacter } from './model.ts';
import type { Token } from './token.ts';

/** Words at blanks; quotes and escapes protect blanks, and stay. An escape character with nothing behind it is dropped. */
export function splitQuotedWords(token: Token, escapeCharacter: EscapeCharacter): readonly Token[] {
  const { text } = token;
  const words: Token[] = [];
  let index = 0;
  while (index < text.length) {
    if (isBlank(text.charAt(index))) {
      index++;
      continue;
    }
    const start = index;
    const { textEnd, end } = endOfQuotedWord(text, start, escapeCharacter);
    index = end;
    const word = text.slice(start, textEnd);
    if (word) words.push({ text: word, start: token.start + start, end: token.start + textEnd });
  }
  return words;
}

function endOfQuotedWord(
  text: string,
  start: number,
  escapeCharacter: EscapeCharacter,
): { textEnd: number; end: number } {
  let quote = '';
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === escapeCharacter && quote !== "'") {
      if (index + 1 === text.length) return { textEnd: index, end: text.length };
      index++;
    } else if (quote) quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (isBlank(character)) return { textEnd: index, end: index };
  }
  return { textEnd: text.length, end: text.length };
}

export type FlagsAndRest = {
  readonly flags: readonly Token[];
  /** Offset of what follows the flags. */
  readonly restStart: number;
};

/** The words that begin with `--`, up to the first that does not or to a lone `--`. Quotes and backslashes are taken out of them. */
export function splitFlags(text: string, start: number): FlagsAndRest {
  const flags: Token[] = [];
  let index = start;
  for (;;) {
    while (index < text.length && isBlank(text.charAt(index))) index++;
    if (!text.startsWith('--', index)) return { flags, restStart: index };
    const flag = readFlag(text, index);
    index = flag.end;
    if (flag.text === '--') return { flags, restStart: index };
    flags.push(flag);
  }
}

function readFlag(text: string, start: number): Token {
  let word = '';
  let quote = '';
  let index = start;
  for (; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\\') word += text.charAt(++index);
    else if (quote) {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === "'" || character === '"') quote = character;
    else if (isBlank(character)) break;
    else word += character;
  }
  return { text: word, start, end: Math.min(index, text.length) };
}

/** The strings of a JSON array; `mixed` if it holds anything else; undefined if the text is no JSON array. */
export function parseStringArray(text: string): readonly string[] | 'mixed' | undefined {
  if (!text.startsWith('[')) return undefined;
  const value = parseJson(text);
  if (!Array.isArray(value)) return undefined;
  const strings = value.filter((item) => typeof item === 'string');
  return strings.length === value.length ? strings : 'mixed';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
