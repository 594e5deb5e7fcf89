// Physical lines joined to logical ones: continuations, comments, blank lines. Keeps where every character came from.

import { trim, trimStart } from '../../../core/blanks.ts';
import type { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import type { EscapeCharacter } from './model.ts';
import { checkLineLength, type PhysicalLine, positionInLine } from './physical-lines.ts';

export type LogicalLine = {
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
  /** The comment lines directly above, without their `#`. */
  readonly comments: readonly string[];
  /** An empty line stands inside the continuation: legal for now. */
  readonly hasEmptyContinuation: boolean;
  /** Where `length` characters from `offset` of `text` stand in the file; cut at the end of the physical line. */
  positionAt(offset: number, length: number): SourcePosition;
};

type Piece = { readonly line: PhysicalLine; readonly start: number; readonly column: number; readonly text: string };

export type ReadOptions = {
  readonly file: string;
  readonly escapeCharacter: EscapeCharacter;
  /** How many lines at the top are the file's directives, and so comment on no instruction. */
  readonly directiveLines?: number;
};

/** Reads a file once, front to back; heredoc bodies are taken raw between logical lines. */
export class LineReader {
  readonly #lines: readonly PhysicalLine[];
  readonly #file: string;
  readonly #escape: EscapeCharacter;
  readonly #directiveLines: number;
  #next = 0;

  constructor(lines: readonly PhysicalLine[], { file, escapeCharacter, directiveLines = 0 }: ReadOptions) {
    this.#lines = lines;
    this.#file = file;
    this.#escape = escapeCharacter;
    this.#directiveLines = directiveLines;
  }

  /** The number of the line read last. */
  get lastLine(): number {
    return this.#next;
  }

  /** The next instruction's line, the error of a line too long to read, or undefined at the end. */
  nextLogical(): LogicalLine | BuildError | undefined {
    let comments: string[] = [];
    for (let line = this.nextRaw(); line; line = this.nextRaw()) {
      const tooLong = checkLineLength(line, this.#file);
      if (tooLong) return tooLong;
      const text = trimStart(withoutReturn(line.text));
      if (text === '') comments = [];
      else if (!text.startsWith('#')) return this.#join(line, comments);
      else if (text === '#' || line.number <= this.#directiveLines) comments = [];
      else comments.push(trim(text.slice(1)));
    }
    return undefined;
  }

  /** The next physical line, whatever it is. */
  nextRaw(): PhysicalLine | undefined {
    const line = this.#lines[this.#next];
    if (line) this.#next++;
    return line;
  }

  #join(first: PhysicalLine, comments: readonly string[]): LogicalLine | BuildError {
    const text = trimStart(withoutReturn(first.text));
    const pieces: Piece[] = [];
    let isOpen = this.#add(pieces, { line: first, text, column: first.text.indexOf(text) + 1 });
    let hasEmptyContinuation = false;
    while (isOpen) {
      const line = this.nextRaw();
      if (!line) break;
      const tooLong = checkLineLength(line, this.#file);
      if (tooLong) return tooLong;
      const continued = withoutReturn(line.text);
      const visible = trimStart(continued);
      if (visible.startsWith('#')) continue;
      if (visible === '') hasEmptyContinuation = true;
      else isOpen = this.#add(pieces, { line, text: continued, column: 1 });
    }
    return logicalLine(pieces, { file: this.#file, endLine: this.#next, comments, hasEmptyContinuation });
  }

  /** Adds a line's text; true if an escape character at its end continues it. */
  #add(pieces: Piece[], { line, text, column }: { line: PhysicalLine; text: string; column: number }): boolean {
    const previous = pieces.at(-1);
    const start = previous ? previous.start + previous.text.length : 0;
    const kept = withoutContinuation(text, this.#escape);
    pieces.push({ line, start, column, text: kept ?? text });
    return kept !== undefined;
  }
}

/** The text before an escape character that ends the line, or undefined. Two of them in a row are one for the instruction. */
function withoutContinuation(text: string, escapeCharacter: EscapeCharacter): string | undefined {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  if (text[end - 1] !== escapeCharacter || text[end - 2] === escapeCharacter) return undefined;
  return text.slice(0, end - 1);
}

function withoutReturn(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\r') end--;
  return text.slice(0, end);
}

function logicalLine(
  pieces: readonly Piece[],
  { file, ...rest }: { file: string; endLine: number; comments: readonly string[]; hasEmptyContinuation: boolean },
): LogicalLine {
  return {
    ...rest,
    text: pieces.map((piece) => piece.text).join(''),
    startLine: pieces[0]?.line.number ?? rest.endLine,
    positionAt(offset, length) {
      const piece = pieces.findLast((candidate) => candidate.start <= offset) ?? pieces[0];
      if (!piece) return { file, line: rest.endLine, column: 1, length };
      const within = offset - piece.start;
      const room = Math.max(1, piece.text.length - within);
      return positionInLine(piece.line, { file, column: piece.column + within, length: Math.min(length, room) });
    },
  };
}
