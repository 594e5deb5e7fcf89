// A stack folder of its own, and the built program with a daemon of its own: what each end-to-end test begins with.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContainerSummary, StackSummary } from '../../src/api/messages.ts';
import { TestDockr } from '../support/dockr.ts';
import { imagesSkipReason } from '../support/images.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/** For `describe(name, needsEngine, …)`. */
export const needsEngine = { skip: skipReason() };

function skipReason(): string | false {
  if (process.getuid?.() !== 0) return 'needs root: containers are started';
  for (const program of ['/usr/bin/conmon', '/usr/sbin/nft']) if (!existsSync(program)) return `no ${program}`;
  return imagesSkipReason();
}

/** For suites that run once with each runtime. */
export const RUNTIMES = ['crun', 'runc'] as const;

type Environment = Readonly<Record<string, string>>;

/** Disposing of it takes down whatever is still up, stops the daemon and looks for leaks. */
export class Scenario implements AsyncDisposable {
  readonly root: TestRoot;
  readonly dockr: TestDockr;

  private constructor(root: TestRoot, environment: Readonly<Record<string, string>>) {
    this.root = root;
    this.dockr = new TestDockr(root, environment);
  }

  /** `environmentOf` gives what the commands and the daemon have beside what TestDockr sets. */
  static async open(environmentOf: Environment | ((root: TestRoot) => Environment) = {}): Promise<Scenario> {
    const root = await createTestRoot();
    return new Scenario(root, typeof environmentOf === 'function' ? environmentOf(root) : environmentOf);
  }

  /** The folder of a copy of `examples/<name>`, which the test may edit. */
  copyExample(name: string): string {
    const folder = join(this.root.workDirectory, name);
    cpSync(join(EXAMPLES, name), folder, { recursive: true });
    return folder;
  }

  /** A folder with these files. */
  writeFolder(name: string, files: Readonly<Record<string, string>>): string {
    const folder = this.root.makeDirectory(name);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#takeAllDown();
      await this.dockr[Symbol.asyncDispose]();
    } finally {
      await this.root[Symbol.asyncDispose]();
    }
  }

  // Nothing is left of a test that passed; one that failed half-way must not leave its containers on the machine.
  async #takeAllDown(): Promise<void> {
    if (this.dockr.daemonPid() === null) return;
    const stacks = jsonLines<StackSummary>((await this.dockr.run(['ls', '--all', '--json'])).stdout);
    for (const { name } of stacks) await this.dockr.run(['-p', name, 'down', '-v', '-t', '0']);
    const rest = jsonLines<ContainerSummary>((await this.dockr.run(['ps', '-a', '--all-stacks', '--json'])).stdout);
    if (rest.length > 0) await this.dockr.run(['rm', '-fsv', ...rest.map(({ name }) => name)]);
  }
}

/** Commands on one stack: `words` after `-f <its file>`, run in its folder. */
export class StackUnderTest {
  readonly folder: string;
  readonly dockr: TestDockr;
  readonly environment: Readonly<Record<string, string>>;

  constructor(scenario: Scenario, folder: string, environment: Readonly<Record<string, string>> = {}) {
    this.folder = folder;
    this.dockr = scenario.dockr;
    this.environment = environment;
  }

  run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    return this.dockr.run(words, { cwd: this.folder, environment: { ...this.environment, ...environment } });
  }

  ok(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    return this.dockr.ok(words, {
      cwd: this.folder,
      environment: { ...this.environment, ...environment },
      timeoutMs: 280_000,
    });
  }

  /** What `sh -c` prints in the container of a service, without the line end. */
  async sh(service: string, script: string): Promise<string> {
    return (await this.ok(['exec', service, 'sh', '-c', script])).stdout.trimEnd();
  }

  /** All containers of the stack, those that have ended too. */
  async containers(): Promise<readonly ContainerSummary[]> {
    return jsonLines((await this.ok(['ps', '--all', '--json'])).stdout);
  }

  /** Fails unless the stack has no container and `doctor` finds nothing that belongs to none. */
  async checkNothingLeft(): Promise<void> {
    assert.deepEqual(await this.containers(), []);
    const { exitCode, stdout } = await this.run(['doctor', '--json']);
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /"no-leftovers"/);
  }

  /** Of a service with one container. */
  async container(service: string): Promise<ContainerSummary> {
    const all = await this.containers();
    const [found, ...others] = all.filter((container) => container.service === service);
    if (found && others.length === 0) return found;
    throw new Error(
      `not one container of ${service}: ${all.map(({ name, status }) => `${name} ${status}`).join(', ')}`,
    );
  }
}

/** One JSON value a line, as lists are printed with `--json`. */
export function jsonLines<T>(text: string): readonly T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** An address of this machine that others see it by. */
export function hostAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const own = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!own) throw new Error('this machine has no address but the loopback one');
  return own.address;
}

/** The body of an answer with status 200. */
export async function get(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000), headers: { connection: 'close' } });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${body}`);
  return body;
}
