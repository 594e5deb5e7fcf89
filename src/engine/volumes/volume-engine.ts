// Volumes: directories that outlive containers, <state>/volumes/<name>/_data.
import { spawn } from 'node:child_process';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, VolumeError } from '../../core/errors.ts';
import type { VolumeSpec } from '../../core/specs.ts';
import type { Database } from '../../store/database.ts';
import { type VolumeRecord, VolumeTable } from '../../store/volumes.ts';

/** Creates, fills and removes volumes of the driver `local`. */
export class VolumeEngine {
  readonly #table: VolumeTable;
  readonly #root: string;
  readonly #populating = new Map<string, Promise<void>>();

  constructor(database: Database, stateDirectory: string) {
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
    await mkdir(this.path(spec.name), { recursive: true, mode: 0o755 });
    if (!this.#table.find(spec.name)) this.#table.insert(spec, anonymousOf, Date.now());
  }

  anonymousOf(containerId: string): VolumeRecord[] {
    return this.#table.anonymousOf(containerId);
  }

  /** Gives the anonymous volumes of one container to its successor. */
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
    // A power cut may have left the record without its directory.
    await mkdir(data, { recursive: true, mode: 0o755 });
    if (this.#table.find(name)?.populated) return;
    const partial = join(this.#root, name, '_copying');
    await rm(partial, { recursive: true, force: true });
    if ((await readdir(data)).length === 0 && (await isDirectory(source))) {
      await copyTree(source, partial);
      await rm(data, { recursive: true });
      await rename(partial, data);
    }
    this.#table.setPopulated(name);
  }

  /** Deletes the volume and its data. Throws `volume-not-found`; the caller has checked that nobody uses it. */
  async remove(name: string): Promise<void> {
    if (!this.#table.find(name)) throw new VolumeError('volume-not-found', { message: `no volume "${name}"` });
    await rm(join(this.#root, name), { recursive: true, force: true });
    this.#table.delete(name);
  }

  /** Directories without a record: leftovers of a crash between the two. */
  async strays(): Promise<string[]> {
    const names = await readdir(this.#root).catch(() => []);
    return names.filter((name) => !this.#table.find(name)).map((name) => join(this.#root, name));
  }
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
  return new Promise((resolve, reject) => {
    const child = spawn('cp', ['-a', '--', source, target], { stdio: ['ignore', 'ignore', 'pipe'] });
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
            message: `cannot copy "${source}" into a new volume`,
            output: stderr.trim().split('\n').slice(-5),
          }),
        );
    });
  });
}
