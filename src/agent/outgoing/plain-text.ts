// Text from repositories and containers, before it goes to people: no control characters, nothing that turns it around.

/** Also those that change the direction of writing, and blanks of no width: what is read is what is there. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: each of them is meant by itself
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

/** One line of at most `length` characters; a longer one ends with "…". */
export function plainLine(text: string, length: number): string {
  // Cut twice: what is hostile may be long.
  const line = text
    .slice(0, length * 4)
    .replace(/\s+/gu, ' ')
    .replace(HIDDEN, '')
    .trim();
  return cut(line, length);
}

/** Several lines. Tabs and line ends stay. */
export function plainBlock(text: string, length: number): string {
  const clean = text
    .slice(0, length * 2)
    .replace(/\r\n?/g, '\n')
    .replace(HIDDEN, (found) => (found === '\n' || found === '\t' ? found : ''));
  return cut(clean, length);
}

function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
