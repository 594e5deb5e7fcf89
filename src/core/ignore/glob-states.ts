// A pattern followed state by state, all possibilities at once: time grows with path times pattern, whatever they are.
// State 2i stands before token i; state 2i+1 is inside the "directories" of token i, which only a slash leaves.
import type { GlobToken } from './glob.ts';

type States = ReadonlySet<number>;

/** Whether a pattern matches a path or a directory above it. */
export function matchesByStates(tokens: readonly GlobToken[], path: string): boolean {
  const end = tokens.length * 2;
  let states = closure(tokens, [0]);
  for (const character of path) {
    if (character === '/' && states.has(end)) return true;
    states = step(tokens, states, character);
    if (states.size === 0) return false;
  }
  return states.has(end);
}

/** Whether a pattern that has read `prefix`, which ends in a slash, could still match something. */
export function isAliveAfter(tokens: readonly GlobToken[], prefix: string): boolean {
  const end = tokens.length * 2;
  let states = closure(tokens, [0]);
  for (const character of prefix) {
    if (character === '/' && states.has(end)) return true;
    states = step(tokens, states, character);
    if (states.size === 0) return false;
  }
  return true;
}

function step(tokens: readonly GlobToken[], states: States, character: string): States {
  const next: number[] = [];
  for (const state of states) {
    const token = tokens[state >> 1];
    if (!token) continue;
    const after = (state >> 1) * 2 + 2;
    if (token.kind === 'directories') {
      if (state % 2 === 1) next.push(...(character === '/' ? [state, after] : [state]));
    } else if (token.kind === 'anything') next.push(state);
    else if (token.kind === 'star') next.push(...(character === '/' ? [] : [state]));
    else if (readsOne(token, character)) next.push(after);
  }
  return closure(tokens, next);
}

/** Adds what is reached without reading: the far side of every part that may be empty. */
function closure(tokens: readonly GlobToken[], from: readonly number[]): States {
  const states = new Set(from);
  for (const state of states) {
    const kind = tokens[state >> 1]?.kind;
    if (state % 2 === 1 || kind === undefined) continue;
    if (kind === 'directories') states.add(state + 1);
    if (kind === 'directories' || kind === 'star' || kind === 'anything') states.add(state + 2);
  }
  return states;
}

function readsOne(token: GlobToken, character: string): boolean {
  if (token.kind === 'literal') return token.character === character;
  if (character === '/') return false;
  if (token.kind !== 'class') return token.kind === 'one';
  const point = character.codePointAt(0) ?? 0;
  return token.ranges.some(({ low, high }) => low <= point && point <= high) !== token.negated;
}
