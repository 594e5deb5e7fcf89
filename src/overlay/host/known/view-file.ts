// What this host was told last of others, for a daemon that is started while the store is away: <state>/overlay-view.json
import { readFileSync, rmSync, statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { RememberedEntries } from './lasting-view.ts';

/** All of one store. */
export type RememberedView = {
  readonly identity: string;
  readonly hosts: ReadonlyMap<string, string>;
  readonly endpoints: ReadonlyMap<string, string>;
};

/** Of another version nothing is read: the store tells anew. */
const VERSION = 1;
/** Some fifty thousand endpoints. What is larger is not kept: a daemon must be able to read what it finds. */
const MOST_BYTES = 16 * 1024 * 1024;

export class ViewFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What is in it, and since when; undefined if nothing of use is. */
  read(): { readonly view: RememberedView; readonly writtenAt: Date } | undefined {
    try {
      const { size, mtime } = statSync(this.#path);
      const view = size > MOST_BYTES ? undefined : parseView(readFileSync(this.#path, 'utf8'));
      return view && { view, writtenAt: mtime };
    } catch {
      // Not there, or not readable: it only saves asking.
      return undefined;
    }
  }

  /** Whole or not at all; one call at a time. */
  async write(view: RememberedView): Promise<void> {
    const text = encodeView(view);
    if (Buffer.byteLength(text) > MOST_BYTES) return rmSync(this.#path, { force: true });
    await writeFile(`${this.#path}.new`, text, { mode: 0o600, flush: true });
    await rename(`${this.#path}.new`, this.#path);
  }
}

/** Undefined if the two are not of one store. */
export function toRemembered(
  hosts: RememberedEntries | undefined,
  endpoints: RememberedEntries | undefined,
): RememberedView | undefined {
  if (!hosts || !endpoints || hosts.identity !== endpoints.identity) return undefined;
  return { identity: hosts.identity, hosts: hosts.texts, endpoints: endpoints.texts };
}

function encodeView({ identity, hosts, endpoints }: RememberedView): string {
  return JSON.stringify({ version: VERSION, identity, hosts: [...hosts], endpoints: [...endpoints] });
}

function parseView(text: string): RememberedView | undefined {
  const read = JSON.parse(text) as { readonly [field: string]: unknown } | null;
  const [hosts, endpoints] = [toTexts(read?.['hosts']), toTexts(read?.['endpoints'])];
  const identity = read?.['identity'];
  if (read?.['version'] !== VERSION || typeof identity !== 'string' || !hosts || !endpoints) return undefined;
  return { identity, hosts, endpoints };
}

function toTexts(value: unknown): ReadonlyMap<string, string> | undefined {
  if (!Array.isArray(value)) return undefined;
  const isEntry = (entry: unknown): entry is [string, string] =>
    Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string');
  return value.every(isEntry) ? new Map(value) : undefined;
}
