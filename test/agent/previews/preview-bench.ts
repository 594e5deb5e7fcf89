// An agent and a keeper of previews whose repository has branches that are folders, whose machine is a list, and whose clock is
// ours; database, judge, loader and files are real.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from '../../../src/agent/agent.ts';
import { parseDeclaration } from '../../../src/agent/declaration/parse-declarations.ts';
import { createJudge } from '../../../src/agent/judge.ts';
import type { PreviewEnd } from '../../../src/agent/previews/plan-previews.ts';
import { PreviewKeeper } from '../../../src/agent/previews/preview-keeper.ts';
import { secretsFor } from '../../../src/agent/previews/preview-secrets.ts';
import type { Branch, Source } from '../../../src/agent/source.ts';
import { type Declaration, type PreviewSubject, sourceAddress } from '../../../src/core/declaration.ts';
import { AgentError, toWireError } from '../../../src/core/errors.ts';
import type { SecretAccess } from '../../../src/secrets/secret-access.ts';
import type { Stack } from '../../../src/stack/model.ts';
import { Database } from '../../../src/store/database.ts';
import { DeploymentHistory } from '../../../src/store/deployment-history.ts';
import { DeploymentStatusTable } from '../../../src/store/deployment-status.ts';
import { DeploymentTable } from '../../../src/store/deployments.ts';
import { PreviewEnds } from '../../../src/store/preview-ends.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import { FolderRepository, SERVICE } from '../declaration/declaration-bench.ts';
import { SHOP_URL } from '../declared.ts';

type Files = Readonly<Record<string, string>>;

const MAIN = 'main';

export class PreviewBench implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'dockr-previews-'));
  readonly clock = new FakeClock();
  /** `shop web`, `down shop-x with all`. */
  readonly machine: string[] = [];
  readonly applied: Stack[] = [];
  /** `NAME WHY` of those that went by themselves. */
  readonly ended: string[] = [];
  /** Whose secrets were asked for. */
  readonly opened: string[] = [];
  /** While set, lists of branches fail with it. */
  listFailure: Error | null = null;
  /** While set, nothing can be taken down. */
  downFailure: AgentError | null = null;
  readonly table: DeploymentTable;
  readonly #branches = new Map<string, FolderRepository>();
  readonly #database = new Database(':memory:');
  #folders = 0;
  agent: Agent;
  keeper: PreviewKeeper;

  constructor() {
    this.table = new DeploymentTable(this.#database);
    this.agent = this.#makeAgent();
    this.keeper = this.#makeKeeper();
  }

  /** With the branch `main`, and a deployment "shop" of it that has run its first round. */
  static async start(more = '', files: Files = { 'stack.yml': SERVICE }): Promise<PreviewBench> {
    const bench = new PreviewBench();
    bench.push(MAIN, files);
    // A declaration that is wrong must leave nothing behind either.
    await using unlessStarted = new AsyncDisposableStack();
    unlessStarted.use(bench);
    await bench.add(`name: shop\nsource: { url: "${SHOP_URL}" }\ninterval: 60s\n${more}`);
    void bench.keeper.start();
    await bench.idle();
    unlessStarted.move();
    return bench;
  }

  async restart(): Promise<void> {
    await this.keeper.stop();
    await this.agent.close();
    this.agent = this.#makeAgent();
    this.keeper = this.#makeKeeper();
    await this.agent.start();
    void this.keeper.start();
    await this.idle();
  }

  /** `refs/pull/7/head` for a pull request. */
  push(branch: string, files: Files = { 'stack.yml': SERVICE }): string {
    const known = this.#branches.get(branch) ?? new FolderRepository(join(this.directory, `branch-${this.#folders++}`));
    this.#branches.set(branch, known);
    return known.push(files);
  }

  delete(branch: string): void {
    this.#branches.delete(branch);
  }

  policy(text: string): void {
    writeFileSync(join(this.directory, 'policy.yaml'), text, { mode: 0o600 });
  }

  async add(text: string) {
    const { name, declaration } = parseDeclaration('test.yaml', Buffer.from(text));
    return this.agent.add({ name, declaration, origin: { kind: 'command' } }, () => {});
  }

  /** The next generation of "shop". */
  async declare(more: string): Promise<void> {
    const text = `name: shop\nsource: { url: "${SHOP_URL}" }\ninterval: 60s\n${more}`;
    const { name, declaration } = parseDeclaration('test.yaml', Buffer.from(text));
    this.table.setDeclaration(name, declaration, { kind: 'command' });
    await this.keeper.look();
    await this.idle();
  }

  ask(subject: string | number, more: { readonly ttlMs?: number; readonly name?: string } = {}): Promise<string> {
    const of: PreviewSubject =
      typeof subject === 'string' ? { kind: 'branch', branch: subject } : { kind: 'pull-request', number: subject };
    const { ttlMs = null, name = null } = more;
    return this.keeper.ask({
      ...{ parent: 'shop', of, ttlMs, name },
      emit: () => {},
      signal: new AbortController().signal,
    });
  }

  async idle(): Promise<void> {
    for (let turns = 0; turns < 400; turns++) {
      await settled();
      await this.keeper.idle();
      if (!this.agent.list().some(({ isBusy }) => isBusy)) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('rounds do not end');
  }

  /** Time passes in steps, so that whatever is due in between is done. */
  async pass(milliseconds: number, step = 30_000): Promise<void> {
    for (let left = milliseconds; left > 0; left -= step) {
      await this.clock.advance(Math.min(left, step));
      await this.idle();
    }
  }

  get previews(): readonly string[] {
    return this.table.list().flatMap(({ name, origin }) => (origin.kind === 'preview' ? [name] : []));
  }

  /** The code of what went wrong with a deployment. */
  errorOf(name: string): string | undefined {
    return this.table.find(name)?.error?.error.code;
  }

  stackOf(name: string): Stack {
    const stack = this.applied.findLast((one) => one.name === name);
    if (!stack) throw new Error(`"${name}" was never applied`);
    return stack;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.keeper.stop();
    await this.agent.close();
    rmSync(this.directory, { recursive: true });
  }

  #makeKeeper(): PreviewKeeper {
    return new PreviewKeeper({
      agent: this.agent,
      records: () => this.table.list(),
      ends: new PreviewEnds(this.#database),
      clock: this.clock,
      onEnd: (name, why: PreviewEnd) => void this.ended.push(`${name} ${why}`),
    });
  }

  #makeAgent(): Agent {
    return new Agent({
      table: this.table,
      history: new DeploymentHistory(this.#database),
      statuses: new DeploymentStatusTable(this.#database),
      host: { name: 'web-1', labels: {} },
      stateDirectory: this.directory,
      sources: { check: () => {}, open: (_name, _directory, declared) => this.#open(declared) },
      target: {
        apply: async ({ stack }) => {
          this.applied.push(stack);
          this.machine.push(`${stack.name} ${Object.keys(stack.services).join()}`);
          return { changed: true, error: null };
        },
        down: async (name, { withAll = false }) => {
          if (this.downFailure) return { changed: false, error: toWireError(this.downFailure) };
          this.machine.push(`down ${name}${withAll ? ' with all' : ''}`);
          return { changed: true, error: null };
        },
      },
      clock: this.clock,
      random: () => 0.5,
      findStackDirectory: () => undefined,
      ownerOfVolume: () => undefined,
      judge: createJudge({ path: join(this.directory, 'policy.yaml'), required: false }),
      secretsOf: (deployment) => secretsFor(deployment, (name) => () => this.#access(name)),
    });
  }

  /** Opens everything that it is asked for. */
  #access(name: string): SecretAccess {
    const value = Buffer.from(`the secret of ${name}`);
    return {
      open: async (path) => {
        this.opened.push(`${name} opens ${path.split('/').at(-1)}`);
        return { bytes: value, format: 'any' };
      },
      ask: async (provider, stack) => {
        this.opened.push(`${stack} asks ${provider}`);
        return value;
      },
    };
  }

  #open(declared: () => Declaration): Source {
    const current = (): FolderRepository => {
      const { source } = declared();
      const ref = source.kind === 'git' ? source.ref : { kind: 'head' as const };
      const name =
        ref.kind === 'branch' ? ref.branch : ref.kind === 'pull-request' ? `refs/pull/${ref.number}/head` : MAIN;
      const found = this.#branches.get(name);
      if (found) return found;
      throw new AgentError('branch-not-found', { message: `"${sourceAddress(source)}" has no "${name}"` });
    };
    return {
      findHead: async () => current().findHead(),
      listBranches: async () => this.#list(),
      examine: async (head, request) => current().examine(head, request),
      examineKnown: async (commit) => current().examineKnown(commit),
      fetchRelease: async (commit) => current().fetchRelease(commit),
      findRelease: async (commit) => current().findRelease(commit),
      keepOnly: async () => {},
    };
  }

  async #list(): Promise<readonly Branch[]> {
    if (this.listFailure) throw this.listFailure;
    const heads = [...this.#branches].filter(([name]) => !name.startsWith('refs/'));
    return Promise.all(heads.map(async ([branch, folder]) => ({ branch, commit: await folder.findHead() })));
  }
}
