// The name of a stack.
import { basename } from 'node:path';
import { StackError } from '../core/errors.ts';
import type { SourcePosition } from '../core/position.ts';

/** Lower-case letters, digits, `-` and `_`, beginning with a letter or digit. */
export function isStackName(text: string): boolean {
  return /^[a-z0-9][a-z0-9_-]*$/.test(text);
}

/** The name that a folder gives its stack: what is allowed of it, in lower case. May be empty. */
export function toStackName(folder: string): string {
  return folder
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/** The name itself. Throws `invalid-stack-name`. */
export function checkStackName(name: string, at?: SourcePosition): string {
  if (isStackName(name)) return name;
  const better = toStackName(name);
  throw new StackError('invalid-stack-name', {
    message: `stack name "${name}" must have only lower-case letters, digits, "-" and "_", and begin with a letter or digit`,
    at,
    hint: better === '' ? undefined : `"${better}" would do`,
  });
}

/** The name of a stack that is given none. Throws `no-stack-name` where the folder has nothing to offer (`/`). */
export function nameOfFolder(directory: string): string {
  const name = toStackName(basename(directory));
  if (name !== '') return name;
  throw new StackError('no-stack-name', {
    message: `the folder "${directory}" gives the stack no name`,
    hint: 'write "name:" into the stack file, or give one with "-p"',
  });
}
