// Programs of the system that dockr works with.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** Where programs are found on a machine whose user says nothing else. */
export const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where programs are looked for: the search path of the environment, or the usual one. */
export function searchPath(environment: Readonly<Record<string, string | undefined>>): string {
  return environment['PATH'] || SEARCH_PATH;
}

/** The path of a program that can be run; folders of the search path that are relative are passed over. */
export async function findProgram(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  for (const directory of searchPath(environment).split(':')) {
    const path = join(directory, name);
    if (directory.startsWith('/') && (await isExecutable(path))) return path;
  }
  return undefined;
}

/** Whether there is a program at the path. */
export function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
