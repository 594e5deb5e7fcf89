// Whether a release can run on this machine at all: asked before anything leads to it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SystemError } from '../core/errors.ts';
import { PROGRAM } from './places.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;

/** Throws `release-not-usable` where the program does not say that it is of this version. */
export async function tryProgram(release: string, version: string): Promise<void> {
  const said = await ask(join(release, PROGRAM));
  if (said === version) return;
  throw notUsable(`it says that it is "${said.slice(0, 80)}", expected "${version}"`);
}

async function ask(program: string): Promise<string> {
  try {
    const { stdout } = await run(program, ['version', '--short'], {
      timeout: TIMEOUT_MS,
      env: { PATH: PATH_OF_SYSTEM },
    });
    return stdout.trim();
  } catch (cause) {
    const printed = typeof cause === 'object' && cause !== null ? String(Reflect.get(cause, 'stderr') ?? '') : '';
    throw notUsable('its program does not run on this machine', { cause, output: printed.split('\n').slice(0, 10) });
  }
}

const PATH_OF_SYSTEM = '/usr/sbin:/usr/bin:/sbin:/bin';

type Details = { readonly cause?: unknown; readonly output?: readonly string[] };

function notUsable(why: string, details: Details = {}): SystemError {
  return new SystemError('release-not-usable', { message: `the release cannot be used: ${why}`, ...details });
}
