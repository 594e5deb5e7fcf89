// Volumes: directories that outlive containers, <state>/volumes/<name>/_data. Those that are on their way out are
// <state>/volumes/.removed-<random>.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, VolumeError } from '../../core/errors.ts';
import type { VolumeSpec } from '../../core/specs.ts';
import type { Database } from '../../store/database.ts';
import { type VolumeRecord, VolumeTable } from '../../store/volumes.ts';

/** `.` cannot begin a name that a user gives. */
const REMOVED = '.removed-';

/** Creates, fills and removes volumes of the driver `local`. */
export class VolumeEngine {
  readonly #database: Database;
  readonly #table: VolumeTable;
  readonly #root: string;
  readonly #populating = new Map<string, Promise<void>>();

  constructor(database: Database, stateDirectory: string) {
    this.#database = database;
    this.#table = new VolumeTable(database);
    this.#root = join(stateDirectory, 'volumes');
  }

  find(name: string): VolumeRecord | undefined {
    return this.#table.find(name);
  }

  list(): VolumeRecord[] {
    return this.#table.list();
  }

  path(name: string): string {
    return join(this.#root, name, '_data');
  }

  /** Makes the volume if it is not there; one that is there stays as it is. */
  async ensure(spec: VolumeSpec, anonymousOf: string | null = null): Promise<void> {
    checkName(spec.name);
    // The record first: a directory that no record names would stay for ever.
    if (!this.#table.find(spec.name)) this.#table.insert(spec, anonymousOf, Date.now());
    await this.#makeDirectory(spec.name);
  }

  /** A crash or a power cut may have left the record without its directory: then what it says of the content is void. */
  async #makeDirectory(name: string): Promise<void> {
    const made = await mkdir(this.path(name), { recursive: true, mode: 0o755 });
    if (made !== undefined) this.#table.setPopulated(name, false);
  }

  anonymousOf(containerId: string): VolumeRecord[] {
    return this.#table.anonymousOf(containerId);
  }

  /** Gives the anonymous volumes of one container to its successor, or back. What the other one has itself stays where it is. */
  handOver(from: string, to: string): void {
    this.#table.handOver(from, to);
  }

  /**
   * Copies what the image has at the mount point into an empty volume, with owners and modes, once. A copy that was cut
   * short is thrown away and begun again, so that half of it never passes for the whole (moby copies in place).
   */
  populate(name: string, source: string): Promise<void> {
    const running = this.#populating.get(name);
    if (running) return running;
    const work = this.#populate(name, source).finally(() => this.#populating.delete(name));
    this.#populating.set(name, work);
    return work;
  }

  async #populate(name: string, source: string): Promise<void> {
    const data = this.path(name);
    await this.#makeDirectory(name);
    if (this.#table.find(name)?.populated) return;
    const partial = join(this.#root, name, '_copying');
    await rm(partial, { recursive: true, force: true });
    if ((await readdir(data)).length === 0 && (await isDirectory(source))) {
      await copyTree(source, partial);
      // The record may reach the disk before the content does, and would say that it is whole.
      if ((await readdir(partial)).length > 0) await runProgram('sync', ['-f', partial]);
      await rm(data, { recursive: true });
      await rename(partial, data);
    }
    this.#table.setPopulated(name, true);
  }

  /** Deletes the volume and its data; cut short, it leaves all of it or nothing under its name. Throws `volume-not-found`; the caller has checked that nobody uses it. */
  async remove(name: string): Promise<void> {
    if (!this.#table.find(name)) throw new VolumeError('volume-not-found', { message: `no volume "${name}"` });
    const removed = join(this.#root, `${REMOVED}${randomUUID()}`);
    await rename(join(this.#root, name), removed).catch(ignoreMissing);
    this.#table.delete(name);
    await this.#database.flush();
    await rm(removed, { recursive: true, force: true });
  }

  /** Goes on with the removals that were cut short. */
  async sweep(): Promise<void> {
    const names = await readdir(this.#root).catch(() => []);
    for (const name of names)
      if (name.startsWith(REMOVED)) await rm(join(this.#root, name), { recursive: true, force: true });
  }

  /** Directories without a record: leftovers of a crash between the two. */
  async strays(): Promise<string[]> {
    const names = await readdir(this.#root).catch(() => []);
    return names.filter((name) => !this.#table.find(name)).map((name) => join(this.#root, name));
  }
}

/** A name is a directory's: `..` or `a/b` would lead, and its removal would, to what is not ours. */
function checkName(name: string): void {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) return;
  throw new VolumeError('invalid-volume-name', {
    message: `"${name}" cannot be the name of a volume: it may only have letters, digits, ".", "_" and "-", the first a letter or a digit`,
  });
}

function ignoreMissing(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** `cp -a` keeps owners, modes, times, links, devices and extended attributes; Node's cp keeps half of them. */
function copyTree(source: string, target: string): Promise<void> {
  return runProgram('cp', ['-a', '--', source, target]);
}

function runProgram(program: string, argv: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new VolumeError('volume-copy-failed', {
            message: `cannot copy what the image has into a new volume: "${[program, ...argv].join(' ')}" ended with ${code}`,
            output: stderr.trim().split('\n').slice(-5),
          }),
        );
    });
  });
}
