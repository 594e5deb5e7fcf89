import type { SourcePosition } from '../core/position.ts';
import { formatPosition } from '../core/position.ts';
import type { Paint } from './paint.ts';
import { toPlainLine } from './plain-text.ts';

export type Warning = { readonly code: string; readonly message: string; readonly at?: SourcePosition | undefined };

/** `warning[code]: message` with its place, if it has one. */
export function formatWarning(warning: Warning, paint: Paint): string {
  const place = warning.at ? ` (${formatPosition(warning.at)})` : '';
  return `${paint('yellow', `warning[${warning.code}]`)}: ${toPlainLine(warning.message)}${place}\n`;
}
