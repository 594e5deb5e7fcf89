// A machine, its daemon and the people who use it: carries out what a history says.
import { errorCode } from '../../src/core/errors.ts';
import type { Plan } from '../../src/reconcile/plan.ts';
import { Command, type Commands, lifecycleRequest, STACK, type Stream, upRequest } from './command.ts';
import { countTurns } from './count-turns.ts';
import type { Coverage } from './coverage.ts';
import { SimulatedDaemon } from './daemon.ts';
import type { Action, UpOptions } from './history.ts';
import { Machine } from './machine/machine.ts';
import { meddle } from './meddle.ts';
import { Referee } from './referee.ts';
import type { StackDraft } from './stack-draft.ts';

/** No command takes longer, and no daemon longer to come up. */
const LONGEST_MS = 3_600_000;

export class World {
  readonly machine: Machine;
  readonly referee: Referee;
  readonly coverage: Coverage;
  readonly commands: Command[] = [];
  /** Files that the daemon has told to be quarantined, as JSON of what was asked. */
  readonly quarantined = new Map<string, string>();
  daemon: SimulatedDaemon;

  constructor(seed: number, coverage: Coverage) {
    this.machine = new Machine(seed);
    this.coverage = coverage;
    this.referee = new Referee(this.machine, coverage);
    this.machine.onDeath = (how) => this.#afterDeath(how);
    this.daemon = this.#startDaemon();
  }

  get isReady(): boolean {
    return this.machine.life.isAlive && this.daemon.isReady;
  }

  async perform(action: Action): Promise<void> {
    const { machine, coverage, referee } = this;
    coverage.count(`action ${action.kind}`);
    switch (action.kind) {
      case 'up':
        return this.up(action.draft, action.options);
      case 'rollback':
        return this.rollback();
      case 'promote':
        return this.promote();
      case 'down':
        return this.down(action.volumes);
      case 'lifecycle':
        return this.#lifecycle(action);
      case 'interrupt':
        return this.#interrupt();
      case 'doom':
        machine.doom = { left: action.effects, kind: action.how };
        return referee.note(`doomed to a ${action.how} after ${action.effects} effects`);
      case 'reboot':
        this.#disturb();
        return machine.cutPower('reboot');
      default:
        this.#disturb();
        return referee.note(meddle(action, this));
    }
  }

  async up(draft: StackDraft, options: UpOptions): Promise<void> {
    const key = JSON.stringify([draft, options.scale]);
    const mayLoseData = options.renewAnonymousVolumes;
    if (!options.noStart) this.referee.isWanted();
    const command = await this.#issue('up', mayLoseData, (commands, stream) =>
      commands.up(upRequest(draft, options), stream),
    );
    command.ended.then(() => this.#afterUp(command, { key, draft, options }));
  }

  async rollback(): Promise<void> {
    this.referee.isWanted();
    const rest = { timeoutMs: null, wait: false, waitTimeoutMs: null, trace: false };
    await this.#issue('rollback', false, (commands, stream) =>
      commands.rollback({ stack: STACK, to: null, ...rest }, stream),
    );
  }

  async promote(): Promise<void> {
    const rest = { timeoutMs: null, wait: false, waitTimeoutMs: null, trace: false };
    await this.#issue('promote', false, (commands, stream) =>
      commands.promote({ stack: STACK, services: [], ...rest }, stream),
    );
  }

  async down(volumes: boolean): Promise<void> {
    this.#condemn(() => true);
    const rest = { images: 'none', timeoutMs: null, trace: false } as const;
    await this.#issue(`down${volumes ? ' -v' : ''}`, volumes, (commands, stream) =>
      commands.down({ stack: STACK, volumes, ...rest }, stream),
    );
  }

  /** Until all that was asked for has ended and a daemon is there. */
  async settle(): Promise<void> {
    const { time } = this.machine;
    const isQuiet = (): boolean => this.isReady && this.commands.every(({ isRunning }) => !isRunning);
    if (await time.runUntil(isQuiet, LONGEST_MS)) return;
    const open = this.commands.filter(({ isRunning }) => isRunning).map(({ name }) => name);
    this.referee.object('no command is lost', `${open.join(', ') || 'the start of the daemon'} has no end`);
    for (const command of this.commands) if (command.isRunning) command.outcome = { kind: 'lost' };
  }

  #interrupt(): void {
    const command = this.commands.findLast(({ isRunning }) => isRunning);
    this.referee.note(`${command?.name ?? 'nothing'} is interrupted`);
    if (command?.plan) this.coverage.count('interrupted');
    command?.controller.abort();
  }

  /** Also what a command has begun when the daemon dies is a person's doing: what was told to end ends. */
  #condemn(isMeant: (service: string | null) => boolean): void {
    for (const { record } of this.daemon.engine.containers.list(STACK)) {
      const process = this.machine.kernel.aliveIn(record.id);
      if (process && isMeant(record.spec.service)) process.isCondemned = true;
    }
  }

  async #lifecycle({ verb, service, volumes }: Extract<Action, { kind: 'lifecycle' }>): Promise<void> {
    this.#disturb();
    if (verb !== 'start') this.#condemn((name) => name === service);
    const isAlone = !this.commands.some(({ isRunning }) => isRunning);
    const before = this.commands.length;
    const command = await this.#issue(`${verb} ${service}`, volumes, (commands, stream) =>
      commands.lifecycle(lifecycleRequest(verb, { service, volumes }), stream),
    );
    command.ended.then(() => {
      if (verb !== 'stop' || command.outcome.kind !== 'done' || !isAlone || this.commands.length > before + 1) return;
      const views = this.daemon.engine.containers.list(STACK).filter(({ record }) => record.spec.service === service);
      this.referee.wasStopped(views.flatMap(({ record }) => (record.state === 'stopped' ? [record.id] : [])));
    });
  }

  async #issue(
    name: string,
    mayLoseData: boolean,
    ask: (commands: Commands, stream: Stream) => Promise<unknown>,
  ): Promise<Command & { readonly ended: Promise<void> }> {
    const { machine, referee } = this;
    const number = this.commands.length + 1;
    const command = new Command(`${name} #${number}`, { since: machine.time.now, mayLoseData });
    this.commands.push(command);
    // A client starts a daemon where none is, and waits for it.
    if (!this.isReady) await machine.time.runUntil(() => this.isReady, LONGEST_MS);
    referee.note(`${command.name} begins`);
    referee.releasePromises();
    referee.preempt();
    if (this.commands.filter(({ isRunning }) => isRunning).length === 1) referee.attemptSince = machine.time.now;
    const { daemon } = this;
    const { life } = daemon;
    const emit = (event: Parameters<Stream['emit']>[0]): void => {
      if (!life.isAlive) return;
      command.hear(event);
      this.#hear(command, event);
    };
    const caller = { credentials: () => undefined };
    const stream: Stream = { caller, emit, signal: command.controller.signal, drained: async () => {} };
    const answer = referee.as(command.actor, async () => ask(daemon.commands, stream));
    const ended = Promise.race([
      answer.then(
        (value) => ({ kind: 'done', value }) as const,
        (error: unknown) => ({ kind: 'failed', error }) as const,
      ),
      life.died.promise.then(() => ({ kind: 'lost' }) as const),
    ]).then((outcome) => {
      command.outcome = life.isAlive ? outcome : { kind: 'lost' };
      referee.note(`${command.name} ${describeOutcome(command)}`);
    });
    return Object.assign(command, { ended });
  }

  #hear(command: Command, event: Parameters<Stream['emit']>[0]): void {
    const { referee } = this;
    if (event.type === 'plan' && command.plan) {
      countTurns(command.plan, this.coverage);
      command.running = referee.running(STACK);
      command.isDisturbed = false;
    }
    if (event.type === 'warning') referee.note(`  ${command.name} warns: ${event.code} ${event.message}`);
    if (event.type !== 'step' || event.status === 'started') return;
    this.coverage.count(`${event.status} ${event.id.split(/[ ]/)[0]}`);
    referee.note(`  ${command.name}: ${event.id} ${event.status} ${event.error?.message ?? event.note ?? ''}`);
  }

  #afterUp(
    command: Command,
    { key, options }: { readonly key: string; readonly draft: StackDraft; readonly options: UpOptions },
  ): void {
    const { referee, coverage, quarantined } = this;
    const code = command.outcome.kind === 'failed' ? errorCode(command.outcome.error) : undefined;
    const isUsual = !options.retry && !options.pullAlways;
    if (code === 'superseded') coverage.count('given up for a newer command');
    if (code === 'revision-quarantined') {
      coverage.count('refused for quarantine');
      if (options.retry) referee.object('quarantine can be lifted', `${command.name} is refused`);
    } else if (isUsual && quarantined.has(key) && command.outcome.kind === 'done') {
      referee.object('what failed is not tried again', `${command.name} was rolled back as ${quarantined.get(key)}`);
    }
    this.#checkServed(command);
    this.#checkWayBack(command);
    if (command.result?.rolledBack) {
      coverage.count('rolled back');
      quarantined.set(key, command.name);
    } else if (command.isWell) quarantined.delete(key);
  }

  /** Where a new version failed and nothing was rolled back, the old one serves as it did before. */
  #checkServed({ name, plan, result, running, controller, isDisturbed }: Command): void {
    if (!plan || !result || result.rolledBack || controller.signal.aborted || isDisturbed) return;
    // Whoever lies in wait for a port has it before the old one comes back.
    if (this.machine.foreignPorts.size > 0) return;
    const left = this.referee.running(STACK);
    for (const step of plan.steps) {
      const isReplacement = step.kind === 'recreate-container' || step.kind === 'start-successor';
      if (!isReplacement || !result.failed.includes(step.id) || mayBeStopped(step.container, plan)) continue;
      const service = step.spec.service ?? '';
      if (running.has(service) && !left.has(service) && step.spec.network.kind !== 'container')
        this.referee.object('the old one serves where the new one fails', `service ${service} after ${name}`);
    }
  }

  /** What is gone back to has worked before: a program that cannot be started never has. */
  #checkWayBack({ name, result, refusedOnTheWayBack }: Command): void {
    if (result?.rolledBack && refusedOnTheWayBack.length > 0)
      this.referee.object('what is gone back to has worked', `${name}: ${refusedOnTheWayBack.join(', ')}`);
  }

  /** What holds for commands that nobody else had a hand in holds no longer. */
  #disturb(): void {
    for (const command of this.commands) command.isDisturbed = true;
    this.referee.releasePromises();
  }

  #afterDeath(how: 'kill' | 'power-cut'): void {
    const { machine, referee } = this;
    if (how === 'power-cut') this.#disturb();
    referee.daemonDied(machine.deaths.at(-1) ?? '');
    this.coverage.count(how);
    referee.mayLoseData = this.commands.some(({ isRunning, actor }) => isRunning && actor.mayLoseData);
    machine.time.after(machine.random.between(20, 600), () => {
      machine.nextLife();
      this.daemon = this.#startDaemon();
    });
  }

  #startDaemon(): SimulatedDaemon {
    const { referee } = this;
    referee.note(`${this.machine.life.name} starts`);
    const daemon = new SimulatedDaemon(this.machine, {
      onBegin: (record, why) => referee.beginRun(record, why),
      beginStep: (seq, entry) => referee.beginStep(seq, entry),
      endStep: (seq, outcome) => referee.endStep(seq, outcome),
      warn: (code, message) => referee.note(`warning ${code}: ${message}`),
      onBug: (error) => referee.object('no bug', String(error)),
      as: referee.as,
    });
    const { engine, life } = daemon;
    referee.engine = engine;
    engine.containerEvents.listen((event) => life.isAlive && referee.onEvent(event));
    engine.volumes.onRemove = (volume) => life.isAlive && referee.removeVolume(volume);
    return daemon;
  }
}

/** Stopped ahead of its replacement, for the sake of something else. */
function mayBeStopped(container: string, { steps }: Plan): boolean {
  return steps.some((step) => step.kind === 'stop-container' && step.container === container);
}

function describeOutcome({ outcome, result }: Command): string {
  switch (outcome.kind) {
    case 'failed':
      return `fails: ${errorCode(outcome.error)} ${outcome.error instanceof Error ? outcome.error.message : String(outcome.error)}`;
    case 'done':
      return result && (result.failed.length > 0 || result.rolledBack)
        ? `ends with ${result.failed.length} failed steps, ${result.rolledBack ? `back at ${result.rolledBack.to}` : 'not rolled back'}`
        : 'ends well';
    default:
      return outcome.kind;
  }
}
