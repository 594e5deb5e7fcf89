// Directories that RUNs keep between builds: `<state>/build/cache-mounts/<digest of the id>`.
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../../core/hash.ts';
import { KeyedMutex } from '../../../core/mutex.ts';
import type { Mount } from '../dockerfile/mount.ts';

export type CacheMount = Mount & { readonly type: 'cache' };

export type CacheMountRequest = {
  readonly mount: CacheMount;
  readonly id: string;
  /** A build that takes nothing from the cache begins with empty directories: each is renewed once for a build of this id. */
  readonly renewFor: string | null;
  /** Fills a directory that is new. */
  readonly fill: (directory: string) => Promise<void>;
};

const DEFAULT_MODE = 0o755;

export class CacheMounts {
  readonly #directory: string;
  readonly #locks = new KeyedMutex();
  readonly #users = new Map<string, number>();
  readonly #renewed = new Map<string, string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Runs `work` with the directory of each request, in their order; waits for those that others have locked. */
  async use<T>(
    requests: readonly CacheMountRequest[],
    work: (directories: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const locked = requests.filter(({ mount }) => mount.sharing === 'locked').map(({ id }) => id);
    return this.#withLocks([...new Set(locked)].sort(), () => this.#withDirectories(requests, work));
  }

  /** Always in the same order, so that two that want the same ones do not wait for each other. */
  #withLocks<T>([first, ...rest]: readonly string[], work: () => Promise<T>): Promise<T> {
    if (first === undefined) return work();
    return this.#locks.run(first, () => this.#withLocks(rest, work));
  }

  async #withDirectories<T>(
    requests: readonly CacheMountRequest[],
    work: (directories: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const taken: string[] = [];
    try {
      for (const request of requests) taken.push(await this.#take(request));
      return await work(taken);
    } finally {
      for (const directory of taken) this.#release(directory);
    }
  }

  async #take(request: CacheMountRequest): Promise<string> {
    const name = sha256(request.id).slice('sha256:'.length);
    for (let copy = 0; ; copy++) {
      const directory = join(this.#directory, copy === 0 ? name : `${name}-${copy}`);
      const users = this.#users.get(directory) ?? 0;
      if (request.mount.sharing === 'private' && users > 0) continue;
      this.#users.set(directory, users + 1);
      await this.#locks.run(directory, async () => {
        if (users === 0) this.#renew(directory, request);
        await this.#ensure(directory, request);
      });
      return directory;
    }
  }

  #renew(directory: string, { renewFor }: CacheMountRequest): void {
    if (renewFor === null || this.#renewed.get(directory) === renewFor) return;
    this.#renewed.set(directory, renewFor);
    rmSync(directory, { recursive: true, force: true });
  }

  /** Made aside, so that one that was half filled is not taken for a whole one. */
  async #ensure(directory: string, { mount, fill }: CacheMountRequest): Promise<void> {
    if (existsSync(directory)) return;
    const aside = `${directory}.new`;
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { recursive: true });
    await fill(aside);
    chownSync(aside, mount.uid ?? 0, mount.gid ?? 0);
    chmodSync(aside, mount.mode ?? DEFAULT_MODE);
    renameSync(aside, directory);
  }

  #release(directory: string): void {
    const left = (this.#users.get(directory) ?? 1) - 1;
    if (left > 0) this.#users.set(directory, left);
    else this.#users.delete(directory);
  }
}
