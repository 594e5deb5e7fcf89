import { createTwoFilesPatch } from 'diff';
import type { Paint, StyleName } from './paint.ts';
import { toPlainText } from './plain-text.ts';

export type NamedText = { readonly name: string; readonly text: string };

/** A unified diff, with three lines around each change. */
export function formatDiff(from: NamedText, to: NamedText, paint: Paint): string {
  const patch = createTwoFilesPatch(from.name, to.name, from.text, to.text, undefined, undefined, { context: 3 });
  const lines = toPlainText(patch)
    .split('\n')
    .filter((line) => !/^=+$/.test(line));
  return `${lines
    .map((line) => paintLine(line, paint))
    .join('\n')
    .trimEnd()}\n`;
}

function paintLine(line: string, paint: Paint): string {
  const style = styleOf(line);
  return style ? paint(style, line) : line;
}

function styleOf(line: string): StyleName | undefined {
  if (/^(---|\+\+\+) /.test(line)) return 'bold';
  if (line.startsWith('@@')) return 'cyan';
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : undefined;
}
