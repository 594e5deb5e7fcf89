// Patterns such as `nginx`, `team/*` or `registry.example/*:1.*` that choose among image names.
import { ImageError } from '../core/errors.ts';
import { familiarName, formatFamiliar, type RawReference } from './reference.ts';

/** Whether the pattern matches the familiar name, with or without its tag. `*`, `?` and `[…]` never match a slash. */
export function matchesPattern(reference: RawReference, pattern: string): boolean {
  const expression = compilePattern(pattern);
  return expression.test(formatFamiliar(reference)) || expression.test(familiarName(reference));
}

function compilePattern(pattern: string): RegExp {
  const tokens = pattern.match(/\[\^?(?:\\.|[^\]\\])+\]|\\.|[\s\S]/g) ?? [];
  try {
    return new RegExp(`^${tokens.map(translateToken).join('')}$`);
  } catch (cause) {
    throw new ImageError('bad-pattern', { message: `invalid pattern "${pattern}"`, cause });
  }
}

function translateToken(token: string): string {
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  if (token.length > 1) return token;
  return token.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
