// The project that both sides watch: 50,000 files, of which one is saved again and again, and 5,000 at once.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../../support/wait-for.ts';

export const MANY = 5000;
const REST = 45_000 - 1;
const IN_FOLDER = 20;

export class WatchStack {
  readonly folder: string;
  readonly file: string;
  readonly name: string;
  #saves = 0;
  #rounds = 0;

  constructor(directory: string, { name, image }: { readonly name: string; readonly image: string }) {
    this.name = name;
    this.folder = join(directory, name);
    this.file = join(this.folder, 'compose.yaml');
    for (const path of ['src/many', 'seen', 'image']) mkdirSync(join(this.folder, path), { recursive: true });
    writeFileSync(this.file, stackText(name, image));
    writeFileSync(join(this.folder, 'image/Dockerfile'), `FROM ${image}\n`);
    writeFileSync(join(this.folder, 'seen/log'), '');
    writeFileSync(join(this.folder, 'src/current'), 'save 0');
    this.#writeMany();
    this.#writeRest();
  }

  /** Saves the one file, in turn over itself and by a rename, as editors do; gives the milliseconds until it was seen. */
  async save(): Promise<number> {
    const text = `save ${++this.#saves}`;
    const file = join(this.folder, 'src/current');
    const began = process.hrtime.bigint();
    if (this.#saves % 2 === 0) writeFileSync(file, text);
    else {
      writeFileSync(`${file}.new~`, text);
      renameSync(`${file}.new~`, file);
    }
    return this.#seen(text, began);
  }

  /** Writes all of the many; gives how long that took, and the milliseconds from then until the last was seen. */
  async saveMany(): Promise<{ readonly writingMs: number; readonly ms: number }> {
    this.#rounds++;
    const began = process.hrtime.bigint();
    this.#writeMany();
    const written = process.hrtime.bigint();
    return { writingMs: Number(written - began) / 1e6, ms: await this.#seen(`round ${this.#rounds}`, written) };
  }

  async #seen(text: string, began: bigint): Promise<number> {
    const options = { timeoutMs: 120_000, intervalMs: 5 };
    const line = await waitFor(`"${text}" to be seen`, () => this.#lineOf(text), options);
    return Number(BigInt(line.split(' ')[0] ?? 0) - began) / 1e6;
  }

  #lineOf(text: string): string | undefined {
    const lines = readFileSync(join(this.folder, 'seen/log'), 'utf8').trimEnd().split('\n');
    return lines.findLast((line) => line.endsWith(` ${text}`));
  }

  #writeMany(): void {
    for (let index = 0; index < MANY; index++)
      writeFileSync(join(this.folder, `src/many/file-${index}`), `round ${this.#rounds}`);
  }

  #writeRest(): void {
    for (let index = 0; index < REST; index++) {
      const number = Math.floor(index / IN_FOLDER);
      const folder = join(this.folder, `src/tree/${Math.floor(number / 50)}/${number % 50}`);
      if (index % IN_FOLDER === 0) mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `file-${index}.ts`), `export const number = ${index};\n`.repeat(10));
    }
  }
}

function stackText(name: string, image: string): string {
  return `name: ${name}
services:
  seer:
    image: ${image}
    build: ./image
    command: ["node", "/seer.ts"]
    stop_signal: SIGKILL
    environment:
      COUNT: "${MANY}"
    volumes:
      - ./seen:/seen
    develop:
      watch:
        - path: ./src
          target: /app
          action: sync
`;
}
