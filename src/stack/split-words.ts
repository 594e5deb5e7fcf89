// A command written as one text, cut into words as a shell quotes them; no shell runs it.

export type Words = {
  readonly words: readonly string[];
  /** Where Compose stops reading: an unquoted `;`, `&`, `|`, `<` or `>`. */
  readonly cutAt?: number;
};

type Word = { text: string; isStarted: boolean };

/** The words, or undefined for a quote without an end, or a parenthesis. */
export function splitWords(text: string): Words | undefined {
  const words: string[] = [];
  const word: Word = { text: '', isStarted: false };
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && quote !== "'") {
      if (at + 1 >= text.length) return undefined;
      extend(word, text.charAt(++at));
    } else if (quote !== '') {
      if (character !== quote) extend(word, character);
      else {
        if (quote === ')' || quote === '`') extend(word, character);
        quote = '';
      }
    } else if (character === '"' || character === "'") {
      quote = character;
      word.isStarted = true;
    } else if (character === '`') {
      quote = character;
      extend(word, character);
    } else if (character === '(' && word.text.endsWith('$')) {
      quote = ')';
      extend(word, character);
    } else if (character === '(' || character === ')') return undefined;
    else if (/\s/.test(character)) finish(words, word);
    else if (';&|<>'.includes(character)) {
      // `2>x` names a descriptor, which is no word either.
      if (!(character === '>' && /^[0-9]/.test(word.text))) finish(words, word);
      return { words, cutAt: at };
    } else extend(word, character);
  }
  if (quote !== '') return undefined;
  finish(words, word);
  return { words };
}

function extend(word: Word, character: string): void {
  word.text += character;
  word.isStarted = true;
}

function finish(words: string[], word: Word): void {
  if (word.isStarted) words.push(word.text);
  word.text = '';
  word.isStarted = false;
}
