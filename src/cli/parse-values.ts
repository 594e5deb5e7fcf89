// Values of options, as users write them.
import { UsageError } from '../core/errors.ts';
import { parseDuration } from '../core/units.ts';

/** `--timeout`: whole seconds, or a duration like `1m30s`; in milliseconds. */
export function parseTimeout(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const milliseconds = /^[0-9]+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  if (milliseconds === undefined) throw wrongValue(option, text, 'seconds or a duration like "1m30s"');
  return milliseconds;
}

/** A number of `dockr history`. */
export function parseRevision(text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text))
    throw new UsageError('wrong-value', {
      message: `"${text}" is not the number of a revision, as "dockr history" lists them`,
    });
  return Number(text);
}

/** `--tail`: lines from the end, or `all`; null is all. */
export function parseTail(text: string | undefined): number | null {
  if (text === undefined || text === 'all' || text === '-1') return null;
  if (!/^[0-9]{1,9}$/.test(text)) throw wrongValue('tail', text, 'a number of lines or "all"');
  return Number(text);
}

/** `--since` and `--until`: a date, seconds since 1970, or how long ago (`10m`); in milliseconds since 1970. */
export function parseTime(text: string | undefined, option: string, nowMs: number): number | null {
  if (text === undefined) return null;
  if (/^[0-9]{9,}(\.[0-9]+)?$/.test(text)) return Math.floor(Number(text) * 1000);
  const ago = parseDuration(text);
  if (ago !== undefined) return Math.floor(nowMs - ago);
  const date = /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date))
    throw wrongValue(option, text, 'a duration like "10m", or a date like "2026-01-31T12:00:00Z"');
  return date;
}

/** `--scale web=3`, several of them. */
export function parseScale(texts: readonly string[]): Readonly<Record<string, number>> {
  const scale = new Map<string, number>();
  for (const text of texts) {
    const match = /^([^=]+)=([0-9]{1,5})$/.exec(text);
    if (!match?.[1] || match[2] === undefined) throw wrongValue('scale', text, 'SERVICE=NUMBER');
    scale.set(match[1], Number(match[2]));
  }
  return Object.fromEntries(scale);
}

/** `-e NAME=VALUE`; a bare `NAME` takes the value of the caller's environment, and nothing where it has none. */
export function parseVariables(
  texts: readonly string[],
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const variables = new Map<string, string>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    if (name === '') throw wrongValue('env', text, 'NAME=VALUE or NAME');
    const value = equals < 0 ? environment[name] : text.slice(equals + 1);
    if (value !== undefined) variables.set(name, value);
  }
  return Object.fromEntries(variables);
}

/** `--label KEY=VALUE`; a bare `KEY` has the empty value. */
export function parseLabels(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

/** A number from 1 to `max`. */
export function parseCount(text: string, option: string, max: number): number {
  const count = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > max) throw wrongValue(option, text, `a number from 1 to ${max}`);
  return count;
}

/** A positive number that may have a fraction. */
export function parseAmount(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const amount = /^[0-9]*\.?[0-9]+$/.test(text) ? Number(text) : 0;
  if (amount <= 0) throw wrongValue(option, text, 'a positive number like "1.5"');
  return amount;
}

/** Options that exclude each other. */
export function checkConflicts(
  given: Readonly<Record<string, boolean>>,
  pairs: readonly (readonly [string, string])[],
): void {
  for (const [a, b] of pairs) {
    if (!given[a] || !given[b]) continue;
    throw new UsageError('conflicting-options', { message: `options "--${a}" and "--${b}" exclude each other` });
  }
}

function wrongValue(option: string, value: string, expected: string): UsageError {
  return new UsageError('wrong-value', { message: `option "--${option}" cannot be "${value}", expected ${expected}` });
}
