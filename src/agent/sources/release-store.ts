// The releases of a deployment:
//
//   <state>/deployments/<name>/releases/<revision>          exported, never changed
//   <state>/deployments/<name>/releases/<revision>.notices  what is to be told of it, where there is something
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError, errorCode } from '../../core/errors.ts';
import { keepContents } from '../release-contents.ts';
import type { Release } from '../source.ts';
import type { Notice } from './notice.ts';

const NOTICES = '.notices';
const REVISION = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64})$/;

export class ReleaseStore {
  readonly #directory: string;
  readonly #folder: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.#folder = join(directory, 'releases');
  }

  async find(revision: string): Promise<Release | undefined> {
    const directory = this.path(revision);
    // Asked in each round of each deployment: a pool thread would cost twenty times as much.
    if (!existsSync(directory)) return undefined;
    const notices = await readNotices(`${directory}${NOTICES}`);
    return { commit: revision, directory, ...(notices.length > 0 ? { notices } : {}) };
  }

  /** Where the release of a revision is, or is to be. */
  path(revision: string): string {
    return join(this.#folder, folderOf(revision));
  }

  /** Lets `write` make the folder of a release, and keeps what it says of it. */
  async add(revision: string, write: (directory: string) => Promise<readonly Notice[]>): Promise<Release> {
    const directory = this.path(revision);
    await mkdir(this.#folder, { recursive: true, mode: 0o711 });
    const notices = await write(directory);
    if (notices.length === 0) return { commit: revision, directory };
    await writeFile(`${directory}${NOTICES}`, JSON.stringify(notices), { mode: 0o600 });
    return { commit: revision, directory, notices };
  }

  /** Removes all but these, and what containers used of others. */
  async keepOnly(revisions: readonly string[]): Promise<void> {
    const kept = new Set(revisions.map(folderOf).flatMap((name) => [name, `${name}${NOTICES}`]));
    for (const name of await listNames(this.#folder)) {
      if (!kept.has(name)) await rm(join(this.#folder, name), { recursive: true, force: true });
    }
    await keepContents(this.#directory, revisions);
  }
}

/** Of a commit its name, of an artifact `sha256-<hex>`: a colon would part two folders of an overlay. Checked, because it is a path. */
function folderOf(revision: string): string {
  if (REVISION.test(revision)) return revision.replace(':', '-');
  throw new AgentError('invalid-commit', { message: `"${revision.slice(0, 100)}" is not the name of a revision` });
}

/** None where the file is not there or was cut off: they are no more than words. */
async function readNotices(path: string): Promise<readonly Notice[]> {
  if (!existsSync(path)) return [];
  try {
    return JSON.parse(await readFile(path, 'utf8')) as readonly Notice[];
  } catch {
    return [];
  }
}

async function listNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
