// GitOps: keeps this machine equal to repositories. One worker a deployment, declarations and outcomes in the database.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { AgentError, UsageError } from '../core/errors.ts';
import { Semaphore } from '../core/mutex.ts';
import { suggest } from '../core/suggest.ts';
import { isStackName } from '../stack/project-name.ts';
import type { DeploymentRecord, DeploymentTable } from '../store/deployments.ts';
import { nextDelay } from './backoff.ts';
import { DeploymentWorker, type Emit } from './deployment-worker.ts';
import { loadRelease } from './load-release.ts';
import { isInside } from './release-reader.ts';
import { type RoundOutcome, type RoundParts, runRound } from './run-round.ts';
import type { Source, SourceFactory } from './source.ts';
import type { Target, TargetContext, TargetOutcome } from './target.ts';

export type AgentParts = {
  readonly table: DeploymentTable;
  readonly stateDirectory: string;
  readonly sources: SourceFactory;
  readonly target: Target;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The folder that the stack of that name was loaded from; undefined where there is none on this machine. */
  readonly findStackDirectory: (name: string) => string | undefined;
  readonly load?: RoundParts['load'];
};

export type Declaration = Pick<DeploymentRecord, 'name' | 'url' | 'branch' | 'path' | 'intervalMs'>;

export type DeploymentView = {
  readonly record: DeploymentRecord;
  readonly isBusy: boolean;
  readonly nextAt: number | null;
};

type Deployment = { readonly worker: DeploymentWorker; readonly source: Source };

const SHORTEST_INTERVAL_MS = 1_000;
const LONGEST_NAME = 63;
/** Rounds at once: after a start of the daemon all are due. */
const ROUNDS_AT_ONCE = 4;

export class Agent {
  readonly #parts: AgentParts;
  readonly #deployments = new Map<string, Deployment>();
  readonly #slots = new Semaphore(ROUNDS_AT_ONCE);

  constructor(parts: AgentParts) {
    this.#parts = parts;
  }

  /** Takes up every deployment that was declared, and removes what is left of those that are gone. */
  async start(): Promise<void> {
    const records = this.#parts.table.list();
    await this.#sweep(new Set(records.map(({ name }) => name)));
    for (const record of records) this.#begin(record);
  }

  list(): DeploymentView[] {
    return this.#parts.table.list().map((record) => this.#view(record));
  }

  get(name: string): DeploymentView {
    return this.#view(this.#find(name));
  }

  /** Declares a deployment, and resolves when its first round has ended. */
  async add(declaration: Declaration, emit: Emit): Promise<RoundOutcome> {
    const { name } = declaration;
    this.#check(declaration);
    await mkdir(this.#directory(name), { recursive: true, mode: 0o711 });
    const record: DeploymentRecord = {
      ...declaration,
      suspended: false,
      createdAt: this.#parts.clock.now(),
      attempted: null,
      applied: null,
      error: null,
      failures: 0,
    };
    this.#parts.table.insert(record);
    return this.#take(record).sync(emit);
  }

  /** A whole round that begins now; resolves when it has ended. */
  async sync(name: string, emit: Emit): Promise<RoundOutcome> {
    this.#find(name);
    return this.#deployment(name).worker.sync(emit);
  }

  suspend(name: string): DeploymentView {
    this.#find(name);
    this.#parts.table.setSuspended(name, true);
    this.#deployment(name).worker.suspend();
    return this.get(name);
  }

  resume(name: string): DeploymentView {
    this.#find(name);
    this.#parts.table.setSuspended(name, false);
    this.#deployment(name).worker.resume();
    return this.get(name);
  }

  /** Forgets a deployment. Its stack runs on unless it is to go, too; then the deployment stays if that fails. */
  async remove(name: string, options: { readonly down: boolean } & TargetContext): Promise<TargetOutcome> {
    const record = this.#find(name);
    await this.#deployment(name).worker.stop();
    const outcome = options.down ? await this.#down(record, options) : { changed: false, error: null };
    if (outcome.error) {
      this.#begin(this.#find(name));
      return outcome;
    }
    this.#parts.table.delete(name);
    this.#deployments.delete(name);
    await this.#sweep(new Set(this.#deployments.keys()));
    return outcome;
  }

  /** Ends every round; the stacks run on. */
  async close(): Promise<void> {
    await Promise.all([...this.#deployments.values()].map(({ worker }) => worker.stop()));
  }

  async #down(record: DeploymentRecord, context: TargetContext): Promise<TargetOutcome> {
    try {
      return await this.#parts.target.down(record.name, context);
    } catch (error) {
      this.#begin(record);
      throw error;
    }
  }

  #check(declaration: Declaration): void {
    const { name, intervalMs } = declaration;
    if (!isStackName(name) || name.length > LONGEST_NAME) {
      throw new UsageError('invalid-deployment-name', {
        message: `deployment name "${name}" must have only lower-case letters, digits, "-" and "_", begin with a letter or digit, and be no longer than ${LONGEST_NAME}`,
      });
    }
    if (!Number.isSafeInteger(intervalMs) || intervalMs < SHORTEST_INTERVAL_MS) {
      throw new UsageError('invalid-interval', {
        message: `the interval is ${intervalMs} ms, expected ${SHORTEST_INTERVAL_MS} or more`,
      });
    }
    this.#parts.sources.check(declaration);
    if (this.#parts.table.find(name))
      throw new UsageError('deployment-exists', { message: `there is a deployment "${name}" already` });
    const stackDirectory = this.#parts.findStackDirectory(name);
    if (stackDirectory !== undefined && !isInside(this.#directory(name), stackDirectory)) {
      throw new AgentError('stack-exists', {
        message: `there is a stack "${name}" already, which no deployment made`,
        hint: `take it down with "dockr -p ${name} down", or choose another name`,
      });
    }
  }

  #begin(record: DeploymentRecord): void {
    this.#take(record).start(record.suspended ? 'suspended' : 'active');
  }

  #take(record: DeploymentRecord): DeploymentWorker {
    const { name } = record;
    const { target, load = loadRelease, sources, clock } = this.#parts;
    const source = sources.open(name, this.#directory(name), () => this.#find(name));
    const worker = new DeploymentWorker({
      round: (context) => this.#slots.run(() => runRound(this.#find(name), { source, target, load }, context)),
      onOutcome: (outcome) => this.#record(name, outcome),
      clock,
    });
    this.#deployments.set(name, { worker, source });
    return worker;
  }

  /** Writes only what is new: a round that found nothing to do leaves no trace. */
  #record(name: string, { attempted, applied, changed, error }: RoundOutcome): number {
    const { table, clock, random } = this.#parts;
    const before = this.#find(name);
    const at = clock.now();
    const failures = error ? before.failures + 1 : 0;
    const isNew =
      changed || error !== null || before.error !== null || before.applied?.commit !== (applied ?? undefined);
    if (isNew) {
      table.setOutcome(name, {
        attempted: attempted === null ? before.attempted : { commit: attempted, at },
        applied:
          applied === null
            ? null
            : applied === before.applied?.commit && !changed
              ? before.applied
              : { commit: applied, at },
        error: error && { error, at },
        failures,
      });
    }
    return nextDelay({ intervalMs: before.intervalMs, failures, random: random() });
  }

  #view(record: DeploymentRecord): DeploymentView {
    const { worker } = this.#deployment(record.name);
    return { record, isBusy: worker.isBusy, nextAt: worker.nextAt };
  }

  #find(name: string): DeploymentRecord {
    const record = this.#parts.table.find(name);
    if (record) return record;
    const near = suggest(
      name,
      this.#parts.table.list().map((each) => each.name),
    );
    throw new AgentError('no-such-deployment', {
      message: `there is no deployment "${name}"`,
      hint: near ? `did you mean "${near}"?` : 'see "dockr deploy list"',
    });
  }

  #deployment(name: string): Deployment {
    const deployment = this.#deployments.get(name);
    if (!deployment) throw new Error(`deployment "${name}" has no worker`);
    return deployment;
  }

  /** A stack that outlives its deployment may still mount files of its release: those stay until it is gone. */
  async #sweep(known: ReadonlySet<string>): Promise<void> {
    const folder = join(this.#parts.stateDirectory, 'deployments');
    for (const name of await readdir(folder).catch(() => [])) {
      if (known.has(name) || this.#parts.findStackDirectory(name) !== undefined) continue;
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }

  #directory(name: string): string {
    return join(this.#parts.stateDirectory, 'deployments', name);
  }
}
