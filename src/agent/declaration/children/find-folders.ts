// Folders of a release whose paths fit a pattern. Links are not followed, and the work has a limit.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError } from '../../../core/errors.ts';
import { matchesPattern } from '../../policy/match-pattern.ts';

const MOST_LOOKS = 20_000;

/** Paths relative to `root`, sorted. `*` is any part of one name, `**` any number of folders. Throws `too-many-folders`. */
export async function findFolders(root: string, pattern: string): Promise<readonly string[]> {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const found = new Set<string>();
  const seen = new Set<string>();
  const walk = async (folder: string, index: number): Promise<void> => {
    const key = `${index} ${folder}`;
    if (seen.has(key)) return;
    seen.add(key);
    if (seen.size > MOST_LOOKS) throw tooMany(pattern);
    const part = parts[index];
    if (part === undefined) {
      found.add(folder);
      return;
    }
    if (part === '**') await walk(folder, index + 1);
    for (const name of await listFolders(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (part === '**') await walk(path, index);
      else if (matchesPattern(part, name)) await walk(path, index + 1);
    }
  };
  await walk('', 0);
  return [...found].sort();
}

/** The folder that a pattern begins with, before its first `*`; empty for none. */
export function fixedPart(pattern: string): string {
  const parts = pattern.split('/');
  const end = parts.findIndex((part) => part.includes('*'));
  return parts.slice(0, end === -1 ? parts.length - 1 : end).join('/');
}

async function listFolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function tooMany(pattern: string): AgentError {
  return new AgentError('too-many-folders', {
    message: `the repository has more than ${MOST_LOOKS} folders to look at for "${pattern}"`,
    hint: 'use a pattern that looks at fewer, such as "stacks/*"',
  });
}
