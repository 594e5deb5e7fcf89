// One ignore pattern → tokens. The language is that of Go's filepath.Match, plus `**`.

/** What a pattern consists of. */
export type GlobToken =
  | { readonly kind: 'literal'; readonly character: string }
  /** `?`: one character, no slash. */
  | { readonly kind: 'one' }
  /** `[a-z]` */
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly CodePointRange[] }
  /** `*`: any characters, no slash. */
  | { readonly kind: 'star' }
  /** Two stars and a slash: any number of directories, also none. */
  | { readonly kind: 'directories' }
  /** Two stars at the end: anything. */
  | { readonly kind: 'anything' };

export type CodePointRange = { readonly low: number; readonly high: number };

/** The tokens of a pattern, or undefined where it is malformed. */
export function parseGlob(pattern: string): readonly GlobToken[] | undefined {
  const characters = [...pattern];
  const tokens: GlobToken[] = [];
  let index = 0;
  while (index < characters.length) {
    const read = readToken(characters, index);
    if (!read) return undefined;
    tokens.push(read.token);
    index = read.next;
  }
  return tokens;
}

type Read<T> = { readonly token: T; readonly next: number };

function readToken(characters: readonly string[], index: number): Read<GlobToken> | undefined {
  const character = characters[index] ?? '';
  if (character === '*') return readStars(characters, index);
  if (character === '?') return { token: { kind: 'one' }, next: index + 1 };
  if (character === '[') return readClass(characters, index + 1);
  if (character !== '\\') return { token: { kind: 'literal', character }, next: index + 1 };
  const escaped = characters[index + 1];
  return escaped === undefined ? undefined : { token: { kind: 'literal', character: escaped }, next: index + 2 };
}

/** Repeated `**` and `**` with slashes between are one. */
function readStars(characters: readonly string[], index: number): Read<GlobToken> {
  if (characters[index + 1] !== '*') return { token: { kind: 'star' }, next: index + 1 };
  let next = index;
  while (characters[next] === '*' && characters[next + 1] === '*') next += characters[next + 2] === '/' ? 3 : 2;
  const isLast = next === characters.length;
  const isLoose = index === 0 && next === 2 && !characters.slice(2).some((character) => '*?[]\\'.includes(character));
  // `**.log` is not `**/.log`: Docker takes two stars before plain text for any beginning of the path.
  return { token: { kind: isLast || isLoose ? 'anything' : 'directories' }, next };
}

/** A dash needs both of its ends; dashes and brackets that mean themselves need a backslash. */
function readClass(characters: readonly string[], start: number): Read<GlobToken> | undefined {
  const negated = characters[start] === '^';
  const ranges: CodePointRange[] = [];
  let index = negated ? start + 1 : start;
  while (characters[index] !== ']' || ranges.length === 0) {
    const range = readRange(characters, index);
    if (!range) return undefined;
    ranges.push(range.token);
    index = range.next;
  }
  return { token: { kind: 'class', negated, ranges }, next: index + 1 };
}

function readRange(characters: readonly string[], index: number): Read<CodePointRange> | undefined {
  const low = readClassCharacter(characters, index);
  if (!low) return undefined;
  if (characters[low.next] !== '-') return { token: { low: low.token, high: low.token }, next: low.next };
  const high = readClassCharacter(characters, low.next + 1);
  if (!high || high.token < low.token) return undefined;
  return { token: { low: low.token, high: high.token }, next: high.next };
}

function readClassCharacter(characters: readonly string[], index: number): Read<number> | undefined {
  const character = characters[index];
  if (character === undefined || character === '-' || character === ']') return undefined;
  const isEscape = character === '\\';
  const point = (isEscape ? characters[index + 1] : character)?.codePointAt(0);
  return point === undefined ? undefined : { token: point, next: index + (isEscape ? 2 : 1) };
}
