// From an instruction's raw parts to its typed form.
import { BuildError } from '../../../core/errors.ts';
import { suggest } from '../../../core/suggest.ts';
import type { InstructionContext } from './instructions/context.ts';
import { parseAdd, parseCopy } from './instructions/copy.ts';
import { parseFrom } from './instructions/from.ts';
import { parseHealthcheck } from './instructions/health-check.ts';
import { parseArg, parseEnv, parseLabel } from './instructions/key-values.ts';
import { parseOnBuild } from './instructions/on-build.ts';
import { parseRun } from './instructions/run.ts';
import {
  parseCmd,
  parseEntrypoint,
  parseExpose,
  parseMaintainer,
  parseShell,
  parseStopSignal,
  parseUser,
  parseVolume,
  parseWorkdir,
} from './instructions/simple.ts';
import type { Instruction } from './model.ts';
import { KEYWORDS, keywordPosition, type RawInstruction } from './raw-instruction.ts';

const PARSERS: ReadonlyMap<string, (context: InstructionContext) => Instruction> = new Map([
  ['add', parseAdd],
  ['arg', parseArg],
  ['cmd', parseCmd],
  ['copy', parseCopy],
  ['entrypoint', parseEntrypoint],
  ['env', parseEnv],
  ['expose', parseExpose],
  ['from', parseFrom],
  ['healthcheck', parseHealthcheck],
  ['label', parseLabel],
  ['maintainer', parseMaintainer],
  ['onbuild', (context: InstructionContext): Instruction => parseOnBuild(context, parseInstruction)],
  ['run', parseRun],
  ['shell', parseShell],
  ['stopsignal', parseStopSignal],
  ['user', parseUser],
  ['volume', parseVolume],
  ['workdir', parseWorkdir],
] as const satisfies readonly [string, (context: InstructionContext) => Instruction][]);

/** The typed instruction. */
export function parseInstruction(context: InstructionContext): Instruction {
  const parse = PARSERS.get(context.raw.keyword);
  if (!parse) throw unknownInstruction(context.raw);
  return parse(context);
}

function unknownInstruction(raw: RawInstruction): BuildError {
  const near = suggest(raw.keyword, KEYWORDS);
  return new BuildError('unknown-instruction', {
    message: `unknown instruction "${raw.keywordToken.text}"`,
    at: keywordPosition(raw),
    hint: near
      ? `did you mean "${near.toUpperCase()}"?`
      : 'a line that continues the one above needs a "\\" at its end',
  });
}
