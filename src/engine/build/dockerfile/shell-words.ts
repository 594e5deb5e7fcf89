// Variables, quotes and escapes in the words of an instruction, as a shell has them, minus what Dockerfiles never had.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import type { EscapeCharacter } from './model.ts';
import {
  parseShellPattern,
  replaceAll,
  replaceFirst,
  type ShellPattern,
  trimPrefix,
  trimSuffix,
} from './shell-pattern.ts';
import { WordCollector } from './word-collector.ts';

/** The value of a variable, or undefined where it is unset. */
export type VariableLookup = (name: string) => string | undefined;

export type ExpandOptions = {
  readonly escapeCharacter?: EscapeCharacter;
  /** Where the word stands, for errors. */
  readonly at?: SourcePosition | undefined;
  /** Quotes group, but stay in the result. */
  readonly rawQuotes?: boolean;
  /** Escapes protect, but stay in the result. */
  readonly rawEscapes?: boolean;
  /** Quotes are ordinary characters. */
  readonly plainQuotes?: boolean;
  /** References to unset variables stay as they were written. */
  readonly keepUnset?: boolean;
};

export type Expansion = {
  readonly text: string;
  /** `text` split at blanks that were not quoted. */
  readonly words: readonly string[];
  /** Names of variables that had a value. */
  readonly used: ReadonlySet<string>;
  /** Names of variables that had none. */
  readonly unset: ReadonlySet<string>;
};

const MAX_DEPTH = 100;
const MAX_LENGTH = 16 * 1024 * 1024;
const SPECIAL_PARAMETERS = '@*#?-$!0';
const NAME_CHARACTER = /^[\p{L}\p{Nd}_]$/u;
const DIGIT = /^\p{Nd}$/u;

/** Expands one word: variables replaced, quotes and escapes removed, blanks kept. */
export function expandWord(word: string, lookup: VariableLookup, options: ExpandOptions = {}): Expansion {
  return new Expander(word, lookup, options).expand();
}

/** Expands, then splits at blanks that no quote and no escape protects. */
export function expandWords(word: string, lookup: VariableLookup, options: ExpandOptions = {}): readonly string[] {
  return expandWord(word, lookup, options).words;
}

/** Expands the body of a COPY or ADD heredoc: quotes are text there, and the escape character is always a backslash. */
export function expandHeredoc(content: string, lookup: VariableLookup, at?: SourcePosition): Expansion {
  return expandWord(content, lookup, { plainQuotes: true, at });
}

/** Whether a text refers to a variable at all. */
export function hasVariable(text: string): boolean {
  return /\$./u.test(text);
}

type Part = { readonly text: string; readonly words: readonly string[] };

class Expander {
  readonly #source: string;
  readonly #characters: readonly string[];
  readonly #lookup: VariableLookup;
  readonly #options: ExpandOptions;
  readonly #escape: EscapeCharacter;
  readonly #used = new Set<string>();
  readonly #unset = new Set<string>();
  #position = 0;
  #depth = 0;
  #length = 0;

  constructor(source: string, lookup: VariableLookup, options: ExpandOptions) {
    this.#source = source;
    this.#characters = [...source];
    this.#lookup = lookup;
    this.#options = options;
    this.#escape = options.escapeCharacter ?? '\\';
  }

  expand(): Expansion {
    const { text, words } = this.#until(undefined, this.#options.rawEscapes ?? false);
    return { text, words, used: this.#used, unset: this.#unset };
  }

  #peek(): string | undefined {
    return this.#characters[this.#position];
  }

  #next(): string | undefined {
    return this.#characters[this.#position++];
  }

  /** Everything up to `stop`, which is consumed, or up to the end. */
  #until(stop: '}' | '/' | undefined, rawEscapes: boolean): Part {
    if (++this.#depth > MAX_DEPTH)
      throw this.#error('expansion-too-deep', `nests more than ${MAX_DEPTH} substitutions`);
    const words = new WordCollector();
    let text = '';
    for (let character = this.#peek(); character !== undefined; character = this.#peek()) {
      if (character === stop) {
        this.#position++;
        this.#depth--;
        return { text, words: words.words() };
      }
      const piece = this.#piece(character, rawEscapes);
      if (piece.isProtected) words.addProtected(piece.text);
      else words.add(piece.text);
      text += piece.text;
      this.#checkLength(piece.text.length);
    }
    if (stop !== undefined) throw this.#error('unterminated-substitution', `ends before the "${stop}" of "\${"`);
    this.#depth--;
    return { text, words: words.words() };
  }

  #piece(character: string, rawEscapes: boolean): { text: string; isProtected: boolean } {
    if (character === '$') return { text: this.#dollar(), isProtected: false };
    if (!this.#options.plainQuotes) {
      if (character === "'") return { text: this.#singleQuoted(), isProtected: true };
      if (character === '"') return { text: this.#doubleQuoted(rawEscapes), isProtected: true };
    }
    this.#position++;
    if (character !== this.#escape) return { text: character, isProtected: false };
    return { text: (rawEscapes ? character : '') + (this.#next() ?? ''), isProtected: true };
  }

  #singleQuoted(): string {
    const start = this.#position++;
    const end = this.#characters.indexOf("'", this.#position);
    if (end < 0) throw this.#error('unterminated-quote', "has no closing single quote (')");
    this.#position = end + 1;
    const shift = this.#options.rawQuotes ? 0 : 1;
    return this.#characters.slice(start + shift, end + 1 - shift).join('');
  }

  #doubleQuoted(rawEscapes: boolean): string {
    this.#position++;
    const quote = this.#options.rawQuotes ? '"' : '';
    let text = quote;
    for (let character = this.#peek(); character !== undefined; character = this.#peek()) {
      if (character === '$') {
        text += this.#dollar();
        continue;
      }
      this.#position++;
      if (character === '"') return text + quote;
      text += character === this.#escape ? this.#escapedInQuotes(rawEscapes) : character;
    }
    throw this.#error('unterminated-quote', 'has no closing double quote (")');
  }

  /** Inside double quotes an escape character means itself, except before a quote, a dollar and itself. */
  #escapedInQuotes(rawEscapes: boolean): string {
    const escaped = this.#peek();
    if (escaped === undefined) return '';
    const raw = rawEscapes ? this.#escape : '';
    if (escaped !== '"' && escaped !== '$' && escaped !== this.#escape) return raw + this.#escape;
    this.#position++;
    return raw + escaped;
  }

  #dollar(): string {
    this.#position++;
    if (this.#peek() === '{') return this.#substitution();
    const name = this.#name();
    if (name === '') return '$';
    return this.#value(name) ?? (this.#options.keepUnset ? `$${name}` : '');
  }

  #substitution(): string {
    this.#position++;
    const name = this.#name();
    const start = this.#peek();
    if (start === undefined) throw this.#error('unterminated-substitution', 'ends before the "}" of "${"');
    if (name === '') throw this.#error('bad-substitution', 'has no variable name after "${"');
    this.#position++;
    if (start === '}') return this.#value(name) ?? (this.#options.keepUnset ? `\${${name}}` : '');
    if (start === '/') return this.#replace(name);
    if (start !== ':') return this.#modify(name, start, '');
    return this.#modify(name, this.#next() ?? '', ':');
  }

  #modify(name: string, operator: string, colon: ':' | ''): string {
    const isTrim = operator === '#' || operator === '%';
    if (!'-+?#%'.includes(operator) || operator === '') throw this.#unknownModifier(colon + operator);
    const word = this.#until('}', isTrim).text;
    const value = this.#value(name);
    if (value === undefined && this.#options.keepUnset) return `\${${name}${colon}${operator}${word}}`;
    if (isTrim) {
      if (colon) throw this.#unknownModifier(colon + operator);
      return this.#trim(value ?? '', operator, word);
    }
    const isSet = value !== undefined && !(colon && value === '');
    if (operator === '-') return isSet ? value : word;
    if (operator === '+') return isSet ? word : '';
    if (!isSet) throw this.#required(name, { value, message: word });
    return value;
  }

  #trim(value: string, operator: string, word: string): string {
    const isDouble = word.startsWith(operator);
    const pattern = this.#pattern(isDouble ? word.slice(1) : word);
    const length = isDouble ? 'longest' : 'shortest';
    return operator === '#' ? trimPrefix(value, pattern, length) : trimSuffix(value, pattern, length);
  }

  #replace(name: string): string {
    const isGlobal = this.#peek() === '/';
    if (isGlobal) this.#position++;
    const written = this.#until('/', true).text;
    const replacement = this.#until('}', true).text;
    const value = this.#value(name);
    if (value === undefined && this.#options.keepUnset)
      return `\${${name}/${isGlobal ? '/' : ''}${written}/${replacement}}`;
    const pattern = this.#pattern(written);
    const before = value ?? '';
    if (!isGlobal) return replaceFirst(before, pattern, replacement);
    if (replacement.length * (before.length + 1) > MAX_LENGTH) throw this.#tooLong();
    return replaceAll(before, pattern, (match) => expandTemplate(replacement, match));
  }

  #pattern(text: string): ShellPattern {
    const pattern = parseShellPattern(text);
    if ('problem' in pattern) throw this.#error('bad-pattern', `has the pattern "${text}" that ${pattern.problem}`);
    return pattern;
  }

  /** Letters, digits and underscores; all the digits of `$123`; or one special parameter. Empty if there is none. */
  #name(): string {
    const first = this.#peek();
    if (first === undefined) return '';
    if (DIGIT.test(first)) return this.#while(DIGIT);
    if (SPECIAL_PARAMETERS.includes(first)) {
      this.#position++;
      return first;
    }
    return this.#while(NAME_CHARACTER);
  }

  #while(expression: RegExp): string {
    const start = this.#position;
    while (expression.test(this.#peek() ?? '')) this.#position++;
    return this.#characters.slice(start, this.#position).join('');
  }

  #value(name: string): string | undefined {
    const value = this.#lookup(name);
    (value === undefined ? this.#unset : this.#used).add(name);
    return value;
  }

  #checkLength(added: number): void {
    this.#length += added;
    if (this.#length > MAX_LENGTH) throw this.#tooLong();
  }

  #tooLong(): BuildError {
    return this.#error('expansion-too-long', `grows beyond ${MAX_LENGTH} characters`);
  }

  #required(name: string, found: { value: string | undefined; message: string }): BuildError {
    const state = found.value === undefined ? 'is not set' : 'is empty';
    return new BuildError('required-variable', {
      message: `variable "${name}" ${state}${found.message ? `: ${found.message}` : ''}`,
      at: this.#options.at,
      hint: `give it a value with --build-arg ${name}=... or a default in the Dockerfile`,
      facts: { variable: name },
    });
  }

  #unknownModifier(modifier: string): BuildError {
    return this.#error('bad-substitution', `has the unknown modifier "${modifier}"`);
  }

  #error(code: string, problem: string): BuildError {
    return new BuildError(code, { message: `word "${shorten(this.#source)}" ${problem}`, at: this.#options.at });
  }
}

/** Go's replacement templates, which BuildKit lets through in `${x//p/r}`: `$0` is the match, `$$` a dollar, other names empty. */
function expandTemplate(template: string, match: string): string {
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
    if (whole === '$$') return '$';
    return (bare ?? braced) === '0' ? match : '';
  });
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
