// Files of a repository that declare deployments. Who writes them is trusted as far as the deployment that follows them is.
import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { AgentError } from '../../../core/errors.ts';
import { createReleaseReader } from '../../release-reader.ts';
import type { Release } from '../../source.ts';
import { checkChildCount, checkChildName } from './child-names.ts';
import { inheritTrust } from './inherit-trust.ts';
import type { ChildDeclaration, Lineage } from './lineage.ts';

const MOST_FILES = 200;

/** Those of one file, or of the files of one folder, not of folders in it. */
export async function readDeclaredChildren(
  { directory }: Release,
  parent: Lineage,
): Promise<readonly ChildDeclaration[]> {
  // Loaded when it is first needed: the daemon starts without it.
  const { parseDeclarations } = await import('../parse-declarations.ts');
  const { childRemoval, intervalMs } = parent.declaration;
  const reader = createReleaseReader(directory, (file) => posix.relative(directory, file));
  const children: ChildDeclaration[] = [];
  for (const path of await listFiles(directory, parent.declaration.path)) {
    const bytes = await reader.readFile(join(directory, path));
    for (const { name, declaration, placeOf } of parseDeclarations(path, bytes, {
      removal: childRemoval,
      intervalMs,
    })) {
      checkChildName(name, parent, { path, at: placeOf(['name']) });
      children.push({ name, path, declaration: inheritTrust(parent, declaration, placeOf) });
      checkChildCount(children.length, parent.name);
    }
  }
  return children;
}

async function listFiles(directory: string, path: string): Promise<readonly string[]> {
  const facts = await stat(join(directory, path)).catch(() => undefined);
  if (!facts) throw new AgentError('path-not-found', { message: `the repository has no "${path}"` });
  if (!facts.isDirectory()) return [path];
  const names = (await readdir(join(directory, path))).filter((name) => /\.(?:ya?ml|json)$/.test(name)).sort();
  if (names.length <= MOST_FILES) return names.map((name) => posix.join(path, name));
  throw new AgentError('too-many-deployments', {
    message: `"${path}" of the repository has ${names.length} files of declarations, at most ${MOST_FILES} are allowed`,
  });
}
