// The group whose members may use the daemon, which is as much as being root: it is made empty.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { SystemError } from '../core/errors.ts';

const run = promisify(execFile);
const EXISTS = 9;

export function hasGroup(name: string, file: string): boolean {
  return readFileSync(file, 'utf8')
    .split('\n')
    .some((line) => line.startsWith(`${name}:`));
}

/** One that is there already stays as it is. */
export async function createGroup(name: string): Promise<void> {
  try {
    await run('groupadd', ['--system', name]);
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && Reflect.get(cause, 'code') === EXISTS) return;
    throw new SystemError('group-not-created', {
      message: `"groupadd --system ${name}" did not work`,
      hint: 'make the group by the means of this system, and install again',
      cause,
    });
  }
}
