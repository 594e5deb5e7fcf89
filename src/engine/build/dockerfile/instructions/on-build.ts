import { BuildError } from '../../../../core/errors.ts';
import { readFlags } from '../flags.ts';
import type { Instruction, StageInstruction } from '../model.ts';
import type { RawInstruction } from '../raw-instruction.ts';
import { baseOf, type InstructionContext, missingArgument } from './context.ts';

/** ONBUILD <instruction>: kept for the builds that start from this image. */
export function parseOnBuild(
  { raw, escapeCharacter }: InstructionContext,
  parseInstruction: (context: InstructionContext) => Instruction,
): StageInstruction {
  readFlags(raw);
  const inner = raw.trigger;
  if (!inner) throw missingArgument(raw, 'an instruction');
  if (inner.keyword === 'onbuild' || inner.keyword === 'from' || inner.keyword === 'maintainer') throw forbidden(inner);
  const trigger = parseInstruction({
    raw: { ...inner, heredocs: raw.heredocs, endLine: raw.endLine },
    escapeCharacter,
  });
  if (trigger.kind === 'from') throw forbidden(inner);
  return { ...baseOf(raw), kind: 'onbuild', expression: expressionOf(raw, inner), trigger };
}

/** The text as the image stores it: what follows ONBUILD, then the bodies of its heredocs. */
function expressionOf(raw: RawInstruction, inner: RawInstruction): string {
  const bodies = raw.heredocs.map((heredoc) => `\n${heredoc.content}${heredoc.name}`);
  return raw.line.text.slice(inner.keywordToken.start) + bodies.join('');
}

function forbidden(inner: RawInstruction): BuildError {
  const keyword = inner.keyword.toUpperCase();
  return new BuildError('bad-trigger', {
    message: `ONBUILD is followed by ${keyword}, expected any instruction but FROM, MAINTAINER and ONBUILD`,
    at: inner.line.positionAt(inner.keywordToken.start, keyword.length),
  });
}
