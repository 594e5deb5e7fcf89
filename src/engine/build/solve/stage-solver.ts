// Solves stages: independent ones at the same time, the steps of one after each other.

import type { Semaphore } from '../../../core/mutex.ts';
import type { Tracer } from '../../../core/trace.ts';
import type { ContentDigest } from '../../../oci/digest.ts';
import type { HistoryEntry } from '../../../oci/image-config.ts';
import type { EvaluatedStage } from '../stage/evaluate-stage.ts';
import { historyEntry } from '../stage/history.ts';
import type { StageStep } from '../stage/stage-step.ts';
import type { SolvedStep } from './make-layer.ts';
import { solveCopy } from './solve-copy.ts';
import { solveRun } from './solve-run.ts';
import { solveWorkdir } from './solve-workdir.ts';
import type { StepContext } from './step-context.ts';

/** A stage as files and history. */
export type SolvedStage = {
  /** Lowest first. */
  readonly layers: readonly ContentDigest[];
  readonly history: readonly HistoryEntry[];
  /** Of the newest layer, RFC 3339. */
  readonly created: string | null;
};

export type StepStatus = 'started' | 'done' | 'cached' | 'failed';

export type StageSolverOptions = {
  readonly context: StepContext;
  readonly stages: readonly EvaluatedStage[];
  /** What a stage that starts from no other stage starts from. */
  readonly baseOf: (stage: EvaluatedStage) => SolvedStage;
  /** How many steps may work at once. */
  readonly slots: Semaphore;
  readonly onStep: (title: string, status: StepStatus, ms: number) => void;
  readonly tracer: Tracer;
  /** Seconds since 1970 that every new entry gets instead of its own time. */
  readonly epochMs: number | null;
};

export class StageSolver {
  readonly #options: StageSolverOptions;
  readonly #stages: ReadonlyMap<number, EvaluatedStage>;
  readonly #solved = new Map<number, Promise<SolvedStage>>();
  #executed = 0;

  constructor(options: StageSolverOptions) {
    this.#options = options;
    this.#stages = new Map(options.stages.map((stage) => [stage.stage.stage.index, stage]));
  }

  /** Steps that the cache did not have. */
  get executed(): number {
    return this.#executed;
  }

  /** Every stage is solved once, however many need it. */
  solve(index: number): Promise<SolvedStage> {
    const known = this.#solved.get(index);
    if (known) return known;
    const stage = this.#stages.get(index);
    if (!stage) return Promise.reject(new Error(`stage ${index} is not among those to be built`));
    const solving = this.#solveStage(stage);
    this.#solved.set(index, solving);
    return solving;
  }

  /** Solves all stages; of several failures the first counts, after every stage has ended. */
  async solveAll(abort: (reason: unknown) => void): Promise<void> {
    const failures: unknown[] = [];
    const fail = (error: unknown): void => {
      failures.push(error);
      abort(error);
    };
    await Promise.all([...this.#stages.keys()].map((index) => this.solve(index).catch(fail)));
    if (failures.length > 0) throw failures[0];
  }

  async #solveStage(stage: EvaluatedStage): Promise<SolvedStage> {
    const { base } = stage.stage;
    const below = base.kind === 'stage' ? await this.solve(base.index) : this.#options.baseOf(stage);
    const layers = [...below.layers];
    const history = [...below.history];
    let { created } = below;
    let steps = stage.steps;
    for (const entry of stage.history) {
      const [step, ...rest] = entry.hasLayer ? steps : [];
      if (step) {
        steps = rest;
        const { layer, createdAt } = await this.#solveStep(step, layers);
        layers.push(layer);
        created = new Date(createdAt).toISOString();
      }
      history.push(historyEntry(entry, this.#timeOf(created)));
    }
    return { layers, history, created: stage.history.length > 0 ? this.#timeOf(created) : created };
  }

  #timeOf(created: string | null): string | null {
    const { epochMs } = this.#options;
    return epochMs === null ? created : new Date(epochMs).toISOString();
  }

  /** A step that waits for another stage holds no slot meanwhile. */
  async #solveStep(step: StageStep, layers: readonly ContentDigest[]): Promise<SolvedStep> {
    const { context, slots, onStep, tracer } = this.#options;
    context.signal.throwIfAborted();
    if (step.kind !== 'workdir') await this.#waitForSources(step);
    return slots.run(async () => {
      context.signal.throwIfAborted();
      const began = performance.now();
      onStep(step.title, 'started', 0);
      try {
        const work = (): Promise<SolvedStep> => solveStep(step, [...layers], context);
        const solved = await tracer.during('build', step.title, 'build', work);
        if (!solved.isCached) this.#executed++;
        onStep(step.title, solved.isCached ? 'cached' : 'done', performance.now() - began);
        return solved;
      } catch (error) {
        onStep(step.title, 'failed', performance.now() - began);
        throw error;
      }
    });
  }

  async #waitForSources(step: StageStep & { readonly kind: 'run' | 'copy' }): Promise<void> {
    const sources = step.kind === 'copy' ? [step.source] : step.mounts.map(({ source }) => source);
    for (const source of sources) if (source.kind === 'stage') await this.solve(source.index);
  }
}

function solveStep(step: StageStep, parent: readonly ContentDigest[], context: StepContext): Promise<SolvedStep> {
  switch (step.kind) {
    case 'run':
      return solveRun(step, parent, context);
    case 'copy':
      return solveCopy(step, parent, context);
    case 'workdir':
      return solveWorkdir(step, parent, context);
  }
}
