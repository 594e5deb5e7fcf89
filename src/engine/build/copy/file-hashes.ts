// The digests of files' contents, remembered by what the kernel says of them, so that what did not change is not read again.
import { setImmediate as breath } from 'node:timers/promises';
import type { BuildWorker } from '../solve/build-worker.ts';
import type { CopyEntry, CopyGroup } from './copy-entry.ts';
import { hashFiles } from './hash-files.ts';

type Known = { readonly size: number; readonly mtimeNs: bigint; readonly ctimeNs: bigint; readonly hash: string };

const MOST_KNOWN = 300_000;
const MOST_BYTES_INLINE = 4 << 20;
const MOST_FILES_INLINE = 64;
/** A file that changed just now may change again within the same tick of the clock that stamps it. */
const SETTLED_NS = 50_000_000n;

export class FileHashes {
  readonly #known = new Map<string, Known>();
  readonly #worker: BuildWorker;

  constructor(worker: BuildWorker) {
    this.#worker = worker;
  }

  /** Digests of the regular files of the groups, by their path on the host. */
  async hash(groups: readonly CopyGroup[]): Promise<ReadonlyMap<string, string>> {
    const hashes = new Map<string, string>();
    const unknown = new Map<string, CopyEntry>();
    for (const { entries } of groups) {
      for (const entry of entries) {
        if (entry.kind !== 'file') continue;
        const hash = this.#find(entry);
        if (hash === undefined) unknown.set(entry.source, entry);
        else hashes.set(entry.source, hash);
      }
      await breath();
    }
    const fresh = [...unknown.values()];
    const found = await this.#read(fresh);
    for (const [index, entry] of fresh.entries()) {
      const hash = found[index] ?? '';
      hashes.set(entry.source, hash);
      this.#remember(entry, hash);
    }
    return hashes;
  }

  #read(entries: readonly CopyEntry[]): Promise<readonly string[]> {
    const paths = entries.map(({ source }) => source);
    const bytes = entries.reduce((sum, { size }) => sum + size, 0);
    if (paths.length <= MOST_FILES_INLINE && bytes <= MOST_BYTES_INLINE) return Promise.resolve(hashFiles(paths));
    return this.#worker.run({ kind: 'hash', paths });
  }

  #find({ dev, ino, size, mtimeNs, ctimeNs }: CopyEntry): string | undefined {
    const known = this.#known.get(`${dev}:${ino}`);
    if (known?.size !== size || known.mtimeNs !== mtimeNs || known.ctimeNs !== ctimeNs) return undefined;
    return known.hash;
  }

  #remember({ dev, ino, size, mtimeNs, ctimeNs }: CopyEntry, hash: string): void {
    if (BigInt(Date.now()) * 1_000_000n - ctimeNs < SETTLED_NS) return;
    const key = `${dev}:${ino}`;
    this.#known.delete(key);
    this.#known.set(key, { size, mtimeNs, ctimeNs, hash });
    if (this.#known.size <= MOST_KNOWN) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
