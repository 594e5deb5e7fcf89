import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { AgentError, StackError } from '../core/errors.ts';
import { checkActionable } from '../stack/check-actionable.ts';
import type { Stack } from '../stack/model.ts';
import { confineStack } from './confine-stack.ts';
import { createReleaseReader } from './release-reader.ts';
import type { Release } from './source.ts';

export type StackPlace = {
  /** Of the stack: the host chooses it, so that a repository cannot name another's. */
  readonly name: string;
  /** Of the stack file or its folder, in the release. */
  readonly path: string;
};

/** The stack of a release. Variables of the daemon's own environment are not for repositories to read. */
export async function loadRelease({ directory }: Release, { name, path }: StackPlace): Promise<Stack> {
  const place = join(directory, path);
  const facts = await stat(place).catch(() => undefined);
  if (!facts) throw new AgentError('path-not-found', { message: `the repository has no "${path}"` });
  const folder = facts.isDirectory() ? place : undefined;
  // Loaded when it is first needed: the daemon starts without it.
  const [{ loadStack }, { FOREIGN_LIMITS }, { findStackFile }] = await Promise.all([
    import('../stack/load-stack.ts'),
    import('../stack/parse-yaml.ts'),
    import('../stack/find-stack-files.ts'),
  ]);
  const reader = createReleaseReader(directory, (file) => relative(directory, file));
  // Only in the folder itself: a stack file above it is another deployment's.
  const ownReader = folder === undefined ? reader : createReleaseReader(folder, (file) => relative(directory, file));
  const files = folder === undefined ? [place] : (await findStackFile(folder, ownReader).catch(notHere(path))).files;
  const loaded = await loadStack({
    ...reader,
    files,
    projectName: name,
    environment: {},
    cwd: directory,
    limits: FOREIGN_LIMITS,
  });
  checkActionable(loaded);
  return confineStack(loaded, directory);
}

function notHere(path: string) {
  return (error: unknown): never => {
    if (!(error instanceof StackError) || error.code !== 'no-stack-file') throw error;
    throw new StackError('no-stack-file', {
      message: `there is no stack file in "${path}" of the repository`,
      hint: 'name its folder or the file itself with "--path"',
    });
  };
}
