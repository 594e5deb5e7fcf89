// Watches a history while it happens, and says what must never be.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ContainerEvent } from '../../src/engine/containers/container-options.ts';
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import type { ContainerRecord } from '../../src/store/containers.ts';
import type { VolumeRecord } from '../../src/store/volumes.ts';
import type { Actor } from './actor.ts';
import type { Coverage } from './coverage.ts';
import type { SimulatedEngine } from './engine/engine.ts';
import type { Machine } from './machine/machine.ts';
import { programOf } from './machine/registry.ts';

type JournalEntry = { readonly operation: string; readonly stack: string; readonly step: string };
type OpenStep = {
  readonly operation: string;
  readonly stack: string;
  readonly step: string;
  readonly actor: Actor | undefined;
};

/** What ends a replacement that has been switched to, or takes one back. */
const TAIL = /^(?:undo|drain-container previous|remove-container previous) /;
const SUCCESSION = 'start-successor ';
const REMOVAL_OF_OLD = 'remove-container previous ';

export class Referee {
  readonly #machine: Machine;
  readonly #coverage: Coverage;
  readonly #actors = new AsyncLocalStorage<Actor>();
  readonly #open = new Map<number, OpenStep>();
  readonly #operations = new Map<Actor, Set<string>>();
  /** Plans of repairs that a person's command has cut short. */
  readonly #preempted = new Set<string>();
  /** Ids of containers that a person stopped, and nobody asked for since. */
  readonly #stopped = new Set<string>();
  /** Ids of those that ran to a good end of their own. */
  readonly #completed = new Set<string>();
  /** Services that an update has promised to keep up. */
  #promised = new Set<string>();
  /** Of the daemon that lives. */
  engine: SimulatedEngine | undefined;
  readonly violations: string[] = [];
  readonly log: string[] = [];
  /** When the commands began that the last daemon left undone, or those of now. */
  attemptSince = 0;
  /** One of those that the last daemon left undone may lose data. */
  mayLoseData = false;
  /** Steps that the daemon began unasked. */
  unasked = 0;

  constructor(machine: Machine, coverage: Coverage) {
    this.#machine = machine;
    this.#coverage = coverage;
  }

  readonly as = <T>(actor: Actor, work: () => T): T => this.#actors.run(actor, work);

  note(line: string): void {
    this.log.push(`${String(this.#machine.time.elapsed).padStart(8)} ${line}`);
  }

  object(rule: string, line: string): void {
    this.violations.push(`${rule}: ${line}`);
    this.note(`!!! ${rule}: ${line}`);
  }

  // --- steps ---

  beginStep(seq: number, { operation, stack, step }: JournalEntry): void {
    const actor = this.#actors.getStore();
    const other = [...this.#open.values()].find((one) => one.stack === stack && one.actor !== actor);
    if (other) this.object('one apply a stack', `"${step}" begins while "${other.step}" of another goes on`);
    this.#open.set(seq, { operation, stack, step, actor });
    this.#coverage.count(`step ${kindOf(step)}`);
    if (actor?.kind !== 'command') this.unasked++;
    if (actor?.kind === 'repair') this.#checkRepair(step);
    if (actor?.kind === 'promotion' && step.startsWith('switch-traffic ')) this.#coverage.count('promoted by itself');
    const isUnasked = actor?.kind === 'repair' || actor?.kind === 'promotion';
    if (isUnasked && this.#preempted.has(operation) && !TAIL.test(step))
      this.object('nothing begins after the cut', `"${step}" of a ${actor?.kind}`);
    if (!actor) return;
    const operations = this.#operations.get(actor) ?? new Set();
    // Another plan makes promises of its own.
    if (!operations.has(operation)) this.releasePromises();
    if (step.startsWith(SUCCESSION)) this.#promise(stack, step);
    if (step.startsWith(REMOVAL_OF_OLD)) this.#checkSuccessor(step.slice(REMOVAL_OF_OLD.length));
    this.#operations.set(actor, operations.add(operation));
    if (actor.kind !== 'command') return;
    if (operations.size > 2) this.object('no oscillation', `${actor.name} carries out its ${operations.size}th plan`);
    if (actor.signal.aborted && !isTail(step, actor.plan()))
      this.object('nothing begins after the cut', `"${step}" of ${actor.name}`);
  }

  /** A person begins to work on the stack: a repair that goes on carries out nothing more. */
  preempt(): void {
    this.#preempted.clear();
    for (const { actor, operation } of this.#open.values())
      if (actor?.kind === 'repair' || actor?.kind === 'promotion') this.#preempted.add(operation);
    if (this.#preempted.size > 0) this.#coverage.count('a command preempts a repair');
  }

  endStep(seq: number, outcome: string): void {
    const { stack, step } = this.#open.get(seq) ?? { stack: '', step: '' };
    // It stays as it is after all, and may be restarted where it is.
    if (outcome === 'unneeded' && step.startsWith(SUCCESSION)) this.#promised.delete(this.#keyOf(stack, step) ?? '');
    this.#open.delete(seq);
  }

  /** What was going on when the daemon died. */
  daemonDied(what: string): void {
    for (const kind of new Set([...this.#open.values()].map(({ step }) => kindOf(step))))
      this.#coverage.count(`crash in ${kind}`);
    this.#open.clear();
    this.#preempted.clear();
    this.note(`the daemon dies at "${what}"`);
  }

  // --- containers ---

  beginRun(record: ContainerRecord, why: 'asked' | 'restart'): void {
    const actor = this.#actors.getStore();
    const isAsked = why === 'asked' && actor?.kind === 'command';
    const by = why === 'restart' ? 'its restart policy' : (actor?.kind ?? 'nobody');
    if (!isAsked && this.#stopped.has(record.id)) this.object('stopped stays stopped', `${record.name} by ${by}`);
    if (!isAsked && this.#completed.has(record.id)) this.object('completed stays completed', `${record.name} by ${by}`);
    this.#stopped.delete(record.id);
    this.#completed.delete(record.id);
  }

  /** A person's `stop` has ended well, with nobody at work beside it. */
  wasStopped(ids: readonly string[]): void {
    for (const id of ids) this.#stopped.add(id);
  }

  /** Somebody wants it up: what was stopped before may be started for that. */
  isWanted(): void {
    this.#stopped.clear();
    this.#completed.clear();
  }

  onEvent({ action, record, exitCode }: ContainerEvent): void {
    this.note(
      `container ${record.name} ${record.id.slice(5, 8)} ${action}${exitCode === undefined ? '' : ` ${exitCode}`}`,
    );
    const isDone =
      action === 'exited' &&
      exitCode === 0 &&
      record.state === 'running' &&
      programOf(record.spec.image).ends?.code === 0;
    if (isDone) this.#completed.add(record.id);
    if (action !== 'started' && action !== 'created') this.#checkPromises();
  }

  // --- service without a break ---

  /** A container is about to be replaced start-first: from now on its service may not be without a ready one. */
  #promise(stack: string, step: string): void {
    const key = this.#keyOf(stack, step);
    if (key !== undefined && this.#isServed(key)) this.#promised.add(key);
  }

  /** Nobody asked for another version, and people go before repairs. */
  #checkRepair(step: string): void {
    const name = /^(?:recreate-container|start-successor) (.*)/.exec(step)?.[1];
    const view = name === undefined ? undefined : this.engine?.containers.find(name);
    if (view?.status === 'running') this.object('a repair replaces nothing that runs', step);
  }

  /** The old one is about to go: the new one has shown by now that it works. */
  #checkSuccessor(name: string): void {
    const successor = this.engine?.containers.find(name)?.record;
    const process = successor && this.#machine.kernel.aliveIn(successor.id);
    if (!process || process.isCondemned || !successor.spec.healthcheck || this.#machine.kernel.isWell(process)) return;
    this.object('the old one stays until the new one is proven', name);
  }

  /** Of the service whose container a step is about. */
  #keyOf(stack: string, step: string): string | undefined {
    const service = this.engine?.containers.find(step.slice(SUCCESSION.length))?.record.spec.service;
    return service ? `${stack} ${service}` : undefined;
  }

  /** Somebody else had a hand in it, or it is over. */
  releasePromises(): void {
    this.#promised = new Set();
  }

  #checkPromises(): void {
    for (const key of this.#promised) {
      if (this.#isServed(key)) continue;
      this.object('served all the time', `service ${key} has nobody who is ready`);
      this.#promised.delete(key);
    }
  }

  #isServed(key: string): boolean {
    const [stack = '', name = ''] = key.split(' ');
    return this.engine === undefined || countReady(this.engine, this.#machine, { stack, name }) > 0;
  }

  /** Names of the services that have somebody who runs, and would go on if nobody did anything. */
  running(stack: string): ReadonlySet<string> {
    const views = this.engine?.containers.list(stack) ?? [];
    const names = views.flatMap(({ record }) => {
      const process = this.#machine.kernel.aliveIn(record.id);
      const goesOn = process && !process.isCondemned && !process.program.ends;
      // Whoever is in the network of another goes when that one goes.
      return goesOn && record.spec.network.kind !== 'container' ? [record.spec.service ?? ''] : [];
    });
    return new Set(names);
  }

  // --- data ---

  removeVolume({ name, anonymousOf }: VolumeRecord): void {
    if (!this.#machine.disk.volumes.get(name)?.hasData) return;
    const actor = this.#actors.getStore();
    if (actor?.kind === 'command' && actor.mayLoseData) return;
    // What only a container had that was made for this very attempt is no loss.
    const owner = anonymousOf === null ? undefined : this.engine?.containers.find(anonymousOf);
    if (actor?.kind === 'take-over' && this.mayLoseData) return;
    const since = actor?.kind === 'command' ? actor.since : this.attemptSince;
    if (owner && owner.record.createdAt >= since) return;
    this.object(
      'data is kept',
      `volume ${name.slice(0, 12)} of ${owner?.record.name ?? 'the stack'} by ${actor?.kind}`,
    );
  }
}

function kindOf(step: string): string {
  const [first = '', second = ''] = step.split(' ');
  return first === 'undo' ? `undo ${second}` : first;
}

/** After its switch a replacement is carried to its end, and what is half done is taken back. */
function isTail(id: string, plan: Plan | undefined): boolean {
  if (id.startsWith('undo ')) return true;
  const step = plan?.steps.find((one: Step) => one.id === id);
  if (step?.kind === 'switch-traffic') return step.together === true;
  return step?.when !== undefined && (step.kind === 'drain-container' || step.kind === 'remove-container');
}

/** By what the kernel has, whoever knows of it, and by what was told of its connections. */
function countReady(
  engine: SimulatedEngine,
  machine: Machine,
  service: { readonly stack: string; readonly name: string },
): number {
  const own = engine.containers.list(service.stack).filter(({ record }) => record.spec.service === service.name);
  return own.filter(({ record }) => {
    const process = machine.kernel.aliveIn(record.id);
    if (
      process?.status !== 'running' ||
      process.isCondemned ||
      process.program.ends ||
      engine.traffic.intentOf(record.id) !== 'auto'
    )
      return false;
    return record.spec.healthcheck === null || machine.kernel.isWell(process);
  }).length;
}
