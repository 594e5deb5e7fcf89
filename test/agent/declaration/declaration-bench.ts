// An agent whose repositories are folders, whose machine is a list, and whose clock is ours; database, judge and files are real.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Agent } from '../../../src/agent/agent.ts';
import { FileFollower } from '../../../src/agent/declaration/files/file-follower.ts';
import type { HostIdentity } from '../../../src/agent/declaration/host-settings.ts';
import { parseDeclaration } from '../../../src/agent/declaration/parse-declarations.ts';
import { createJudge } from '../../../src/agent/judge.ts';
import type { Release, Source } from '../../../src/agent/source.ts';
import type { Examined, ExamineRequest } from '../../../src/agent/trust/examine-commit.ts';
import { sourceAddress } from '../../../src/core/declaration.ts';
import { AgentError, errorCode } from '../../../src/core/errors.ts';
import type { Stack } from '../../../src/stack/model.ts';
import { Database } from '../../../src/store/database.ts';
import { DeploymentHistory } from '../../../src/store/deployment-history.ts';
import { DeploymentStatusTable } from '../../../src/store/deployment-status.ts';
import { DeploymentTable } from '../../../src/store/deployments.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import { SHOP_URL } from '../declared.ts';

export const SERVICE = 'services:\n  web:\n    image: busybox\n';

type Files = Readonly<Record<string, string>>;

/** Commits `c1`, `c2` and so on, each a folder. */
export class FolderRepository implements Source {
  readonly #directory: string;
  #count = 0;
  refusal: Error | null = null;
  readonly examined: string[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  push(files: Files): string {
    const commit = `c${++this.#count}`;
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.#directory, commit, path)), { recursive: true });
      writeFileSync(join(this.#directory, commit, path), text);
    }
    mkdirSync(join(this.#directory, commit), { recursive: true });
    return commit;
  }

  async findHead(): Promise<string> {
    if (this.#count === 0) throw new AgentError('source-unreachable', { message: 'nothing was pushed' });
    return `c${this.#count}`;
  }
  async examine(commit: string, { running }: ExamineRequest): Promise<Examined> {
    return this.#examine(commit, running === null ? 'first' : 'ahead');
  }
  async examineKnown(commit: string): Promise<Examined> {
    return this.#examine(`${commit}`, 'ahead');
  }
  async fetchRelease(commit: string): Promise<Release> {
    return { commit, directory: join(this.#directory, commit) };
  }
  async findRelease(commit: string): Promise<Release> {
    return { commit, directory: join(this.#directory, commit) };
  }
  async keepOnly(): Promise<void> {}

  #examine(commit: string, relation: Examined['relation']): Examined {
    this.examined.push(commit);
    if (this.refusal) throw this.refusal;
    return { commit, signer: 'ada@example.org', relation };
  }
}

export class DeclarationBench implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'dockr-declared-'));
  readonly place = join(this.directory, 'deployments.d');
  readonly clock = new FakeClock();
  readonly repositories = new Map<string, FolderRepository>();
  /** `shop web,db`, `down shop`. */
  readonly machine: string[] = [];
  readonly applied: Stack[] = [];
  readonly stacks = new Map<string, string>();
  readonly table: DeploymentTable;
  readonly #history: DeploymentHistory;
  readonly #statuses: DeploymentStatusTable;
  readonly #host: HostIdentity;
  agent: Agent;
  readonly files: FileFollower;

  constructor(host = { name: 'web-1', labels: { region: 'eu' } }) {
    const database = new Database(':memory:');
    this.table = new DeploymentTable(database);
    this.#history = new DeploymentHistory(database);
    this.#statuses = new DeploymentStatusTable(database);
    this.#host = host;
    mkdirSync(this.place, { mode: 0o755 });
    this.agent = this.#makeAgent();
    const { place, agent, clock } = this;
    this.files = new FileFollower({ place, agent, host, clock, intervalMs: 30_000 });
  }

  /** As after a restart of the daemon. */
  async restart(): Promise<void> {
    await this.agent.close();
    this.agent = this.#makeAgent();
    await this.agent.start();
  }

  #makeAgent(): Agent {
    return new Agent({
      table: this.table,
      history: this.#history,
      statuses: this.#statuses,
      host: this.#host,
      stateDirectory: this.directory,
      sources: {
        check: () => {},
        open: (_name, _directory, declared) => this.repository(sourceAddress(declared().source)),
      },
      target: {
        apply: async ({ stack }) => {
          this.applied.push(stack);
          this.machine.push(`${stack.name} ${Object.keys(stack.services).join()}`);
          return { changed: true, error: null };
        },
        down: async (name) => {
          this.machine.push(`down ${name}`);
          return { changed: true, error: null };
        },
      },
      clock: this.clock,
      random: () => 0.5,
      findStackDirectory: (name) => this.stacks.get(name),
      ownerOfVolume: () => undefined,
      judge: createJudge({ path: join(this.directory, 'policy.yaml'), required: false }),
    });
  }

  get shop(): FolderRepository {
    return this.repository(SHOP_URL);
  }

  repository(url: string): FolderRepository {
    const known = this.repositories.get(url);
    if (known) return known;
    const made = new FolderRepository(join(this.directory, `repository-${this.repositories.size}`));
    this.repositories.set(url, made);
    return made;
  }

  /** Declares by command, and waits for the first round. */
  async add(text: string) {
    const { name, declaration } = parseDeclaration('test.yaml', Buffer.from(text));
    return this.agent.add({ name, declaration, origin: { kind: 'command' } }, () => {});
  }

  sync(name: string, more: { readonly allowRemoval?: boolean } = {}) {
    return this.agent.sync(name, { emit: () => {}, allowRewind: false, ...more });
  }

  /** A file of the host; one that nobody is writing any more, unless it is new by the clock. */
  write(name: string, text: string, ageMs = 60_000): void {
    const path = join(this.place, name);
    writeFileSync(path, text, { mode: 0o644 });
    const at = (this.clock.now() - ageMs) / 1000;
    utimesSync(path, at, at);
  }

  remove(name: string): void {
    rmSync(join(this.place, name));
  }

  /** Looks until nothing is left to be looked at again. */
  async look(): Promise<void> {
    await this.files.look();
    await this.files.look();
    await this.idle();
  }

  /** Until no round is under way. */
  async idle(): Promise<void> {
    for (let turns = 0; turns < 400; turns++) {
      await settled();
      if (!this.agent.list().some(({ isBusy }) => isBusy)) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('rounds do not end');
  }

  get names(): readonly string[] {
    return this.agent.list().map(({ record }) => record.name);
  }

  /** `CODE LINE` of each problem of the files. */
  get problems(): readonly string[] {
    return this.files.problems.map(({ error }) => `${error.code} ${error.at?.line ?? '-'}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.files.stop();
    await this.agent.close();
    rmSync(this.directory, { recursive: true });
  }
}

/** The code of the error that a promise rejects with. */
export async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => errorCode(error),
  );
}
