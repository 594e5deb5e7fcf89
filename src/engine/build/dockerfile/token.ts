// Pieces of a logical line, with where they came from.

import { trimEnd } from '../../../core/blanks.ts';
import type { SourcePosition } from '../../../core/position.ts';
import type { LogicalLine } from './logical-lines.ts';

/** A piece of a logical line; `start` and `end` are offsets into its text. */
export type Token = { readonly text: string; readonly start: number; readonly end: number };

/** Where a token stands in the file. */
export function positionOf(line: LogicalLine, token: Token): SourcePosition {
  return line.positionAt(token.start, Math.max(1, token.end - token.start));
}

/** The rest of a line from `start`, without the blanks at both ends. */
export function restOfLine(text: string, start: number): Token {
  const rest = text.slice(start);
  const lead = /^\p{White_Space}*/u.exec(rest)?.[0].length ?? 0;
  const body = trimEnd(rest.slice(lead));
  return { text: body, start: start + lead, end: start + lead + body.length };
}

/** The pieces of a token between ASCII blanks. */
export function splitAtBlanks(token: Token): readonly Token[] {
  return [...token.text.matchAll(/[^\t\v\f\r ]+/g)].map((match) => ({
    text: match[0],
    start: token.start + match.index,
    end: token.start + match.index + match[0].length,
  }));
}
