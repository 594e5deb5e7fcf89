// Here-documents: `<<WORD` in RUN, COPY and ADD; the lines up to WORD belong to the instruction.
import { isBlank } from '../../../core/blanks.ts';
import { expandWords } from './shell-words.ts';

/** A heredoc as its word announces it, before its body is read. */
export type HeredocWord = {
  readonly name: string;
  readonly fd: number;
  readonly expand: boolean;
  readonly stripTabs: boolean;
};

const HEREDOC = /^(\d*)<<(-?)\p{White_Space}*([^<]*)$/u;
const MAX_FD = 2 ** 31 - 1;

/** The heredoc that a word announces, if it does. Throws on unbalanced quotes. */
export function parseHeredocWord(word: string): HeredocWord | undefined {
  const match = HEREDOC.exec(word);
  if (!match?.[3]) return undefined;
  const [name, ...others] = expandWords(match[3], () => undefined, { keepUnset: true });
  if (name === undefined || others.length > 0) return undefined;
  const [quoted = ''] = expandWords(match[3], () => undefined, { keepUnset: true, rawQuotes: true });
  return {
    name,
    fd: Math.min(Number(match[1]), MAX_FD),
    expand: countQuotes(quoted) === countQuotes(name),
    stripTabs: match[2] === '-',
  };
}

/** Every heredoc that a line announces, in the order of their bodies. */
export function findHeredocs(line: string): readonly HeredocWord[] {
  return splitRawWords(line)
    .map(parseHeredocWord)
    .filter((heredoc) => heredoc !== undefined);
}

/** The body of a `<<-` heredoc without the tabs its lines begin with. */
export function stripLeadingTabs(content: string): string {
  return content.replace(/^\t+/gm, '');
}

/**
 * Words with quotes and escapes left in. Blanks after `<<` do not end the word, as in `<<  EOF`. A line whose quotes do
 * not balance has no words: its text is for the shell to judge. The escape character is always the shell's backslash.
 */
function splitRawWords(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (character === '\\' && quote !== "'") {
      word += character + line.charAt(++index);
    } else if (quote) {
      word += character;
      if (character === quote) quote = '';
    } else if (isBlank(character)) {
      if (isHeredocOperator(word)) word = `${word.trimEnd()} `;
      else {
        if (word) words.push(word);
        word = '';
      }
    } else {
      if (character === "'" || character === '"') quote = character;
      word += character;
    }
  }
  if (quote) return [];
  return word ? [...words, word] : words;
}

function isHeredocOperator(word: string): boolean {
  return word.length < 24 && /^\d*<<-? ?$/.test(word);
}

function countQuotes(text: string): number {
  return text.replace(/[^'"]/g, '').length;
}
