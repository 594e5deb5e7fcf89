// A machine with nothing real in it, and everything on it from one seed.
import { Random } from '../random.ts';
import { VirtualTime } from '../virtual-time.ts';
import { Disk } from './disk.ts';
import { Kernel } from './kernel.ts';
import { Life } from './life.ts';
import { Registry } from './registry.ts';

/** How a daemon ends before its time, after so many more effects. */
export type Doom = { left: number; readonly kind: 'kill' | 'power-cut' };

export class Machine {
  readonly random: Random;
  readonly time: VirtualTime;
  readonly kernel: Kernel;
  readonly disk = new Disk();
  readonly registry = new Registry();
  /** Ports that programs beside dockr listen on. */
  readonly foreignPorts = new Set<number>();
  doom: Doom | null = null;
  /** What daemons were doing when they were killed. */
  readonly deaths: string[] = [];
  onDeath: (how: Doom['kind']) => void = () => {};
  life: Life;
  #daemons = 0;
  #ids = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    const ranks = this.random.fork();
    this.time = new VirtualTime(() => ranks.next());
    this.kernel = new Kernel(this.time, this.random);
    this.life = this.nextLife();
  }

  nextLife(): Life {
    this.life = new Life(`daemon ${++this.#daemons}`, this.time, (what) => this.#watch(what));
    this.time.owner = this.life;
    return this.life;
  }

  /** 64 hex digits, like those of the engine, and never the same ones. */
  newId(): string {
    const digits = Array.from({ length: 7 }, () =>
      Math.floor(this.random.next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    );
    return (++this.#ids).toString(16).padStart(8, '0') + digits.join('');
  }

  /** How long something takes that usually takes so long. */
  around(ms: number): number {
    return Math.round(ms * (0.5 + this.random.next() * 1.5));
  }

  /** kill -9: what it did stays, whether it was written down or not. */
  kill(what: string, how: Doom['kind'] = 'kill'): void {
    this.deaths.push(what);
    this.doom = null;
    this.life.end();
    // What the dead go on with in this turn belongs to nobody.
    this.time.owner = this.life;
    this.onDeath(how);
  }

  /** The power goes and comes back. */
  cutPower(what: string): void {
    if (this.life.isAlive) this.kill(what, 'power-cut');
    this.disk.cutPower((unflushed) => this.random.between(0, unflushed));
    this.kernel.reboot();
  }

  #watch(what: string): void {
    const { doom } = this;
    if (!doom || doom.left-- > 0) return;
    if (doom.kind === 'kill') this.kill(what);
    else this.cutPower(what);
  }
}
