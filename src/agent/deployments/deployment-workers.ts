// The workers of this host's deployments, one each, and what their rounds are given.

import { Semaphore } from '../../core/mutex.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import { DeploymentWorker, type WorkerParts } from '../deployment-worker.ts';
import type { Trigger } from '../events/deployment-event.ts';
import { DeploymentEvents } from '../events/deployment-events.ts';
import { KnownWork } from '../loop/known-work.ts';
import type { LoopFacts } from '../loop/loop-facts.ts';
import { type RecorderParts, recordOutcome, tellAttempt, tellPlan } from '../loop/outcome-recorder.ts';
import type { Attempt, RoundParts, RoundStart } from '../loop/round.ts';
import { trustedAs } from '../previews/preview-declaration.ts';
import { runRound } from '../run-round.ts';
import type { Source } from '../source.ts';
import type { AgentParts } from './agent-parts.ts';
import type { DeploymentFolders } from './deployment-folders.ts';
import { findDeployment, isSuspended } from './find-deployment.ts';
import type { RoundWork } from './round-work.ts';

export type WorkersParts = {
  readonly parts: AgentParts;
  readonly facts: LoopFacts;
  readonly folders: DeploymentFolders;
  readonly work: RoundWork;
  readonly tellChange: (name: string) => void;
};

/** Rounds at once: after a start of the daemon all are due. */
const ROUNDS_AT_ONCE = 4;

type Deployment = { readonly worker: DeploymentWorker; readonly source: Source };

export class DeploymentWorkers {
  readonly #parts: WorkersParts;
  readonly #recorder: RecorderParts;
  readonly #deployments = new Map<string, Deployment>();
  readonly #slots = new Semaphore(ROUNDS_AT_ONCE);
  #isClosed = false;

  constructor(parts: WorkersParts) {
    this.#parts = parts;
    this.#recorder = { ...parts.parts, events: parts.parts.events ?? new DeploymentEvents(() => {}) };
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  names(): ReadonlySet<string> {
    return new Set(this.#deployments.keys());
  }

  of(name: string): DeploymentWorker {
    return this.#find(name).worker;
  }

  sourceOf(name: string): Source {
    return this.#find(name).source;
  }

  /** There may be news for a deployment, if there is one of that name. */
  hint(name: string, trigger: Trigger): void {
    this.#deployments.get(name)?.worker.hint(trigger);
  }

  /** Its rounds begin by themselves, unless it is suspended. */
  begin(record: DeploymentRecord): void {
    this.take(record).start(isSuspended(record) ? 'suspended' : 'active');
  }

  /** A worker for it, which does nothing yet. */
  take(record: DeploymentRecord): DeploymentWorker {
    const { name } = record;
    const { parts, folders } = this.#parts;
    const declared = () => findDeployment(parts.table, name).declaration;
    const source = parts.sources.open(trustedAs(record), folders.of(name), declared);
    const worker = new DeploymentWorker({ ...this.#rounds(name, source), clock: parts.clock });
    this.#deployments.set(name, { worker, source });
    return worker;
  }

  forget(name: string): void {
    this.#deployments.delete(name);
    this.#parts.work.forget(name);
  }

  /** Ends every round. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#deployments.values()].map(({ worker }) => worker.stop()));
  }

  #find(name: string): Deployment {
    const deployment = this.#deployments.get(name);
    if (!deployment) throw new Error(`deployment "${name}" has no worker`);
    return deployment;
  }

  #rounds(name: string, source: RoundParts['source']): Pick<WorkerParts, 'round' | 'onOutcome'> {
    const { parts, facts, tellChange } = this.#parts;
    const known = parts.writes && new KnownWork(parts.writes);
    let start: RoundStart;
    let beganAt: number;
    return {
      round: (context) => {
        start = this.#startOf(name);
        beganAt = parts.clock.now();
        tellChange(name);
        return runRound(start, { ...this.#roundParts(start, source), known }, context);
      },
      onOutcome: (outcome, context) => {
        const { pacing, isNews } = recordOutcome({ start, beganAt, outcome, context }, this.#recorder);
        tellChange(name);
        if (isNews) for (const dependent of facts.waitingFor(name)) this.hint(dependent, 'dependency');
        return pacing;
      },
    };
  }

  #roundParts({ deployment }: RoundStart, source: RoundParts['source']): RoundParts {
    const { parts, work } = this.#parts;
    const { target, clock, images } = parts;
    const inSlot: RoundParts['inSlot'] = (look) => this.#slots.run(look);
    const latest = (): RoundStart => this.#startOf(deployment.name);
    const onPlan = (attempt: Attempt): void => tellPlan(attempt, deployment, this.#recorder);
    const onAttempt = (attempt: Attempt): void => tellAttempt(attempt, deployment, this.#recorder);
    return { ...work, source, target, clock, inSlot, latest, onPlan, onAttempt, images };
  }

  #startOf(name: string): RoundStart {
    const { parts, facts } = this.#parts;
    return facts.startOf(findDeployment(parts.table, name));
  }
}
