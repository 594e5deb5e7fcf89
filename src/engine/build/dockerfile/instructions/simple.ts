// The instructions that take one value or a plain list.
import { BuildError } from '../../../../core/errors.ts';
import { parseExposedPorts } from '../exposed-ports.ts';
import { readFlags } from '../flags.ts';
import type { StageInstruction } from '../model.ts';
import type { RawInstruction } from '../raw-instruction.ts';
import { hasVariable } from '../shell-words.ts';
import { isStopSignal } from '../stop-signal.ts';
import { positionOf } from '../token.ts';
import { argumentsPosition, atLeast, baseOf, commandOf, type InstructionContext } from './context.ts';

/** WORKDIR <path> */
export function parseWorkdir({ raw }: InstructionContext): StageInstruction {
  return { ...baseOf(raw), kind: 'workdir', path: oneValue(raw, 'a path') };
}

/** USER <user>[:<group>] */
export function parseUser({ raw }: InstructionContext): StageInstruction {
  return { ...baseOf(raw), kind: 'user', user: oneValue(raw, '<user>[:<group>]') };
}

/** MAINTAINER <name> */
export function parseMaintainer({ raw }: InstructionContext): StageInstruction {
  return { ...baseOf(raw), kind: 'maintainer', maintainer: oneValue(raw, 'a name') };
}

/** STOPSIGNAL <name or number> */
export function parseStopSignal({ raw }: InstructionContext): StageInstruction {
  const signal = oneValue(raw, 'a signal');
  if (hasVariable(signal) || isStopSignal(signal)) return { ...baseOf(raw), kind: 'stopsignal', signal };
  throw new BuildError('bad-signal', {
    message: `STOPSIGNAL has the signal "${signal}", expected a name such as SIGTERM or a number from 1 to 64`,
    at: argumentsPosition(raw),
  });
}

/** EXPOSE <port>[/<protocol>]... */
export function parseExpose({ raw }: InstructionContext): StageInstruction {
  readFlags(raw);
  const ports = atLeast(raw, 1, 'a port');
  const words = raw.arguments.style === 'words' ? raw.arguments.words : [];
  for (const word of words) if (!hasVariable(word.text)) parseExposedPorts([word.text], positionOf(raw.line, word));
  return { ...baseOf(raw), kind: 'expose', ports };
}

/** VOLUME <path>... or a JSON array of paths */
export function parseVolume({ raw }: InstructionContext): StageInstruction {
  readFlags(raw);
  const paths = atLeast(raw, 1, 'a path');
  if (!paths.includes('')) return { ...baseOf(raw), kind: 'volume', paths };
  throw new BuildError('empty-path', {
    message: 'VOLUME has an empty path, expected a path',
    at: argumentsPosition(raw),
  });
}

/** CMD <command>; `CMD []` clears. */
export function parseCmd({ raw }: InstructionContext): StageInstruction {
  return { ...baseOf(raw), kind: 'cmd', command: parseCommand(raw) };
}

/** ENTRYPOINT <command>; `ENTRYPOINT []` clears. */
export function parseEntrypoint({ raw }: InstructionContext): StageInstruction {
  return { ...baseOf(raw), kind: 'entrypoint', command: parseCommand(raw) };
}

/** SHELL ["<program>", "<argument>"...] */
export function parseShell({ raw }: InstructionContext): StageInstruction {
  readFlags(raw);
  const shell = atLeast(raw, 1, 'a JSON array of strings');
  if (raw.arguments.style === 'json') return { ...baseOf(raw), kind: 'shell', shell };
  throw new BuildError('not-json', {
    message: `SHELL has "${raw.arguments.rest.text}", expected a JSON array of strings`,
    at: argumentsPosition(raw),
    hint: 'write SHELL ["/bin/sh", "-c"]',
  });
}

function parseCommand(raw: RawInstruction) {
  readFlags(raw);
  if (raw.arguments.style !== 'json') atLeast(raw, 1, 'a command, or [] for none');
  return commandOf(raw.arguments);
}

function oneValue(raw: RawInstruction, expected: string): string {
  readFlags(raw);
  return atLeast(raw, 1, expected)[0] ?? '';
}
