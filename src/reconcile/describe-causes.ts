// Causes as people read them.
import type { Cause } from './plan.ts';

const MAX_CAUSES = 3;
const MAX_VALUE = 48;
// Invisible or direction-changing characters, which a terminal would obey.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** `environment.LEVEL "debug" -> "info", image changed`; more than three are counted. */
export function describeCauses(causes: readonly Cause[]): string {
  const texts = [...new Set(causes.map(describeCause))];
  if (texts.length <= MAX_CAUSES) return texts.join(', ');
  return `${texts.slice(0, MAX_CAUSES).join(', ')} and ${texts.length - MAX_CAUSES} more`;
}

/** One cause, on one line. */
export function describeCause(cause: Cause): string {
  switch (cause.kind) {
    case 'not-found':
      return 'not found';
    case 'changed':
      return describeChange(cause);
    case 'content-changed':
      return `${printable(cause.field)} content changed`;
    case 'state':
    case 'drift':
    case 'asked':
      return printable(cause.text);
    case 'orphan':
      return 'not in the stack';
    case 'dependency':
      return `${printable(cause.on)} changes`;
  }
}

/** Only the names of the fields. */
export function describeFields(causes: readonly Cause[]): string {
  return causes.flatMap((cause) => ('field' in cause ? [printable(cause.field)] : [])).join(', ');
}

/** Text without characters that a terminal obeys. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function describeChange({ field, from, to }: Extract<Cause, { kind: 'changed' }>): string {
  const name = printable(field);
  if (field === 'imageId') return 'image changed';
  if (from === null && isElement(to)) return `${name} added`;
  if (to === null && isElement(from)) return `${name} removed`;
  if (from === null) return `${name} set to ${describeValue(to)}`;
  if (to === null) return `${name} unset`;
  return `${name} ${describeValue(from)} -> ${describeValue(to)}`;
}

/** A whole mount, port or attachment says more by its name than by its fields. */
function isElement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeValue(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? 'null');
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 3)}...`;
}
