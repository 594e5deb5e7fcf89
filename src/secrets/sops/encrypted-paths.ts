// Which values of a file are encrypted. Its patterns are Go's, and come from a repository: they get a tenth of a second.
import { runInNewContext } from 'node:vm';
import { StackError } from '../../core/errors.ts';
import type { SopsRule } from './sops-metadata.ts';
import type { SopsPath } from './sops-tree.ts';

const PATIENCE_MS = 100;
const LONGEST_PATTERN = 1000;

export type IsEncrypted = (path: SopsPath) => boolean;

/** One key above a value decides for it. Throws `secret-not-supported` for a pattern that cannot be had here. */
export function encryptedPaths(rule: SopsRule, paths: readonly SopsPath[], shown: string): IsEncrypted {
  const isMatch = matcherOf(rule, paths, shown);
  const isMeant = rule.kind === 'encrypted-suffix' || rule.kind === 'encrypted-regex';
  return (path) => path.some(isMatch) === isMeant;
}

function matcherOf(rule: SopsRule, paths: readonly SopsPath[], shown: string): (key: string) => boolean {
  if ('suffix' in rule) return (key) => key.endsWith(rule.suffix);
  const keys = [...new Set(paths.flat())];
  const found = matchAll(rule.pattern, keys);
  if (found) return (key) => found.has(key);
  throw new StackError('secret-not-supported', {
    message: `"${shown}" says by the pattern ${JSON.stringify(rule.pattern.slice(0, 100))} what of it is encrypted, which dockr cannot evaluate`,
    hint: 'write it with simpler means: words, "|", "^", "$" and ".*"',
  });
}

/** The keys that match; undefined where that cannot be told. */
function matchAll(pattern: string, keys: readonly string[]): ReadonlySet<string> | undefined {
  const translated = translate(pattern);
  if (translated === undefined) return undefined;
  try {
    const code = 'const matcher = new RegExp(pattern, "u"); keys.filter((key) => matcher.test(key)).join("\\0")';
    const text: unknown = runInNewContext(code, { pattern: translated, keys: [...keys] }, { timeout: PATIENCE_MS });
    const matched = new Set(String(text).split('\0'));
    return new Set(keys.filter((key) => matched.has(key) && (key !== '' || text !== '' || isEmptyMatch(translated))));
  } catch {
    return undefined;
  }
}

function isEmptyMatch(pattern: string): boolean {
  return new RegExp(pattern, 'u').test('');
}

/** Go's `(?i)` holds to the end of its group, and its `[[:alpha:]]` means something else here. */
function translate(pattern: string): string | undefined {
  if (pattern.length > LONGEST_PATTERN || pattern.includes('[:') || /\\[pPQzZAC]/.test(pattern)) return undefined;
  const [, start = '', flags, rest = ''] = /^(\^?)\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  if (flags === undefined) return pattern.replaceAll('(?P<', '(?<');
  return `${start}(?${flags}:${rest.replaceAll('(?P<', '(?<')})`;
}
