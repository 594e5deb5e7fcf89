import { BuildError } from '../../../../core/errors.ts';
import { parseDuration } from '../../../../core/units.ts';
import { type FlagKind, type Flags, type FlagValue, readFlags } from '../flags.ts';
import type { HealthcheckInstruction } from '../model.ts';
import { positionOf } from '../token.ts';
import { argumentsPosition, baseOf, commandOf, type InstructionContext, missingArgument } from './context.ts';

const EXPECTED = 'NONE or CMD <command>';
const FLAGS: Readonly<Record<string, FlagKind>> = {
  interval: 'string',
  timeout: 'string',
  'start-period': 'string',
  'start-interval': 'string',
  retries: 'string',
};
const MAX_RETRIES = 2 ** 31 - 1;

/** HEALTHCHECK NONE, or HEALTHCHECK [flags] CMD <command> */
export function parseHealthcheck({ raw }: InstructionContext): HealthcheckInstruction {
  const args = raw.arguments;
  if (args.style !== 'typed') throw missingArgument(raw, EXPECTED);
  const type = args.type.text.toUpperCase();
  if (type === 'NONE') return { ...baseOf(raw), kind: 'healthcheck', check: parseNone({ raw }) };
  if (type !== 'CMD') {
    throw new BuildError('bad-healthcheck', {
      message: `HEALTHCHECK has the type "${args.type.text}", expected ${EXPECTED}`,
      at: positionOf(raw.line, args.type),
    });
  }
  const flags = readFlags(raw, FLAGS);
  const command = commandOf(args.inner);
  if (command.form === 'exec' ? command.args.length === 0 : command.text === '') {
    throw missingArgument(raw, 'a command after CMD');
  }
  return {
    ...baseOf(raw),
    kind: 'healthcheck',
    check: {
      kind: 'command',
      command,
      intervalMs: duration(flags, 'interval'),
      timeoutMs: duration(flags, 'timeout'),
      startPeriodMs: duration(flags, 'start-period'),
      startIntervalMs: duration(flags, 'start-interval'),
      retries: retries(flags.all('retries')[0]),
    },
  };
}

function parseNone({ raw }: Pick<InstructionContext, 'raw'>): { kind: 'none' } {
  readFlags(raw);
  if (raw.arguments.style !== 'typed' || raw.arguments.inner.rest.text === '') return { kind: 'none' };
  throw new BuildError('bad-healthcheck', {
    message: `HEALTHCHECK NONE is followed by "${raw.arguments.inner.rest.text}", expected nothing`,
    at: argumentsPosition(raw),
  });
}

function duration(flags: Flags, name: string): number {
  const [flag] = flags.all(name);
  if (!flag?.text) return 0;
  const milliseconds = parseDuration(flag.text);
  if (milliseconds === 0 || (milliseconds !== undefined && milliseconds >= 1)) return milliseconds;
  throw new BuildError('bad-duration', {
    message: `flag "--${name}" has the value "${flag.text}", expected 0 or a duration of at least 1ms`,
    at: flag.at,
    hint: milliseconds === undefined ? 'write a duration such as 30s or 1m30s' : undefined,
  });
}

function retries(flag: FlagValue | undefined): number {
  if (!flag?.text) return 0;
  const value = /^\+?\d{1,10}$/.test(flag.text) ? Number(flag.text) : Number.NaN;
  if (value <= MAX_RETRIES) return value;
  throw new BuildError('bad-flag-value', {
    message: `flag "--retries" has the value "${flag.text}", expected a number from 0 to ${MAX_RETRIES}`,
    at: flag.at,
  });
}
