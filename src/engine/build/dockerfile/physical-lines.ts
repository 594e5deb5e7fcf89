// A Dockerfile's text, line by line, and the limits that keep a hostile one small.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';

/** `text` has no line feed but may end in a carriage return, which only heredoc bodies keep. */
export type PhysicalLine = { readonly text: string; readonly number: number };

const MAX_LINE_BYTES = 65_535;
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** The lines of a file, without the byte order mark and without the empty line after the last line feed. */
export function splitPhysicalLines(text: string, file: string): readonly PhysicalLine[] {
  if (text.length > MAX_CHARACTERS) {
    throw new BuildError('dockerfile-too-large', {
      message: `Dockerfile "${file}" has ${text.length} characters, at most ${MAX_CHARACTERS} are accepted`,
    });
  }
  const lines = withoutByteOrderMark(text).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => ({ text: line, number: index + 1 }));
}

export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** The problem of a line that is longer than any Dockerfile frontend reads, if it is. */
export function checkLineLength(line: PhysicalLine, file: string): BuildError | undefined {
  if (line.text.length * 3 <= MAX_LINE_BYTES) return undefined;
  const bytes = new TextEncoder().encode(line.text).length;
  if (bytes <= MAX_LINE_BYTES) return undefined;
  return new BuildError('line-too-long', {
    message: `line ${line.number} has ${bytes} bytes, at most ${MAX_LINE_BYTES} are accepted`,
    at: { file, line: line.number, column: 1, length: 1, text: line.text.slice(0, 200) },
    hint: 'continue the instruction on further lines, or COPY the text from a file',
  });
}

/** A position in a physical line. `column` counts from 1. */
export function positionInLine(
  line: PhysicalLine,
  place: { readonly file: string; readonly column: number; readonly length: number },
): SourcePosition {
  return {
    file: place.file,
    line: line.number,
    column: place.column,
    length: place.length,
    text: line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text,
  };
}
