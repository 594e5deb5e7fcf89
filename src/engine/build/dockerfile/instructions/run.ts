import { BuildError } from '../../../../core/errors.ts';
import { suggest } from '../../../../core/suggest.ts';
import { parseDevice } from '../device.ts';
import { type FlagValue, readFlags } from '../flags.ts';
import type { RunInstruction } from '../model.ts';
import { parseMountFlag } from '../mount.ts';
import { atLeast, baseOf, commandOf, type InstructionContext } from './context.ts';

/** RUN [--mount=...] [--network=...] [--security=...] [--device=...] <command> */
export function parseRun({ raw }: InstructionContext): RunInstruction {
  const flags = readFlags(raw, { mount: 'strings', network: 'string', security: 'string', device: 'strings' });
  atLeast(raw, 1, 'a command');
  const network = choice(flags.all('network')[0], ['default', 'none', 'host']);
  const security = choice(flags.all('security')[0], ['sandbox', 'insecure']);
  return {
    ...baseOf(raw),
    kind: 'run',
    command: commandOf(raw.arguments),
    heredocs: raw.heredocs,
    mounts: flags.all('mount').map((mount) => parseMountFlag(mount.text, mount.at)),
    devices: flags.all('device').map((device) => parseDevice(device.text, device.at)),
    ...(network ? { network } : {}),
    ...(security ? { security } : {}),
  };
}

function choice<T extends string>(flag: FlagValue | undefined, allowed: readonly T[]): T | undefined {
  if (!flag || flag.text === '') return undefined;
  const found = allowed.find((candidate) => candidate === flag.text);
  if (found) return found;
  const near = suggest(flag.text, allowed);
  throw new BuildError('bad-flag-value', {
    message: `flag has the value "${flag.text}", expected one of ${allowed.join(', ')}`,
    at: flag.at,
    hint: near ? `did you mean "${near}"?` : undefined,
  });
}
