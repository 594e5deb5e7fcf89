// What every instruction parser is given and shares.
import { BuildError } from '../../../../core/errors.ts';
import type { SourcePosition } from '../../../../core/position.ts';
import type { Command, EscapeCharacter, InstructionBase } from '../model.ts';
import { argumentTexts, keywordPosition, type RawArguments, type RawInstruction } from '../raw-instruction.ts';

export type InstructionContext = { readonly raw: RawInstruction; readonly escapeCharacter: EscapeCharacter };

/** The fields every instruction carries. */
export function baseOf(raw: RawInstruction): InstructionBase {
  return {
    at: keywordPosition(raw),
    endLine: raw.endLine,
    original: raw.line.text,
    comments: raw.line.comments,
  };
}

/** The position of the arguments, or of the keyword where there are none. */
export function argumentsPosition(raw: RawInstruction): SourcePosition {
  const { rest } = raw.arguments;
  return rest.text ? raw.line.positionAt(rest.start, rest.text.length) : keywordPosition(raw);
}

/** The arguments, at least `count` of them. */
export function atLeast(raw: RawInstruction, count: number, expected: string): readonly string[] {
  const texts = argumentTexts(raw.arguments);
  if (texts.length >= count) return texts;
  throw missingArgument(raw, expected);
}

export function missingArgument(raw: RawInstruction, expected: string): BuildError {
  const found = raw.arguments.rest.text ? `has only "${raw.arguments.rest.text}"` : 'has no argument';
  return new BuildError('missing-argument', {
    message: `${raw.keyword.toUpperCase()} ${found}, expected ${expected}`,
    at: argumentsPosition(raw),
  });
}

/** Exec form where the arguments are a JSON array, else shell form. */
export function commandOf(args: RawArguments): Command {
  if (args.style === 'json') return { form: 'exec', args: args.values };
  return { form: 'shell', text: args.rest.text };
}
