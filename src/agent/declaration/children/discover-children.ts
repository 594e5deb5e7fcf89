// A folder with a stack file is a deployment: `discover: stacks/*`.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Declaration } from '../../../core/declaration.ts';
import { AgentError, StackError } from '../../../core/errors.ts';
import { createReleaseReader } from '../../release-reader.ts';
import type { Release } from '../../source.ts';
import { checkChildCount, checkChildName } from './child-names.ts';
import { findFolders, fixedPart } from './find-folders.ts';
import type { ChildDeclaration, Lineage } from './lineage.ts';

/** One for each folder that has a stack file, named after its path beneath the fixed part of the pattern. */
export async function discoverChildren({ directory }: Release, parent: Lineage): Promise<readonly ChildDeclaration[]> {
  const { path, discover } = parent.declaration;
  const root = join(directory, path);
  if (!(await isFolder(root)))
    throw new AgentError('path-not-found', { message: `the repository has no folder "${path}"` });
  const names = new Map<string, string>();
  for (const pattern of discover) {
    for (const folder of await findFolders(root, pattern)) {
      if (names.has(folder) || !(await hasStack(directory, join(root, folder), parent.declaration))) continue;
      names.set(folder, `${parent.name}-${shortName(folder, pattern)}`);
      checkChildCount(names.size, parent.name);
    }
  }
  const children = [...names].map(([folder, name]) =>
    toChild(name, path === '.' ? folder : `${path}/${folder}`, parent),
  );
  return children;
}

function toChild(name: string, path: string, parent: Lineage): ChildDeclaration {
  checkChildName(name, parent, { path });
  const { declaration } = parent;
  return {
    name,
    path,
    declaration: { ...declaration, path, discover: [], childNames: [], removal: declaration.childRemoval },
  };
}

function shortName(folder: string, pattern: string): string {
  const fixed = fixedPart(pattern);
  const rest = fixed === '' ? folder : folder.slice(fixed.length + 1);
  return rest.replaceAll('/', '-');
}

async function hasStack(release: string, folder: string, { files }: Declaration): Promise<boolean> {
  const reader = createReleaseReader(release, (file) => file);
  const [first] = files;
  if (first !== undefined) return reader.fileExists(join(folder, first));
  // Only in the folder itself: a stack file above it is another deployment's.
  const own = createReleaseReader(folder, (file) => file);
  const { findStackFile } = await import('../../../stack/find-stack-files.ts');
  try {
    await findStackFile(folder, own);
    return true;
  } catch (error) {
    if (error instanceof StackError && error.code === 'no-stack-file') return false;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
