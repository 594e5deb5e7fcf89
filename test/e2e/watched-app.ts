// The example `watch` in somebody's hands: its files are saved, and what the container serves is looked at.
import { type ChildProcess, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ContainerSummary } from '../../src/api/messages.ts';
import type { Ended, TestDockr } from '../support/dockr.ts';
import { waitFor } from '../support/wait-for.ts';
import { get, jsonLines } from './scenario.ts';

const GIT = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};
const WAIT = { timeoutMs: 30_000, intervalMs: 25 };

export type WatchedAppParts = {
  readonly dockr: TestDockr;
  /** Of a copy of the example. */
  readonly folder: string;
  readonly port: number;
  /** Before each command, and for it: which host it is about. */
  readonly options?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

/** What a command that goes on has written so far, and a way to end it. */
export type Watching = { readonly seen: () => string; readonly child: ChildProcess };

export class WatchedApp {
  readonly folder: string;
  readonly #dockr: TestDockr;
  readonly #port: number;
  readonly #options: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;

  constructor({ dockr, folder, port, options = [], environment = {} }: WatchedAppParts) {
    this.folder = folder;
    this.#dockr = dockr;
    this.#port = port;
    this.#options = options;
    this.#environment = environment;
  }

  run(words: readonly string[], during?: (watching: Watching) => Promise<void>): Promise<Ended> {
    return this.#dockr.run([...this.#options, ...words], {
      cwd: this.folder,
      environment: { ...this.#environment, WATCH_PORT: String(this.#port) },
      timeoutMs: 280_000,
      ...(during ? { during: (child, seen) => during({ child, seen }) } : {}),
    });
  }

  /** Runs a command that follows files, does `work` once it follows them, and ends it as Ctrl-C does. */
  watching(words: readonly string[], work: (watching: Watching) => Promise<void>): Promise<Ended> {
    return this.run(words, async (watching) => {
      await waitFor('the first look', () => /watching: |"batch"/.test(watching.seen()), WAIT).catch((error) => {
        throw new Error(`${error.message}\n${watching.seen()}`);
      });
      await work(watching).catch((error) => {
        throw new Error(`${error.message}\n--- output\n${watching.seen()}`, { cause: error });
      });
      watching.child.kill('SIGINT');
    });
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  save(path: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text, { mode });
  }

  edit(path: string, from: string, to: string): void {
    this.save(path, readFileSync(this.path(path), 'utf8').replace(from, to));
  }

  rename(from: string, to: string): void {
    renameSync(this.path(from), this.path(to));
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true });
  }

  git(...words: readonly string[]): void {
    execFileSync('git', [...words], { cwd: this.folder, env: GIT, stdio: 'pipe' });
  }

  get(path = '/'): Promise<string> {
    return get(`http://127.0.0.1:${this.#port}${path}`);
  }

  /** Waits until a page has a text, or no longer has it. */
  async shows(text: string, path = '/'): Promise<void> {
    await waitFor(`${path} to show "${text}"`, async () => (await this.get(path)).includes(text), WAIT);
  }

  async hides(text: string, path = '/'): Promise<void> {
    await waitFor(`${path} not to show "${text}"`, async () => !(await this.get(path)).includes(text), WAIT);
  }

  /** Waits until the container serves exactly the files of the host: it tells their digest. */
  async servesAll(): Promise<void> {
    const wanted = this.#digest();
    await waitFor(`the digest ${wanted}`, async () => (await this.get('/cgi-bin/version')).trim() === wanted, WAIT);
  }

  async container(): Promise<ContainerSummary> {
    const { stdout, stderr } = await this.run(['ps', '--json']);
    // One that is being replaced may still be there.
    const [found, ...others] = jsonLines<ContainerSummary>(stdout).filter(({ name }) => !name.includes('#'));
    if (!found || others.length > 0) throw new Error(`not one container: ${stdout}${stderr}`);
    return found;
  }

  /** As `find /app /config -type f | sort | xargs md5sum | md5sum` in the container. */
  #digest(): string {
    const lines = ['app', 'config'].flatMap((name) => filesIn(this.path(name)).map((path) => [path, name] as const));
    const text = lines
      .map(([path]) => [`/${relative(this.folder, path)}`, createHash('md5').update(readFileSync(path)).digest('hex')])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
      .map(([path, digest]) => `${digest}  ${path}\n`)
      .join('');
    return createHash('md5').update(text).digest('hex');
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
