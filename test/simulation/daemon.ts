// One daemon: the real handlers, locks and loops, put together as src/daemon/main.ts does it, over a simulated engine.
import { Emitter } from '../../src/core/emitter.ts';
import { stackStreams } from '../../src/daemon/handlers/stack-streams.ts';
import type { Notice } from '../../src/daemon/notice.ts';
import { PromotionLoop } from '../../src/daemon/promotion-loop.ts';
import { RepairGate } from '../../src/daemon/repair-gate.ts';
import { RepairLoop } from '../../src/daemon/repair-loop.ts';
import { OF_REPAIRS, StackTurns } from '../../src/daemon/stack-turns.ts';
import { startAfterBoot } from '../../src/daemon/start-after-boot.ts';
import { takeOver } from '../../src/daemon/take-over.ts';
import type { Actor } from './actor.ts';
import { SimulatedEngine, type Watch } from './engine/engine.ts';
import type { Life } from './machine/life.ts';
import type { Machine } from './machine/machine.ts';

const BOOT_PATIENCE_MS = 20_000;

export type DaemonWatch = Watch & {
  readonly warn: (code: string, message: string) => void;
  /** It could not even start. */
  readonly onBug: (error: unknown) => void;
  /** Wraps what runs on behalf of somebody, so that effects can be told apart. */
  readonly as: <T>(actor: Actor, work: () => T) => T;
};

export class SimulatedDaemon {
  readonly life: Life;
  readonly engine: SimulatedEngine;
  readonly #turns = new StackTurns();
  readonly #gate = new RepairGate();
  isReady = false;

  constructor(machine: Machine, watch: DaemonWatch) {
    const { life } = machine;
    this.life = life;
    // What the dead go on with is nobody's business.
    const alive = <Args extends unknown[]>(tell: (...args: Args) => void) => {
      return (...args: Args): void => (life.isAlive ? tell(...args) : undefined);
    };
    this.engine = new SimulatedEngine(machine, life, {
      onBegin: alive(watch.onBegin),
      beginStep: alive(watch.beginStep),
      endStep: alive(watch.endStep),
    });
    this.#run({ ...watch, warn: alive(watch.warn) }).catch(alive(watch.onBug));
  }

  async #run({ as, warn }: DaemonWatch): Promise<void> {
    const { engine } = this;
    await as({ kind: 'take-over' }, () => takeOver(engine, warn));
    const turns = this.#turns;
    as(
      { kind: 'repair' },
      () => new RepairLoop({ engine, turns, gate: this.#gate, notices: new Emitter<Notice>(), warn }),
    );
    as(
      { kind: 'promotion' },
      () => new PromotionLoop({ engine, turns, gate: this.#gate, notices: new Emitter<Notice>(), warn }),
    );
    const ending = new AbortController();
    void as({ kind: 'boot' }, () =>
      startAfterBoot({ engine, warn, signal: ending.signal, patienceMs: BOOT_PATIENCE_MS }),
    );
    this.isReady = true;
  }

  /** Work on a stack that nobody else works on meanwhile. */
  alone<T>(stack: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.run(stack, OF_REPAIRS, work);
  }

  /** What a client may ask of it. */
  get commands(): ReturnType<typeof stackStreams> {
    return stackStreams({ engine: this.engine, turns: this.#turns, gate: this.#gate });
  }
}
