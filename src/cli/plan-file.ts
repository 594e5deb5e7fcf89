// `plan -o FILE` and `apply FILE`: what was asked for, and the plan that came of it. The stack files are read again when it is
// applied, so that no secret is in the file; any other plan than this one is refused then.
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AnswerOf } from '../client/client.ts';
import { errorCode, SystemError, UsageError } from '../core/errors.ts';
import { isPlan } from '../ui/format-plan-text.ts';
import type { Cli } from './cli.ts';
import type { Globals } from './global-options.ts';
import type { StackRequest } from './stack-request.ts';

const VERSION = 1;

type Where = Pick<Globals, 'files' | 'projectName' | 'projectDirectory' | 'envFiles' | 'profiles'>;

export type PlanFile = {
  readonly kind: 'dockr-plan';
  readonly version: number;
  /** RFC 3339. */
  readonly madeAt: string;
  /** The folder that it was made in, and which files were named there. */
  readonly cwd: string;
  readonly where: Where;
  readonly request: Omit<StackRequest, 'stack'>;
  readonly plan: AnswerOf<'plan'>['plan'];
};

/** Throws `plan-not-written`. */
export async function writePlanFile(cli: Cli, path: string, made: Pick<PlanFile, 'request' | 'plan'>): Promise<void> {
  const { files, projectName, projectDirectory, envFiles, profiles } = cli.globals;
  if (files.includes('-'))
    throw new UsageError('conflicting-options', {
      message:
        'a plan of a stack file from the standard input cannot be kept: the file is read again when it is applied',
    });
  const content: PlanFile = {
    kind: 'dockr-plan',
    version: VERSION,
    madeAt: new Date().toISOString(),
    cwd: cli.cwd,
    where: { files, projectName, projectDirectory, envFiles, profiles },
    ...made,
  };
  const target = resolve(cli.cwd, path);
  try {
    await writeFile(target, `${JSON.stringify(content, null, 2)}\n`);
  } catch (cause) {
    throw new SystemError('plan-not-written', {
      message: `cannot write the plan to "${target}": ${errorCode(cause) ?? cause}`,
      cause,
    });
  }
}

/** Throws `bad-plan-file`. */
export async function readPlanFile(cli: Cli, path: string): Promise<PlanFile> {
  const target = resolve(cli.cwd, path);
  const text = await readFile(target, 'utf8').catch((cause: unknown) => {
    throw badFile(target, `it cannot be read (${errorCode(cause) ?? cause})`, cause);
  });
  const value = parse(target, text);
  if (typeof value !== 'object' || value === null || Reflect.get(value, 'kind') !== 'dockr-plan')
    throw badFile(target, 'it is no plan of dockr');
  if (Reflect.get(value, 'version') !== VERSION) throw badFile(target, 'another version of dockr made it');
  if (!isPlanFile(value)) throw badFile(target, 'it was changed or cut short');
  return value;
}

/** The command line as it was when the plan was made. */
export function asPlanned(cli: Cli, { cwd, where }: PlanFile): Cli {
  return { ...cli, cwd, globals: { ...cli.globals, ...where } };
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badFile(path, 'it is no JSON', cause);
  }
}

function isPlanFile(value: object): value is PlanFile {
  const { cwd, where, request, plan } = value as Partial<Record<keyof PlanFile, unknown>>;
  if (typeof cwd !== 'string' || typeof request !== 'object' || request === null || !('policy' in request))
    return false;
  if (typeof where !== 'object' || where === null || !('files' in where) || !Array.isArray(where.files)) return false;
  return isPlan(plan) && 'id' in plan && 'stack' in plan;
}

function badFile(path: string, why: string, cause?: unknown): UsageError {
  return new UsageError('bad-plan-file', {
    message: `"${path}" cannot be applied: ${why}`,
    hint: 'make one with "dockr plan -o FILE"',
    cause,
  });
}
