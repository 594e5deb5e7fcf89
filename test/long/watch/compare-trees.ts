// What two trees differ in: kind, mode, content of files, targets of links.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../../src/core/errors.ts';

const MOST_TOLD = 10;

/** Empty where they are equal; else the first few differences, each a path with what either side has. */
export function differencesOf(first: string, second: string): readonly string[] {
  const differences: string[] = [];
  compareFolders({ first, second, path: '' }, differences);
  return differences;
}

/** Of files, folders and links; none is followed. */
export function countEntries(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.reduce(
    (sum, entry) => sum + 1 + (entry.isDirectory() ? countEntries(join(folder, entry.name)) : 0),
    0,
  );
}

type Comparing = { readonly first: string; readonly second: string; readonly path: string };

function compareFolders({ first, second, path }: Comparing, differences: string[]): void {
  const names = new Set([...namesIn(join(first, path)), ...namesIn(join(second, path))]);
  for (const name of [...names].sort()) {
    if (differences.length >= MOST_TOLD) return;
    const each = path === '' ? name : `${path}/${name}`;
    const [ours, theirs] = [factsOf(join(first, each)), factsOf(join(second, each))];
    if (ours !== theirs) differences.push(`${each}: ${short(ours)} and ${short(theirs)}`);
    else if (ours.startsWith('folder')) compareFolders({ first, second, path: each }, differences);
  }
}

function factsOf(path: string): string {
  try {
    const stats = lstatSync(path);
    const mode = (stats.mode & 0o777).toString(8);
    if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
    if (stats.isDirectory()) return `folder ${mode}`;
    return stats.isFile() ? `file ${mode} ${readFileSync(path, 'latin1')}` : 'something else';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'nothing';
    throw error;
  }
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder);
}

function short(facts: string): string {
  return facts.length > 60 ? `${facts.slice(0, 60)}… (${facts.length})` : facts;
}
