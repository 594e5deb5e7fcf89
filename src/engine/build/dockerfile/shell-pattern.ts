// The patterns of `${x#p}`, `${x%p}` and `${x/p/r}`: literals, `*` and `?`; no brackets. Matched by hand and not by
// a regular expression, whose time on `*a*a*a*b` a Dockerfile from a stranger could make unbounded.

/** Runs of single characters between the stars; `null` stands for `?`. */
export type ShellPattern = readonly (readonly (string | null)[])[];

export type MatchLength = 'shortest' | 'longest';

const MAX_PATTERN_LENGTH = 1024;

/** The pattern, or what is wrong with it. */
export function parseShellPattern(text: string): ShellPattern | { readonly problem: string } {
  if (text.length > MAX_PATTERN_LENGTH) return { problem: `is longer than ${MAX_PATTERN_LENGTH} characters` };
  const runs: (string | null)[][] = [[]];
  const characters = [...text];
  for (let index = 0; index < characters.length; index++) {
    let character: string | null = characters[index] ?? '';
    if (character === '*') {
      runs.push([]);
      continue;
    }
    if (character === '?') character = null;
    else if (character === '\\') {
      character = characters[++index] ?? '';
      if (character === '' || !'*?\\}/'.includes(character))
        return { problem: `has the unknown escape "\\${character}"` };
    }
    runs.at(-1)?.push(character);
  }
  return runs;
}

/** `value` without the start that matches. */
export function trimPrefix(value: string, pattern: ShellPattern, length: MatchLength): string {
  const characters = [...value];
  const end = matchEnd(characters, pattern, { start: 0, length });
  return end === undefined ? value : characters.slice(end).join('');
}

/** `value` without the end that matches. */
export function trimSuffix(value: string, pattern: ShellPattern, length: MatchLength): string {
  const reversed = pattern.map((run) => run.toReversed()).toReversed();
  const characters = [...value].reverse();
  const end = matchEnd(characters, reversed, { start: 0, length });
  return end === undefined ? value : characters.slice(end).reverse().join('');
}

/** `value` with the first match replaced. */
export function replaceFirst(value: string, pattern: ShellPattern, replacement: string): string {
  const characters = [...value];
  const match = findMatch(characters, pattern, 0);
  if (!match) return value;
  return characters.slice(0, match.start).join('') + replacement + characters.slice(match.end).join('');
}

/** `value` with every match replaced; an empty match never touches the one before it. */
export function replaceAll(value: string, pattern: ShellPattern, replacement: (match: string) => string): string {
  const characters = [...value];
  const result: string[] = [];
  let copied = 0;
  let lastEnd = -1;
  let from = 0;
  while (from <= characters.length) {
    const match = findMatch(characters, pattern, from);
    if (!match) break;
    result.push(characters.slice(copied, match.start).join(''));
    const isEmpty = match.end === match.start;
    if (!isEmpty || match.start !== lastEnd)
      result.push(replacement(characters.slice(match.start, match.end).join('')));
    copied = match.end;
    lastEnd = match.end;
    from = isEmpty ? match.end + 1 : match.end;
  }
  return result.join('') + characters.slice(copied).join('');
}

/** The leftmost longest match. If what follows the first run is not found once, it is not found further right either. */
function findMatch(
  value: readonly string[],
  pattern: ShellPattern,
  from: number,
): { start: number; end: number } | undefined {
  const first = pattern[0] ?? [];
  const start = findRun(value, first, from);
  if (start === undefined) return undefined;
  const end = matchEnd(value, pattern, { start, length: 'longest' });
  return end === undefined ? undefined : { start, end };
}

/** Where the match that begins at `start` ends. */
function matchEnd(
  value: readonly string[],
  pattern: ShellPattern,
  { start, length }: { start: number; length: MatchLength },
): number | undefined {
  const [first = [], ...rest] = pattern;
  if (!runMatches(value, first, start)) return undefined;
  let end = start + first.length;
  for (const [index, run] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const found = isLast && length === 'longest' ? findLastRun(value, run, end) : findRun(value, run, end);
    if (found === undefined) return undefined;
    end = found + run.length;
  }
  return end;
}

function findRun(value: readonly string[], run: readonly (string | null)[], from: number): number | undefined {
  for (let at = from; at + run.length <= value.length; at++) if (runMatches(value, run, at)) return at;
  return undefined;
}

function findLastRun(value: readonly string[], run: readonly (string | null)[], from: number): number | undefined {
  for (let at = value.length - run.length; at >= from; at--) if (runMatches(value, run, at)) return at;
  return undefined;
}

function runMatches(value: readonly string[], run: readonly (string | null)[], at: number): boolean {
  if (at + run.length > value.length) return false;
  for (let index = 0; index < run.length; index++) {
    const wanted = run[index];
    if (wanted !== null && value[at + index] !== wanted) return false;
  }
  return true;
}
