// Words of the command line → options and operands, by a declaration. Node's own parser cuts the words into tokens.
import { parseArgs } from 'node:util';
import { type DockrError, UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import type { OptionSpec, OptionSpecs } from './declaration.ts';

export type ParsedOptions = Readonly<Record<string, boolean | string | readonly string[] | undefined>>;
export type Parsed = { readonly options: ParsedOptions; readonly operands: readonly string[] };

export type ParseRules = {
  readonly options: OptionSpecs;
  /** Stop at this operand (from 1): it and everything behind it are operands, options or not. */
  readonly stopAt?: number | undefined;
  /** For the message: `dockr up`. */
  readonly usage: string;
};

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/** Throws a UsageError for options that are not declared, lack their value, or have a value they cannot have. */
export function parseArguments(words: readonly string[], rules: ParseRules): Parsed {
  const stop = stopIndex(words, rules);
  const tokens = tokensOf(words.slice(0, stop), rules.options);
  const values = defaultValues(rules.options);
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind === 'option') takeOption(values, token, rules);
  }
  return { options: values, operands: [...operands, ...words.slice(stop)] };
}

/** Index of the word at which options end. */
function stopIndex(words: readonly string[], rules: ParseRules): number {
  if (rules.stopAt === undefined) return words.length;
  const operands = tokensOf(words, rules.options).filter((token) => token.kind === 'positional');
  return operands[rules.stopAt - 1]?.index ?? words.length;
}

function tokensOf(words: readonly string[], specs: OptionSpecs): readonly Token[] {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      {
        type: spec.kind === 'flag' ? ('boolean' as const) : ('string' as const),
        ...(spec.short ? { short: spec.short } : {}),
      },
    ]),
  );
  return parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function defaultValues(specs: OptionSpecs): Record<string, boolean | string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      if (spec.kind === 'flag') return [name, spec.byDefault ?? false];
      return [name, spec.kind === 'texts' ? [] : undefined];
    }),
  );
}

function takeOption(values: ReturnType<typeof defaultValues>, token: OptionToken, rules: ParseRules): void {
  const spec = Object.hasOwn(rules.options, token.name) ? rules.options[token.name] : undefined;
  if (!spec) throw unknownOption(token, rules);
  if (spec.kind === 'flag') {
    values[token.name] = parseFlag(token, rules);
    return;
  }
  const value = parseValue(token, spec, rules);
  const list = values[token.name];
  if (Array.isArray(list)) list.push(value);
  else values[token.name] = value;
}

function parseFlag(token: OptionToken, rules: ParseRules): boolean {
  const text = token.value;
  if (text === undefined || text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw wrongValue(token, text, { ...rules, expected: ['true', 'false'] });
}

function parseValue(token: OptionToken, spec: OptionSpec, rules: ParseRules): string {
  if (token.value === undefined) {
    throw new UsageError('missing-value', {
      message: `option "${token.rawName}" of "${rules.usage}" needs a value`,
      hint: `see "${rules.usage} --help"`,
    });
  }
  // `-f=x` means x, as everywhere in Docker's commands.
  const isShort = !token.rawName.startsWith('--');
  const text = isShort && token.inlineValue ? token.value.replace(/^=/, '') : token.value;
  if (spec.kind === 'choice' && !spec.values.includes(text)) {
    throw wrongValue(token, text, { ...rules, expected: spec.values });
  }
  return text;
}

function wrongValue(
  token: OptionToken,
  value: string,
  rules: ParseRules & { readonly expected: readonly string[] },
): DockrError {
  const near = suggest(value, rules.expected);
  return new UsageError('wrong-value', {
    message: `option "${token.rawName}" of "${rules.usage}" cannot be "${value}", expected one of ${rules.expected.join(', ')}`,
    hint: near ? `did you mean "${near}"?` : undefined,
  });
}

function unknownOption(token: OptionToken, rules: ParseRules): DockrError {
  const near = token.rawName.startsWith('--') ? suggest(token.name, Object.keys(rules.options)) : undefined;
  return new UsageError('unknown-option', {
    message: `unknown option "${token.rawName}" of "${rules.usage}"`,
    hint: near ? `did you mean "--${near}"?` : `see "${rules.usage} --help"`,
  });
}
