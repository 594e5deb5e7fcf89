// The loop with a fake clock, a fake repository and a fake machine; the database is real.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from '../../../src/agent/agent.ts';
import type { Wish } from '../../../src/agent/deployment-worker.ts';
import type { DeploymentView } from '../../../src/agent/deployments/agent-parts.ts';
import type { DeploymentEvent } from '../../../src/agent/events/deployment-event.ts';
import { DeploymentEvents } from '../../../src/agent/events/deployment-events.ts';
import type { RoundImages } from '../../../src/agent/images/round-images.ts';
import { policyFor } from '../../../src/agent/policy/policy.ts';
import { type RoundReport, roundResult } from '../../../src/agent/round-report.ts';
import type { Release, Source } from '../../../src/agent/source.ts';
import type { ApplyRound, Target, TargetContext, TargetOutcome } from '../../../src/agent/target.ts';
import type { Examined } from '../../../src/agent/trust/examine-commit.ts';
import type { Trust } from '../../../src/agent/trust/trust.ts';
import type { Declaration } from '../../../src/core/declaration.ts';
import { AgentError, ContainerError, StackError, toWireError } from '../../../src/core/errors.ts';
import type { Digest } from '../../../src/core/hash.ts';
import type { Plan } from '../../../src/reconcile/plan.ts';
import { Database } from '../../../src/store/database.ts';
import { DeploymentHistory } from '../../../src/store/deployment-history.ts';
import { DeploymentStatusTable } from '../../../src/store/deployment-status.ts';
import { DeploymentTable } from '../../../src/store/deployments.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import { declaredAs, SHOP_URL, stackOf } from '../declared.ts';

export const UNCARING: Wish = { emit: () => {}, allowRewind: false };

/** What comes of a commit: `slow` takes until it is told to end, or ten minutes; `cut-short` has begun when the daemon ends. */
export type Fate =
  | 'good'
  | 'slow'
  | 'unhealthy'
  | 'breaks'
  | 'registry-down'
  | 'invalid'
  | 'refused'
  | 'empty'
  | 'quarantined'
  | 'cut-short';

export type Commit = { readonly fate: Fate; readonly services: readonly string[] };

/** Of all deployments that have none of their own. */
export class FakeRepository implements Source {
  head = 'c0';
  isDown = false;
  /** How old the answer might be, each time that its head was asked for. */
  readonly ages: number[] = [];
  /** How often it was asked for. */
  get asked(): number {
    return this.ages.length;
  }

  fetched = 0;
  /** What there is by the time that something is fetched. */
  movesOnTo: string | undefined;
  readonly commits = new Map<string, Commit>([['c0', { fate: 'good', services: ['web'] }]]);

  push(name: string, commit: Partial<Commit> = {}): void {
    this.commits.set(name, { fate: 'good', services: ['web'], ...commit });
    this.head = name;
  }

  commit(name: string): Commit {
    const found = this.commits.get(name);
    if (!found) throw new Error(`no commit ${name}`);
    return found;
  }

  async findHead(_signal?: AbortSignal, maxAgeMs = 0): Promise<string> {
    this.ages.push(maxAgeMs);
    if (this.isDown) throw new AgentError('source-unreachable', { message: 'down' });
    return this.head;
  }
  async examine(commit: string): Promise<Examined> {
    if (this.commit(commit).fate === 'refused') throw new AgentError('commit-unsigned', { message: 'no' });
    return { commit, signer: null, relation: 'ahead' };
  }
  async examineKnown(commit: string): Promise<Examined> {
    return this.examine(commit);
  }
  async fetchRelease(commit: string): Promise<Release> {
    this.fetched++;
    const found = this.movesOnTo ?? commit;
    return { commit: found, directory: found };
  }
  async findRelease(commit: string): Promise<Release | undefined> {
    return { commit, directory: commit };
  }
  async keepOnly(): Promise<void> {}
}

/** Runs the services of one commit a stack. */
export class FakeMachine implements Target {
  readonly #repositoryOf: (deployment: string) => FakeRepository;
  readonly #clock: FakeClock;
  /** Stack → the commit whose containers are there, wholly or in part. */
  readonly running = new Map<string, string>();
  readonly #good = new Map<string, string>();
  /** The last commit of a stack that ran well. */
  good(stack: string): string | undefined {
    return this.#good.get(stack);
  }

  /** What somebody has changed since. */
  readonly drifted = new Set<string>();
  /** Whether whatever was repaired drifts again at once. */
  isHaunted = false;
  /** `shop c1 release`, in order; `!` after those that were told to end. */
  readonly applied: string[] = [];
  readonly rounds: ApplyRound[] = [];
  /** How many are at work on each stack. */
  readonly #atWork = new Map<string, number>();
  mostAtWork = 0;

  constructor(repositoryOf: (deployment: string) => FakeRepository, clock: FakeClock) {
    this.#repositoryOf = repositoryOf;
    this.#clock = clock;
  }

  async apply(round: ApplyRound, { signal, emit }: TargetContext): Promise<TargetOutcome> {
    const { name, directory: commit } = round.stack;
    this.rounds.push(round);
    if (this.#repositoryOf(name).commit(commit).fate === 'cut-short') emit({ type: 'plan', plan: planOfOneStep(name) });
    const index = this.applied.push(`${name} ${commit} ${round.kind}`) - 1;
    this.#enter(name, 1);
    try {
      const outcome = await this.#carryOut(round, signal);
      if (signal.aborted) this.applied[index] += '!';
      return outcome;
    } finally {
      this.#enter(name, -1);
    }
  }

  async down(stack: string): Promise<TargetOutcome> {
    this.running.delete(stack);
    return { changed: true, error: null };
  }

  #enter(stack: string, change: number): void {
    const atWork = (this.#atWork.get(stack) ?? 0) + change;
    this.#atWork.set(stack, atWork);
    this.mostAtWork = Math.max(this.mostAtWork, atWork);
  }

  async #carryOut({ stack: { name, directory: commit }, kind, retry }: ApplyRound, signal: AbortSignal) {
    if (kind === 'repair') return this.#repair(name, commit);
    const { fate } = this.#repositoryOf(name).commit(commit);
    switch (fate) {
      case 'registry-down':
        return failed('registry-unreachable', 'container');
      case 'breaks':
        return failed('port-in-use', 'network');
      case 'quarantined':
        if (!retry) throw new StackError('revision-quarantined', { message: 'it failed before' });
        break;
      case 'unhealthy':
        return this.#fail(name, commit);
      case 'cut-short':
      case 'slow':
        if (!(await this.#slowly(signal))) return { changed: true, error: wire('interrupted') };
        break;
      default:
    }
    const changed = this.running.get(name) !== commit;
    this.running.set(name, commit);
    this.#good.set(name, commit);
    this.drifted.delete(name);
    return { changed, error: null };
  }

  #fail(stack: string, commit: string): TargetOutcome {
    const good = this.#good.get(stack);
    this.running.set(stack, good ?? commit);
    const error = toWireError(new ContainerError('not-ready', { message: 'it is not healthy' }));
    return { changed: true, error, unhealthy: true, rolledBack: good === undefined ? null : { failed: false } };
  }

  #repair(stack: string, commit: string): TargetOutcome {
    const differs = this.drifted.has(stack) || this.running.get(stack) !== commit;
    if (!this.isHaunted) this.drifted.delete(stack);
    this.running.set(stack, commit);
    return { changed: differs, error: null };
  }

  /** False when it was told to end. */
  #slowly(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(540_000, () => resolve(true));
      signal.addEventListener('abort', () => {
        cancel();
        resolve(false);
      });
      if (signal.aborted) resolve(false);
    });
  }
}

function planOfOneStep(stack: string): Plan {
  const step = { kind: 'repair-network', id: 'repair-network', name: 'a', after: [], because: [] } as const;
  return { id: 'sha256:1', stack, steps: [step], warnings: [], unchanged: [] };
}

function failed(code: string, kind: 'container' | 'network'): TargetOutcome {
  return { changed: false, error: { ...wire(code), kind } };
}

function wire(code: string) {
  return toWireError(new ContainerError(code, { message: `it failed with ${code}` }));
}

export class LoopBench implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'dockr-loop-'));
  readonly clock = new FakeClock();
  readonly repository = new FakeRepository();
  readonly others = new Map<string, FakeRepository>();
  readonly repositoryOf = (name: string): FakeRepository => this.others.get(name) ?? this.repository;
  readonly machine = new FakeMachine(this.repositoryOf, this.clock);
  readonly database = new Database(':memory:');
  readonly table = new DeploymentTable(this.database);
  readonly statuses = new DeploymentStatusTable(this.database);
  readonly events: DeploymentEvent[] = [];
  readonly history = new DeploymentHistory(this.database);
  /** `c1 refused`: what metrics count of each round. */
  readonly results: string[] = [];
  /** Hears of each round, too. */
  onRound: (report: RoundReport) => void = () => {};
  grounds: Digest = 'sha256:1';
  trust: Trust | null = null;
  /** From the next start of the daemon on. */
  images: RoundImages | undefined;
  agent = this.#makeAgent();

  #makeAgent(): Agent {
    const { repositoryOf, clock, table, statuses } = this;
    const events = new DeploymentEvents((error) => {
      throw error;
    });
    events.listen((event) => this.events.push(event));
    return new Agent({
      ...{ table, statuses, clock, events },
      ...(this.images ? { images: this.images } : {}),
      history: this.history,
      onRound: (report) => {
        this.results.push(`${report.outcome.attempted} ${roundResult(report)}`);
        this.onRound(report);
      },
      host: { name: 'web-1', labels: {} },
      stateDirectory: this.directory,
      sources: { check: () => {}, open: (name) => repositoryOf(name) },
      target: this.machine,
      random: () => 0.5,
      findStackDirectory: () => undefined,
      ownerOfVolume: () => undefined,
      judge: async () => ({
        digest: this.grounds,
        trust: async () => this.trust,
        policies: async () => [policyFor({ file: 'policy.yaml', sections: [] }, { name: 'shop', url: SHOP_URL })],
      }),
      load: async ({ commit }, { name }) => {
        const { fate, services } = repositoryOf(name).commit(commit);
        if (fate === 'invalid') throw new StackError('unknown-key', { message: 'bad' });
        return { ...stackOf(fate === 'empty' ? [] : services), name, directory: commit };
      },
    });
  }

  /** Declares it; its first round has ended then, unless it is to go on. */
  add(name: string, more: Partial<Declaration> = {}): Promise<unknown> {
    return this.agent.add(declaredAs(name, more), () => {});
  }

  /** As somebody does who edits the declaration. */
  async redeclare(name: string, more: Partial<Declaration>): Promise<void> {
    const { declaration, origin } = this.agent.get(name).record;
    this.table.setDeclaration(name, { ...declaration, ...more }, origin);
    this.agent.hint(name, 'user');
    await settled();
  }

  /** The daemon ends and begins again. */
  async restart(): Promise<void> {
    await this.agent.close();
    this.agent = this.#makeAgent();
    await this.agent.start();
    await settled();
  }

  get shop(): DeploymentView {
    return this.agent.get('shop');
  }

  /** `Stalled true Quarantined` */
  condition(type: string, name = 'shop'): string {
    const found = this.agent.get(name).conditions.find((condition) => condition.type === type);
    return found ? `${found.status} ${found.reason}` : 'none';
  }

  kinds(): readonly string[] {
    return this.events.map(({ kind, commit }) => `${kind} ${commit}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent.close();
    rmSync(this.directory, { recursive: true });
  }
}
