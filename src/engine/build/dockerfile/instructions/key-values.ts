// ENV, LABEL and ARG.
import { BuildError } from '../../../../core/errors.ts';
import { readFlags } from '../flags.ts';
import type { ArgInstruction, KeyValueInstruction } from '../model.ts';
import type { RawInstruction } from '../raw-instruction.ts';
import { positionOf, type Token } from '../token.ts';
import { atLeast, baseOf, type InstructionContext } from './context.ts';

/** ENV <name>=<value>... or the older ENV <name> <value> */
export function parseEnv({ raw }: InstructionContext): KeyValueInstruction<'env'> {
  return { ...baseOf(raw), kind: 'env', ...parsePairs(raw) };
}

/** LABEL <name>=<value>... or the older LABEL <name> <value> */
export function parseLabel({ raw }: InstructionContext): KeyValueInstruction<'label'> {
  return { ...baseOf(raw), kind: 'label', ...parsePairs(raw) };
}

/** ARG <name>[=<default>]... */
export function parseArg({ raw }: InstructionContext): ArgInstruction {
  readFlags(raw);
  atLeast(raw, 1, '<name>[=<default>]');
  const words = raw.arguments.style === 'words' ? raw.arguments.words : [];
  return { ...baseOf(raw), kind: 'arg', args: words.map((word) => parseArgWord(raw, word)) };
}

function parsePairs(raw: RawInstruction): Pick<KeyValueInstruction<'env'>, 'pairs' | 'legacy'> {
  readFlags(raw);
  atLeast(raw, 1, '<name>=<value>');
  if (raw.arguments.style !== 'pairs') return { pairs: [], legacy: false };
  for (const { name, token } of raw.arguments.pairs) if (name === '') throw blankName(raw, token);
  return {
    pairs: raw.arguments.pairs.map(({ name, value }) => ({ name, value })),
    legacy: raw.arguments.legacy,
  };
}

function parseArgWord(raw: RawInstruction, word: Token): { name: string; default?: string } {
  const split = word.text.indexOf('=');
  if (split === 0) throw blankName(raw, word);
  if (split < 0) return { name: word.text };
  return { name: word.text.slice(0, split), default: word.text.slice(split + 1) };
}

function blankName(raw: RawInstruction, token: Token): BuildError {
  return new BuildError('blank-name', {
    message: `${raw.keyword.toUpperCase()} has "${token.text}" without a name, expected <name>=<value>`,
    at: positionOf(raw.line, token),
  });
}
