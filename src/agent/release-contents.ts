// What containers use of a release lies in places of its own that are named by their content, so that a commit which leaves a
// file as it was changes nothing for those who use it:
//
//   <state>/deployments/<name>/contents/<digest>/<name of the file or folder>
//   <state>/deployments/<name>/contents/<commit>.json   which of them a commit uses: [path in the release, digest]
import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { errorCode } from '../core/errors.ts';
import type { Release } from './source.ts';
import { syncFiles } from './sources/write-release.ts';

const SEALED = 0o555;

/** Digests by path in the release. */
type Uses = ReadonlyMap<string, string>;

/** Gives the lasting place of each path; the paths lie in the release and are there. */
export async function placeContents(
  { commit, directory }: Release,
  paths: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const folder = contentsOf(directory);
  const known = await readUses(folder, commit);
  const uses = new Map(known);
  const places = new Map<string, string>();
  for (const path of new Set(paths)) {
    // A link to a folder of the release stands for that folder.
    const real = await realpath(path);
    const name = relative(directory, real);
    const digest = uses.get(name) ?? (await digestOfTree(real));
    uses.set(name, digest);
    const place = join(folder, digest, name === '' ? 'root' : basename(name));
    if (!(await exists(place))) await keep(real, place);
    places.set(path, place);
  }
  if (uses.size > known.size) await writeUses(folder, commit, uses);
  return places;
}

/** Removes all that none of these commits uses. `directory` is that of the deployment. */
export async function keepContents(directory: string, commits: readonly string[]): Promise<void> {
  const folder = join(directory, 'contents');
  const used = new Set(commits.map((commit) => `${commit}.json`));
  for (const commit of commits) for (const digest of (await readUses(folder, commit)).values()) used.add(digest);
  for (const name of await readdir(folder).catch(() => []))
    if (!used.has(name)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Beside the folder of the releases. */
function contentsOf(release: string): string {
  return join(dirname(dirname(release)), 'contents');
}

/** Links to the files of the release, which never change: they stay when the release goes. */
async function keep(path: string, place: string): Promise<void> {
  const final = dirname(place);
  const aside = `${final}.tmp`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true, mode: 0o755 });
  await copy(path, join(aside, basename(place)));
  await syncFiles(aside);
  // The same content under another name may be there.
  await mkdir(final, { recursive: true, mode: 0o755 });
  await rename(join(aside, basename(place)), place);
  await rm(aside, { recursive: true, force: true });
}

async function copy(from: string, to: string): Promise<void> {
  const facts = await lstat(from);
  if (facts.isSymbolicLink()) return symlink(await readlink(from), to);
  if (!facts.isDirectory()) return link(from, to);
  await mkdir(to, { mode: 0o755 });
  for (const name of await readdir(from)) await copy(join(from, name), join(to, name));
  await chmod(to, SEALED);
}

async function digestOfTree(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const line of describe(path, '')) hash.update(line);
  return hash.digest('hex');
}

/** One line for each file, link and folder beneath a path, in an order of its own. */
async function* describe(path: string, name: string): AsyncGenerator<string> {
  const facts = await lstat(path);
  yield JSON.stringify([name, kindOf(facts), facts.mode & 0o777, await textOf(path, facts)]);
  if (!facts.isDirectory()) return;
  for (const child of (await readdir(path)).sort()) yield* describe(join(path, child), `${name}/${child}`);
}

function kindOf(facts: Stats): string {
  if (facts.isSymbolicLink()) return 'link';
  return facts.isDirectory() ? 'folder' : 'file';
}

async function textOf(path: string, facts: Stats): Promise<string> {
  if (facts.isSymbolicLink()) return readlink(path);
  if (facts.isDirectory()) return '';
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function readUses(folder: string, commit: string): Promise<Uses> {
  try {
    return new Map(JSON.parse(await readFile(join(folder, `${commit}.json`), 'utf8')) as [string, string][]);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Map();
    throw error;
  }
}

async function writeUses(folder: string, commit: string, uses: Uses): Promise<void> {
  const aside = join(folder, `${commit}.tmp`);
  await writeFile(aside, JSON.stringify([...uses]), { mode: 0o600, flush: true });
  await rename(aside, join(folder, `${commit}.json`));
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
