// Which commits tags stood for when they were deployed: a tag is meant to stay where it is, and a server can move it.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Notice } from './notice.ts';

const MOST_TAGS = 100;
const LONGEST_FILE = 1024 ** 2;

type Known = ReadonlyMap<string, string>;

/** A file of one deployment. That it was lost only means that a tag which moved is not told. */
export class TagMemory {
  readonly #path: string;

  constructor(directory: string) {
    this.#path = join(directory, 'tags.json');
  }

  /** What is to be told of a tag that is at this commit now. */
  async check(tag: string, commit: string): Promise<readonly Notice[]> {
    const before = (await this.#read()).get(tag);
    if (before === undefined || before === commit) return [];
    return [{ code: 'tag-moved', message: `tag "${tag}" was moved: it stood for ${before}, and is ${commit} now` }];
  }

  /** The newest are kept. */
  async remember(tag: string, commit: string): Promise<void> {
    const known = await this.#read();
    if (known.get(tag) === commit) return;
    const others = [...known].filter(([name]) => name !== tag);
    const entries = [...others, [tag, commit] as const].slice(-MOST_TAGS);
    await writeFile(`${this.#path}.tmp`, JSON.stringify(entries), { mode: 0o600 });
    await rename(`${this.#path}.tmp`, this.#path);
  }

  async #read(): Promise<Known> {
    try {
      const text = await readFile(this.#path, 'utf8');
      return text.length > LONGEST_FILE ? new Map() : new Map(JSON.parse(text) as [string, string][]);
    } catch {
      return new Map();
    }
  }
}
