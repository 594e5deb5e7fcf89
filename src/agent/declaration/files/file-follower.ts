// Keeps the deployments equal to the files that declare them while the daemon runs. Level-triggered: a change of the folder
// and a timer only say that it is time to look.
import { type FSWatcher, watch } from 'node:fs';
import type { Clock } from '../../../core/clock.ts';
import { AgentError, DockrError, toWireError, type WireError } from '../../../core/errors.ts';
import type { Agent } from '../../agent.ts';
import type { HostIdentity } from '../host-settings.ts';
import { type FilePlan, planFiles } from './plan-files.ts';
import { type DeclarationFiles, type KnownFiles, readDeclarations } from './read-declarations.ts';

export type FollowerParts = {
  /** A file, or a folder of files. */
  readonly place: string;
  readonly agent: Pick<Agent, 'list' | 'declare' | 'withdraw'>;
  readonly host: HostIdentity;
  readonly clock: Clock;
  readonly intervalMs: number;
};

/** What is wrong with a file, or with the place as a whole. */
export type FileProblem = { readonly path: string; readonly error: WireError };

/** Editors write a file in several steps. */
const REST_MS = 200;
const SETTLED_MS = 500;

export class FileFollower {
  readonly #parts: FollowerParts;
  readonly #stopping = new AbortController();
  readonly #known: KnownFiles = new Map();
  #problems: readonly FileProblem[] = [];
  #isDirty = false;
  #looking: Promise<void> | undefined;
  #watcher: FSWatcher | undefined;
  #cancelTimer: () => void = () => {};
  #isResting = false;
  #isUnsettled = false;
  /** Not declared at the last look. One that is replaced is not there for a moment. */
  #missed: ReadonlySet<string> = new Set();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /** Of the last look. */
  get problems(): readonly FileProblem[] {
    return this.#problems;
  }

  /** Looks for the first time, and follows from then on. Resolves when that look is over. */
  start(): Promise<void> {
    return this.look();
  }

  /** A whole look that begins now. */
  look(): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve();
    this.#isDirty = true;
    this.#looking ??= this.#lookWhileDirty();
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancelTimer();
    this.#watcher?.close();
    await this.#looking;
  }

  async #lookWhileDirty(): Promise<void> {
    this.#cancelTimer();
    this.#isResting = false;
    while (this.#isDirty && !this.#stopping.signal.aborted) {
      this.#isDirty = false;
      // Before the look: what changes during it is seen by another.
      this.#watch();
      this.#problems = await this.#reconcile();
    }
    this.#looking = undefined;
    if (this.#isUnsettled) this.#wakeIn(SETTLED_MS);
    else if (!this.#isResting) this.#wakeIn(this.#parts.intervalMs);
  }

  async #reconcile(): Promise<readonly FileProblem[]> {
    const { place, agent, host, clock } = this.#parts;
    let found: DeclarationFiles;
    try {
      found = await readDeclarations(place, { nowMs: clock.now(), known: this.#known });
    } catch (error) {
      return [{ path: place, error: toWireError(error) }];
    }
    const records = agent.list().map(({ record }) => record);
    if (found.kind === 'missing') return this.#missing(records.some(({ origin }) => origin.kind === 'file'));
    const { files } = found;
    const plan = planFiles(files, records, host);
    const missed = this.#missed;
    this.#missed = new Set(plan.withdraw);
    const withdraw = plan.withdraw.filter((name) => missed.has(name));
    this.#isUnsettled = withdraw.length < plan.withdraw.length || files.some(({ kind }) => kind === 'settling');
    const wrong = files.flatMap((file) => (file.kind === 'wrong' ? [{ path: file.path, error: file.error }] : []));
    return [...wrong, ...plan.twins.map(toTwinProblem), ...(await this.#carryOut({ ...plan, withdraw }))];
  }

  /** A folder that is not there may be a disk that is not mounted: nobody takes everything away like that. */
  #missing(hasDeployments: boolean): readonly FileProblem[] {
    const { place } = this.#parts;
    if (!hasDeployments) return [];
    const error = new AgentError('declarations-not-found', {
      message: `there is no "${place}", and what was declared there is kept`,
      hint: 'put it there again, or make an empty folder to remove those deployments',
    });
    return [{ path: place, error: toWireError(error) }];
  }

  /** What cannot be done now is tried again at the next look. */
  async #carryOut(plan: FilePlan): Promise<readonly FileProblem[]> {
    const { agent, place } = this.#parts;
    const problems: FileProblem[] = [];
    for (const { placeOf, ...declared } of plan.declare) {
      if (this.#stopping.signal.aborted) return problems;
      const path = declared.origin.kind === 'file' ? declared.origin.path : '';
      await agent.declare(declared).catch((error: unknown) => {
        problems.push({ path, error: toWireError(withPlace(error, placeOf(['source']))) });
      });
    }
    for (const name of plan.withdraw) {
      if (this.#stopping.signal.aborted) return problems;
      const context = { emit: () => {}, signal: this.#stopping.signal };
      await agent.withdraw(name, context).catch((error: unknown) => {
        problems.push({ path: place, error: toWireError(error) });
      });
    }
    return problems;
  }

  #watch(): void {
    if (this.#watcher) return;
    try {
      this.#watcher = watch(this.#parts.place, () => this.#rest());
      // The place has gone or was replaced: the timer finds it again.
      this.#watcher.on('error', () => this.#unwatch());
    } catch {
      // It is not there yet.
      this.#watcher = undefined;
    }
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  /** One change seldom comes alone. That more of them come is no reason to wait longer. */
  #rest(): void {
    if (this.#isResting) return;
    this.#wakeIn(REST_MS);
    this.#isResting = true;
  }

  #wakeIn(delayMs: number): void {
    if (this.#stopping.signal.aborted) return;
    this.#cancelTimer();
    this.#isResting = false;
    this.#cancelTimer = this.#parts.clock.after(delayMs, () => {
      this.#isResting = false;
      // A folder that was made anew has another inode: what is watched may be the old one.
      this.#unwatch();
      void this.look();
    });
  }
}

function toTwinProblem({ path, name, other }: FilePlan['twins'][number]): FileProblem {
  const error = new AgentError('deployment-exists', {
    message: `deployment "${name}" of "${path}" is declared in "${other}" already`,
  });
  return { path, error: toWireError(error) };
}

/** Errors about what a file says have a place in it. */
function withPlace(error: unknown, at: ReturnType<FilePlan['declare'][number]['placeOf']>): unknown {
  if (!(error instanceof DockrError) || error.at) return error;
  return new DockrError(error.kind, error.code, { ...error, message: error.message, at, cause: error });
}
