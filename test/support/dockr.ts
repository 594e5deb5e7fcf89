// The built program as a user has it, with a daemon of its own in a test root.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestRoot } from './test-root.ts';
import { waitFor } from './wait-for.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));
const TIMEOUT_MS = 120_000;

export type Ended = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
};

export type DockrOptions = {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Called once the process runs, to send it signals. */
  readonly during?: (child: ChildProcess, seen: () => string) => Promise<void>;
};

/** Disposing of it stops the daemon; make it after the test root, so that the root is checked for leaks after that. */
export class TestDockr implements AsyncDisposable {
  readonly root: TestRoot;
  readonly environment: Readonly<Record<string, string>>;
  readonly #launcher: readonly string[];

  /** `launcher` starts each command, and the daemon with it: `nsenter --net=…`. */
  constructor(root: TestRoot, environment: Readonly<Record<string, string>> = {}, launcher: readonly string[] = []) {
    this.root = root;
    this.#launcher = launcher;
    this.environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: root.workDirectory,
      // Another place for compiled code would cost every test's first command its start-up time.
      ...(process.env['NODE_COMPILE_CACHE'] ? { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] } : {}),
      DOCKR_STATE_DIR: root.stateDirectory,
      // Not what this machine itself is to deploy.
      DOCKR_DEPLOYMENTS: join(root.workDirectory, 'no-deployments'),
      DOCKR_RUN_DIR: root.runDirectory,
      DOCKR_BRIDGE_PREFIX: root.bridgePrefix,
      DOCKR_NFT_TABLE: root.nftTable,
      DOCKR_CGROUP_PARENT: `/${root.cgroupParent}`,
      DOCKR_ADDRESS_POOLS: root.addressPool,
      DOCKR_LINK_GROUP: String(0x2000 + Number(root.tag.slice(2))),
      ...environment,
    };
  }

  /** Runs one command to its end. Does not throw for an exit code. */
  async run(words: readonly string[], options: DockrOptions = {}): Promise<Ended> {
    const began = performance.now();
    const [program = '', ...full] = [...this.#launcher, PROGRAM, ...words];
    const child = spawn(program, full, {
      cwd: options.cwd ?? this.root.workDirectory,
      env: { ...this.environment, ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? TIMEOUT_MS,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once('close', resolve);
      child.once('error', reject);
    });
    try {
      await options.during?.(child, () => stdout + stderr);
    } catch (error) {
      // A command without an end would outlive the test that failed.
      child.kill('SIGKILL');
      throw error;
    }
    return { exitCode: await exit, stdout, stderr, ms: performance.now() - began };
  }

  /** Like `run`; an exit code other than 0 is an error that tells all that was printed. */
  async ok(words: readonly string[], options: DockrOptions = {}): Promise<Ended> {
    const ended = await this.run(words, options);
    if (ended.exitCode === 0) return ended;
    throw new Error(
      `dockr ${words.join(' ')} ended with ${ended.exitCode}\n${ended.stdout}${ended.stderr}${this.daemonLog()}`,
    );
  }

  /** The one JSON value that a command prints with `--json`. */
  async json<T>(words: readonly string[], options: DockrOptions = {}): Promise<T> {
    return JSON.parse((await this.ok([...words, '--json'], options)).stdout) as T;
  }

  /** The values of a list that a command prints with `--json`, one in each line. */
  async lines<T>(words: readonly string[], options: DockrOptions = {}): Promise<T[]> {
    const { stdout } = await this.ok([...words, '--json'], options);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  }

  /** Of the daemon that serves now, or null. */
  daemonPid(): number | null {
    try {
      const pid = Number(readFileSync(join(this.root.runDirectory, 'daemon.pid'), 'utf8'));
      process.kill(pid, 0);
      return pid;
    } catch {
      return null;
    }
  }

  /** What the daemon said, for errors of tests. */
  daemonLog(): string {
    try {
      return `--- daemon.log\n${readFileSync(join(this.root.stateDirectory, 'daemon.log'), 'utf8')}`;
    } catch {
      return '';
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.daemonPid() === null) return;
    // A test that failed leaves its stacks; they would hide its error behind a list of leaks.
    for (const { name } of await this.lines<{ name: string }>(['ls', '--all']))
      await this.run(['-p', name, 'down', '-v', '-t', '0']);
    await this.run(['daemon', 'stop']);
    await waitFor('the end of the daemon', () => this.daemonPid() === null);
  }
}
