import { relative } from 'node:path';
import type { WireError } from '../core/errors.ts';
import { formatPosition, type SourcePosition } from '../core/position.ts';
import type { Paint } from './paint.ts';
import { toPlainColumns, toPlainLine, toPlainText } from './plain-text.ts';

export type ErrorFormat = { readonly paint: Paint; readonly cwd: string };

/** So much of a long source line is shown around the place of the error. */
const MAX_SOURCE_WIDTH = 160;

/** An error for people: code and message, place, source line with a caret, output, hint. Lists show all of theirs. */
export function formatError(error: WireError, format: ErrorFormat): string {
  if (error.details && error.details.length > 0) return formatList(error.details, format);
  const { paint } = format;
  const lines = [`${paint('red', `error[${error.code}]`)}: ${toPlainText(error.message)}`];
  if (error.at) lines.push(...formatSource(error.at, format));
  for (const line of error.output ?? []) lines.push(`  ${paint('dim', '|')} ${toPlainLine(line)}`);
  if (error.hint) lines.push(`  ${paint('cyan', 'hint')}: ${toPlainText(error.hint)}`);
  return `${lines.join('\n')}\n`;
}

function formatList(errors: readonly WireError[], format: ErrorFormat): string {
  const texts = errors.map((error) => formatError(error, format));
  if (errors.length > 1) texts.push(`${errors.length} errors\n`);
  return texts.join('\n');
}

function formatSource(at: SourcePosition, { paint, cwd }: ErrorFormat): readonly string[] {
  const place = `  ${formatPosition({ ...at, file: shortPath(at.file, cwd) })}`;
  if (at.text === undefined) return [place];
  const { text, column, length } = excerpt(at.text, at);
  const number = String(at.line);
  // Tabs stay tabs in the line of carets, so that both lines move alike.
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(length, text.length - column + 1)));
  return [
    place,
    `${paint('dim', `${number} |`)} ${toPlainColumns(text)}`,
    `${paint('dim', `${' '.repeat(number.length)} |`)} ${indent}${paint('red', carets)}`,
  ];
}

/** The part of a line around the error, with the column counted in it. */
function excerpt(text: string, at: SourcePosition) {
  if (text.length <= MAX_SOURCE_WIDTH) return { text, column: at.column, length: at.length };
  const start = Math.max(0, at.column - 1 - MAX_SOURCE_WIDTH / 2);
  return { text: text.slice(start, start + MAX_SOURCE_WIDTH), column: at.column - start, length: at.length };
}

/** Paths beneath the working directory are told from there. */
function shortPath(file: string, cwd: string): string {
  if (!file.startsWith('/')) return file;
  const path = relative(cwd, file);
  return path === '' || path.startsWith('..') ? file : path;
}
