import { BuildError } from '../../../../core/errors.ts';
import { readFlags } from '../flags.ts';
import type { FromInstruction } from '../model.ts';
import { positionOf, type Token } from '../token.ts';
import { argumentsPosition, atLeast, baseOf, type InstructionContext } from './context.ts';

const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;

/** FROM [--platform=<platform>] <image> [AS <name>] */
export function parseFrom({ raw }: InstructionContext): FromInstruction {
  const flags = readFlags(raw, { platform: 'string' });
  atLeast(raw, 1, 'FROM <image> [AS <name>]');
  const words = raw.arguments.style === 'words' ? raw.arguments.words : [];
  const [image, as, name] = words;
  const platform = flags.string('platform');
  const base = { ...baseOf(raw), kind: 'from' as const, image: image?.text ?? '', ...(platform ? { platform } : {}) };
  if (words.length === 1) return base;
  if (words.length !== 3 || !as || !name || as.text.toLowerCase() !== 'as') {
    throw new BuildError('bad-from', {
      message: `FROM has the arguments "${raw.arguments.rest.text}", expected <image> [AS <name>]`,
      at: argumentsPosition(raw),
      hint:
        words.length === 2 && name === undefined ? `name the stage with FROM ${image?.text} AS ${as?.text}` : undefined,
    });
  }
  return { ...base, stageName: stageName(raw, name), written: { as: as.text, name: name.text } };
}

function stageName(raw: InstructionContext['raw'], token: Token): string {
  const name = token.text.toLowerCase();
  if (STAGE_NAME.test(name)) return name;
  throw new BuildError('bad-stage-name', {
    message: `stage name "${token.text}" does not begin with a letter or holds something other than letters, digits, "-", "_" and "."`,
    at: positionOf(raw.line, token),
  });
}
