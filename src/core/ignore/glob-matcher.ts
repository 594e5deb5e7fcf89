// Tokens → a test of paths. A pattern matches a path and everything below it.
import type { GlobToken } from './glob.ts';
import { isAliveAfter, matchesByStates } from './glob-states.ts';

export type GlobMatcher = {
  /** Whether the pattern matches the path or a directory above it. */
  matches(path: string): boolean;
  /** Whether it could match anything below a directory. */
  mayMatchBelow(directory: string): boolean;
};

/** Beyond these a regular expression may take time without end. A star is confined to its component, of 255 bytes at most. */
const MAX_STARS_IN_COMPONENT = 2;
const MAX_DEEP_PARTS = 2;

/** Compiles once: plain text is compared, simple patterns are regular expressions, all others are followed state by state. */
export function compileGlob(tokens: readonly GlobToken[]): GlobMatcher {
  return { matches: matcherOf(tokens), mayMatchBelow: (directory) => isAliveAfter(tokens, `${directory}/`) };
}

function matcherOf(tokens: readonly GlobToken[]): (path: string) => boolean {
  if (tokens.every((token) => token.kind === 'literal')) {
    const text = tokens.map((token) => token.character).join('');
    return (path) => path.startsWith(text) && (path.length === text.length || path[text.length] === '/');
  }
  if (!isCheap(tokens)) return (path) => matchesByStates(tokens, path);
  const expression = new RegExp(`^(?:${tokens.map(sourceOf).join('')})(?:/|$)`, 'su');
  return (path) => expression.test(path);
}

function isCheap(tokens: readonly GlobToken[]): boolean {
  let deep = 0;
  let stars = 0;
  for (const token of tokens) {
    if (token.kind === 'directories' || token.kind === 'anything') deep++;
    if (token.kind === 'directories' || (token.kind === 'literal' && token.character === '/')) stars = 0;
    if (token.kind === 'star' && ++stars > MAX_STARS_IN_COMPONENT) return false;
  }
  return deep <= MAX_DEEP_PARTS;
}

function sourceOf(token: GlobToken): string {
  switch (token.kind) {
    case 'literal':
      return escapePoint(token.character.codePointAt(0) ?? 0);
    case 'one':
      return '[^/]';
    case 'star':
      return '[^/]*';
    case 'directories':
      return '(?:.*/)?';
    case 'anything':
      return '.*';
    case 'class': {
      const body = token.ranges.map(({ low, high }) => `${escapePoint(low)}-${escapePoint(high)}`).join('');
      return token.negated ? `[^/${body}]` : `(?!/)[${body}]`;
    }
  }
}

function escapePoint(point: number): string {
  return `\\u{${point.toString(16)}}`;
}
