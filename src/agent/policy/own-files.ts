// The files of its release that a stack uses: there, and never written, for all that runs from a release shares it.
import { existsSync } from 'node:fs';
import { ErrorList, StackError } from '../../core/errors.ts';
import type { LoadedStack } from '../../stack/load-stack.ts';
import type { Mount } from '../../stack/model/run.ts';
import type { Service, Stack } from '../../stack/model.ts';
import { isInside } from '../release-reader.ts';
import { usesOf } from './check-files.ts';

/** Throws `file-not-found` for each file that the stack names and the commit does not have. */
export function checkOwnFiles({ stack, positions }: LoadedStack, release: string): void {
  const missing = usesOf(stack).filter(({ path }) => isInside(release, path) && !existsSync(path));
  const [first, ...rest] = missing.map(
    ({ what, path, at }) =>
      new StackError('file-not-found', {
        message: `${what} is "${path}", which is not in the repository`,
        at: positions(at),
        hint: 'commit it, or use a named volume for data',
      }),
  );
  if (first) throw rest.length === 0 ? first : new ErrorList([first, ...rest]);
}

/** The stack with the files of its release mounted read-only, and no folder made where there is none. */
export function withOwnFilesReadOnly(stack: Stack, release: string): Stack {
  const change = (mount: Mount): Mount =>
    mount.kind === 'bind'
      ? { ...mount, readOnly: mount.readOnly || isInside(release, mount.source), createSource: false }
      : mount;
  const services = Object.entries(stack.services).map(([name, service]): [string, Service] => [
    name,
    { ...service, volumes: service.volumes.map(change) },
  ]);
  return { ...stack, services: Object.fromEntries(services) };
}
