// GitOps: keeps this machine equal to repositories. One worker a deployment, declarations and outcomes in the database.
import { Emitter } from '../core/emitter.ts';
import { fromWireError, UsageError } from '../core/errors.ts';
import type { HistoryEntry } from '../store/deployment-history.ts';
import type { DeploymentRecord } from '../store/deployments.ts';
import type { Adoption, AdoptWish } from './declaration/adopt.ts';
import { isParent } from './declaration/children/lineage.ts';
import { checkOwn, type Declared, type DeclaredChange, describeOrigin } from './declaration/declared.ts';
import { findRollback, hasNoStack } from './declaration/find-rollback.ts';
import type { Emit, Wish } from './deployment-worker.ts';
import { adoptStack } from './deployments/adopt-stack.ts';
import type { AgentContext } from './deployments/agent-context.ts';
import type { AgentParts, DeploymentView } from './deployments/agent-parts.ts';
import { checkDeclared, checkHost, checkNew } from './deployments/check-declared.ts';
import { declareDeployment, insertDeployment } from './deployments/declare-deployment.ts';
import { DeploymentFolders } from './deployments/deployment-folders.ts';
import { DeploymentWorkers } from './deployments/deployment-workers.ts';
import { findDeployment } from './deployments/find-deployment.ts';
import { type RemovalWish, removeDeployment } from './deployments/remove-deployment.ts';
import { createRoundWork } from './deployments/round-work.ts';
import { viewDeployment } from './deployments/view-deployment.ts';
import type { Trigger } from './events/deployment-event.ts';
import { LoopFacts } from './loop/loop-facts.ts';
import type { RoundOutcome } from './round-outcome.ts';
import type { Branch } from './source.ts';
import type { TargetContext, TargetOutcome } from './target.ts';

type RollbackWish = {
  /** Its whole name, or the first digits of it; null for the one before. */
  readonly commit: string | null;
  readonly emit: Emit;
};

export class Agent {
  /** Names of deployments of which something may be different now. */
  readonly changes = new Emitter<string>();
  readonly #parts: AgentParts;
  readonly #context: AgentContext;

  constructor(parts: AgentParts) {
    const facts = new LoopFacts(parts);
    const folders = new DeploymentFolders(parts);
    const tellChange = (name: string): void => this.#tellChange(name);
    const work = createRoundWork(parts, {
      list: () => parts.table.list(),
      check: (declared) => this.check(declared),
      declare: (declared) => this.declare(declared),
      withdraw: (name, own) => this.withdraw(name, own),
      poke: (name) => this.hint(name, 'dependency'),
    });
    const workers = new DeploymentWorkers({ parts, facts, folders, work, tellChange });
    this.#parts = parts;
    this.#context = { parts, facts, folders, workers, load: work.load, tellChange };
  }

  /** Takes up every deployment that was declared, and removes what is left of those that are gone. */
  async start(): Promise<void> {
    const records = this.#parts.table.list();
    await this.#context.folders.sweep(new Set(records.map(({ name }) => name)));
    for (const record of records) this.#context.workers.begin(record);
  }

  list(): DeploymentView[] {
    return this.#parts.table.list().map((record) => viewDeployment(record, this.#context));
  }

  has(name: string): boolean {
    return this.#parts.table.find(name) !== undefined;
  }

  get(name: string): DeploymentView {
    return viewDeployment(this.#find(name), this.#context);
  }

  /** Declares a deployment, and resolves when its first round has ended. */
  async add(declared: Declared, emit: Emit): Promise<RoundOutcome> {
    checkNew(declared, this.#context);
    checkHost(declared, this.#parts);
    const worker = await insertDeployment(declared, this.#context);
    return worker.sync({ emit, allowRewind: false, cause: 'add' });
  }

  /**
   * Makes a deployment of a stack that runs. Throws `stack-not-applied` if there is none, and `adoption-changes` if the
   * newest commit is not what runs.
   */
  adopt(declared: Declared, wish: AdoptWish): Promise<Adoption> {
    return adoptStack(declared, wish, this.#context);
  }

  /** Throws for what could not be declared. */
  check(declared: Declared): void {
    checkDeclared(declared, this.#context);
  }

  /** Declares a deployment, or declares it anew: its next generation. Its round begins by itself. */
  declare(declared: Declared): Promise<DeclaredChange> {
    return declareDeployment(declared, this.#context);
  }

  /** Every branch there is now of what a deployment follows. */
  async listBranches(name: string, signal: AbortSignal): Promise<readonly Branch[]> {
    findDeployment(this.#parts.table, name);
    return (await this.#context.workers.sourceOf(name).listBranches?.(signal)) ?? [];
  }

  /**
   * Declares a preview whose branch is there, or gives one its time again; its first round is for the caller to begin. `still`:
   * it stays at the newest commit of now. Throws `branch-not-found` and the like; then nothing was declared.
   */
  async place(declared: Declared, { still, signal }: { readonly still: boolean; readonly signal: AbortSignal }) {
    const { name } = declared;
    const { table, clock } = this.#parts;
    const isNew = table.find(name) === undefined;
    if (isNew) await insertDeployment(declared, this.#context);
    else await this.declare(declared);
    try {
      const commit = await this.#context.workers.sourceOf(name).findHead(signal);
      table.setPinned(name, still ? { commit, at: clock.now() } : null);
    } catch (error) {
      if (isNew) await this.remove(name, { down: false, emit: () => {}, signal });
      throw error;
    }
  }

  /** Forgets what is no longer declared; its stack goes if it was declared so. Throws if that fails: then it stays. */
  async withdraw(name: string, context: TargetContext): Promise<void> {
    const { removal } = this.#find(name).declaration;
    const { error } = await this.remove(name, { down: removal === 'down', ...context });
    if (error) throw fromWireError(error);
  }

  /** Throws `declared-elsewhere` for one that was not declared by command: it would come again. */
  checkOwn(name: string): void {
    checkOwn(this.#find(name));
  }

  /** What was tried, and what came of it, oldest first. */
  history(name: string): readonly HistoryEntry[] {
    this.#find(name);
    return this.#parts.history.list(name);
  }

  /**
   * Goes back to a commit that ran before, and stays there; without one, to the last that ran well before the one that does.
   * Throws `nothing-to-roll-back-to` and `commit-not-applied`. What is not trusted any more is not gone back to.
   */
  async rollback(name: string, { commit, emit }: RollbackWish): Promise<RoundOutcome> {
    const before = this.#find(name);
    if (isParent(before.declaration)) throw hasNoStack(name);
    const entry = findRollback(before, this.#parts.history.list(name), commit);
    this.#parts.table.setPinned(name, { commit: entry.commit, at: this.#parts.clock.now() });
    const outcome = await this.sync(name, { emit, allowRewind: false, cause: 'rollback' });
    // It was not to be had: what ran before goes on, and follows as it did.
    if (outcome.applied !== entry.commit) this.#parts.table.setPinned(name, before.pinned);
    return outcome;
  }

  /** Follows the newest commit again, if a person had gone back to another. */
  unpin(name: string): void {
    if (this.#find(name).pinned) this.#parts.table.setPinned(name, null);
  }

  /** A whole round that begins now; resolves when it has ended. */
  async sync(name: string, wish: Wish): Promise<RoundOutcome> {
    this.#find(name);
    return this.#context.workers.of(name).sync(wish);
  }

  /** There may be news for a deployment: a push, or something that it waits for. Any number of these is as good as one. */
  hint(name: string, trigger: Trigger): void {
    this.#context.workers.hint(name, trigger);
  }

  suspend(name: string): DeploymentView {
    this.#find(name);
    this.#parts.table.setSuspended(name, true);
    this.#context.workers.of(name).suspend();
    this.#tellChange(name);
    return this.get(name);
  }

  resume(name: string): DeploymentView {
    const record = this.#find(name);
    if (record.declaration.suspend) throw suspendedByDeclaration(record);
    this.#parts.table.setSuspended(name, false);
    this.unpin(name);
    this.#context.workers.of(name).resume();
    this.#tellChange(name);
    return this.get(name);
  }

  /** Forgets a deployment. Its stack runs on unless it is to go, too; then the deployment stays if that fails. */
  remove(name: string, wish: RemovalWish): Promise<TargetOutcome> {
    return removeDeployment(name, wish, this.#context);
  }

  /** Ends every round; the stacks run on. */
  async close(): Promise<void> {
    await this.#context.workers.close();
  }

  /** Not at once: what is different is only so when the caller has ended. */
  #tellChange(name: string): void {
    setImmediate(() => this.changes.emit(name));
  }

  #find(name: string): DeploymentRecord {
    return findDeployment(this.#parts.table, name);
  }
}

function suspendedByDeclaration({ name, origin }: DeploymentRecord): UsageError {
  return new UsageError('declared-elsewhere', {
    message: `deployment "${name}" is suspended by what is declared ${describeOrigin(origin)}`,
    hint: 'take "suspend: true" out there',
  });
}
