// A text that was read, and how an offset in it becomes a place to show.
import { StackError } from '../core/errors.ts';
import type { SourcePosition } from '../core/position.ts';

export type SourceText = {
  /** As people should see it: the path they gave, or `<stdin>`. */
  readonly file: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
  /** The variables of an included file, which has some of its own. */
  readonly lookup?: (name: string) => string | undefined;
  /** It was encrypted: nothing of it is for showing. `closed`: nobody opened it, and the text is empty. */
  readonly secrecy?: 'opened' | 'closed';
};

/** A stretch of a source: positions are worked out only when they are shown. */
export type SourceRange = { readonly source: SourceText; readonly start: number; readonly end: number };

/** Decodes bytes as UTF-8 without a byte order mark. Throws `invalid-encoding` for anything else. */
export function decodeSource(file: string, bytes: Uint8Array): SourceText {
  try {
    return toSourceText(file, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new StackError('invalid-encoding', {
      message: `file "${file}" is not valid UTF-8`,
      at: { file, line: 1, column: 1, length: 0 },
      hint: 'save the file as UTF-8',
      cause,
    });
  }
}

export function toSourceText(file: string, text: string): SourceText {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

/** The place a range begins, with its length cut at the end of the line. */
export function toPosition(range: SourceRange): SourcePosition {
  const { source } = range;
  const line = lineIndex(source.lineStarts, range.start);
  const lineStart = source.lineStarts[line] ?? 0;
  const text = source.text.slice(lineStart, source.lineStarts[line + 1] ?? source.text.length).replace(/\r?\n$/, '');
  const column = range.start - lineStart;
  const length = Math.max(1, Math.min(range.end, lineStart + text.length) - range.start);
  return { file: source.file, line: line + 1, column: column + 1, length, text: text.slice(0, 1000) };
}

function lineIndex(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
