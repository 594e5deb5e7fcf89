// What a release consists of, in a folder: the built program, its Node, the one library that is not in the bundle, the unit.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SystemError } from '../core/errors.ts';

/** Relative to the root of a release, which has the same layout as a checkout that was built. */
export function releaseParts(architecture: string = process.arch): readonly string[] {
  return [
    'bin/dockr',
    'dist',
    'LICENSE',
    'package.json',
    'scripts/dockr.service',
    `node_modules/node-linux-${architecture}/bin/node`,
    'node_modules/koffi',
    `node_modules/@koromix/koffi-linux-${architecture}`,
  ];
}

/** The folder that the running program is in: a release, or a checkout. */
export function ownRelease(): string {
  for (
    let folder = realpathSync(fileURLToPath(new URL('.', import.meta.url)));
    folder !== '/';
    folder = dirname(folder)
  )
    if (existsSync(join(folder, 'bin/dockr')) && existsSync(join(folder, 'package.json'))) return folder;
  throw new SystemError('release-not-found', { message: 'this program is not in a folder that is a release of dockr' });
}

/** Copies the parts of a release, and nothing else that is in its folder. */
export function copyRelease(from: string, to: string): void {
  for (const part of releaseParts()) {
    const source = join(from, part);
    if (!existsSync(source)) throw incomplete(from, part);
    mkdirSync(dirname(join(to, part)), { recursive: true });
    cpSync(source, join(to, part), { recursive: true, dereference: true, filter: isNeeded });
  }
}

/** Throws `release-incomplete` for a folder that lacks a part. */
export function checkComplete(folder: string): void {
  for (const part of releaseParts()) if (!existsSync(join(folder, part))) throw incomplete(folder, part);
}

/** Whether both have the same files with the same bytes. */
export function isSameRelease(one: string, other: string): boolean {
  const [files, others] = [one, other].map((folder) => releaseParts().flatMap((part) => filesIn(folder, part)));
  if (files?.join('\n') !== others?.join('\n')) return false;
  return (files ?? []).every((path) => isSameFile(join(one, path), join(other, path)));
}

/** What `package.json` of a release says. */
export function versionOf(folder: string): string {
  const { version }: { readonly version?: unknown } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return String(version);
}

/** Source maps are half of it, and only for whoever works on dockr. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.map') && !path.endsWith('/.stamp');
}

function isSameFile(one: string, other: string): boolean {
  const [facts, others] = [statSync(one), statSync(other)];
  const isProgramAlike = (facts.mode & 0o100) === (others.mode & 0o100);
  return isProgramAlike && facts.size === others.size && readFileSync(one).equals(readFileSync(other));
}

function filesIn(folder: string, part: string): readonly string[] {
  const path = join(folder, part);
  if (!existsSync(path)) throw incomplete(folder, part);
  if (!statSync(path).isDirectory()) return [part];
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(part, name));
  return inside.filter((name) => isNeeded(join(folder, name)) && statSync(join(folder, name)).isFile()).sort();
}

function incomplete(folder: string, part: string): SystemError {
  return new SystemError('release-incomplete', {
    message: `"${folder}" has no "${part}", which a release needs`,
    hint: 'in a checkout: npm ci && npm run build',
  });
}
