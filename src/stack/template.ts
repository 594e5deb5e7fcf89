// `$NAME` and `${NAME:-default}` in a text: Compose's interpolation of one value.
import { StackError } from '../core/errors.ts';
import { shorten } from './tree.ts';

export type Lookup = (name: string) => string | undefined;

export type TemplateOptions = {
  readonly lookup: Lookup;
  /** Called for each variable that is not set and has no default; `offset` counts from the start of the text. */
  readonly onUnset?: (name: string, offset: number, length: number) => void;
};

const MOST_NESTED = 32;
const LONGEST_RESULT = 16 * 1024 ** 2;
const NAME = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const OPERATOR = /:?[-?+]/y;

/**
 * Replaces variables. Branches that are not taken are not looked at. Throws `bad-template` and `missing-variable`,
 * with `offset` and `length` among their facts.
 */
export function substitute(template: string, options: TemplateOptions): string {
  return template.includes('$') ? expand({ text: template, base: 0, depth: 0 }, options) : template;
}

/** A text within the whole one: `base` is where it begins there. */
type Part = { readonly text: string; readonly base: number; readonly depth: number };

function expand(part: Part, options: TemplateOptions): string {
  const { text } = part;
  let result = '';
  let from = 0;
  for (let dollar = text.indexOf('$'); dollar !== -1; dollar = text.indexOf('$', from)) {
    result += text.slice(from, dollar);
    const piece = expandAt(part, dollar, options);
    result += piece.value;
    from = piece.end;
    if (result.length > LONGEST_RESULT)
      throw templateError(
        'bad-template',
        'the value is longer than 16 MiB once its variables are filled in',
        part.base,
        1,
      );
  }
  return result + text.slice(from);
}

type Piece = { readonly value: string; readonly end: number };

function expandAt(part: Part, dollar: number, options: TemplateOptions): Piece {
  const { text } = part;
  const next = text[dollar + 1];
  if (next === '$') return { value: '$', end: dollar + 2 };
  if (next === '{') return expandBraces(part, dollar, options);
  const name = matchAt(NAME, text, dollar + 1);
  if (name === '') return { value: '$', end: dollar + 1 };
  return {
    value: variableValue(name, { offset: part.base + dollar, length: name.length + 1 }, options),
    end: dollar + 1 + name.length,
  };
}

function expandBraces(part: Part, dollar: number, options: TemplateOptions): Piece {
  const { text, base, depth } = part;
  const close = closingBrace(text, dollar + 1);
  const end = close === -1 ? text.length : close + 1;
  const name = matchAt(NAME, text, dollar + 2);
  const operatorAt = dollar + 2 + name.length;
  const operator = matchAt(OPERATOR, text, operatorAt);
  const argumentAt = operatorAt + operator.length;
  const isWhole = operator !== '' || argumentAt === close;
  if (close === -1 || name === '' || !isWhole || text.slice(dollar, close).includes('\n'))
    throw badTemplate(text.slice(dollar, end), base + dollar);
  if (depth >= MOST_NESTED)
    throw templateError('bad-template', `variables are nested more than ${MOST_NESTED} deep`, base + dollar, 2);
  if (operator === '')
    return { value: variableValue(name, { offset: base + dollar, length: end - dollar }, options), end };
  const argument = { text: text.slice(argumentAt, close), base: base + argumentAt, depth: depth + 1 };
  return {
    value: applyOperator({ name, operator, argument, offset: base + dollar, length: end - dollar }, options),
    end,
  };
}

type Operation = {
  readonly name: string;
  readonly operator: string;
  readonly argument: Part;
  readonly offset: number;
  readonly length: number;
};

function applyOperator(operation: Operation, options: TemplateOptions): string {
  const { name, operator, argument } = operation;
  const value = options.lookup(name);
  const isGiven = value !== undefined && (value !== '' || !operator.startsWith(':'));
  if (operator.endsWith('+')) return isGiven ? expand(argument, options) : '';
  if (isGiven) return value;
  if (operator.endsWith('-')) return expand(argument, options);
  const reason = expand(argument, options);
  const state = value === undefined ? 'not set' : 'empty';
  throw templateError(
    'missing-variable',
    `required variable "${name}" is ${state}${reason === '' ? '' : `: ${reason}`}`,
    operation.offset,
    operation.length,
  );
}

function variableValue(
  name: string,
  place: { readonly offset: number; readonly length: number },
  options: TemplateOptions,
): string {
  const value = options.lookup(name);
  if (value === undefined) options.onUnset?.(name, place.offset, place.length);
  return value ?? '';
}

/** Braces within a default are balanced: `${X:-{"a":1}}`. */
export function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function badTemplate(text: string, offset: number): StackError {
  const message = `${JSON.stringify(shorten(text))} is not a variable that can be filled in`;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is about such strings
  const hint = 'write "${NAME}" or "${NAME:-default}", or "$$" for a dollar sign that stands for itself';
  return templateError('bad-template', message, offset, text.length, hint);
}

function templateError(code: string, message: string, offset: number, length: number, hint?: string): StackError {
  return new StackError(code, { message, facts: { offset, length }, hint });
}
