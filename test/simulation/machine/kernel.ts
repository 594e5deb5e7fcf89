// What runs and what is wired, whoever asked for it: processes, namespaces, links, bridges, rules. A reboot ends all of it.
import type { Random } from '../random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { Program } from './registry.ts';

export type Process = {
  readonly pid: number;
  readonly startTime: number;
  readonly containerId: string;
  readonly program: Program;
  status: 'created' | 'running' | 'ended';
  runsSince: number;
  exitCode: number | null;
  /** Somebody beside dockr is about to end it. */
  isCondemned: boolean;
  readonly exit: PromiseWithResolvers<number>;
};

/** Another one has another serial; it has links to these networks. */
export type Namespace = { readonly serial: number; readonly links: Set<string> };

const SIGKILL = 9;
const FIRST_PID = 1 << 23;

export class Kernel {
  readonly #time: VirtualTime;
  readonly #random: Random;
  #nextPid = FIRST_PID;
  #boots = 1;
  #serial = 0;
  readonly processes = new Map<number, Process>();
  /** What the runtime keeps of containers, by id. */
  readonly states = new Map<string, Process>();
  /** conmon's files: exit codes by container id. */
  readonly exitFiles = new Map<string, number>();
  /** Network namespaces by container id. */
  readonly namespaces = new Map<string, Namespace>();
  /** By pid of those that are in the namespace of another container: which. */
  readonly joined = new Map<number, string>();
  /** Root file systems and mounts of runs. */
  readonly mounts = new Set<string>();
  /** By name of network. */
  readonly bridges = new Set<string>();
  areRulesIntact = true;

  constructor(time: VirtualTime, random: Random) {
    this.#time = time;
    this.#random = random;
  }

  get bootId(): string {
    return `boot ${this.#boots}`;
  }

  /** Keeps the namespace that is there, and makes its links what they should be. */
  wire(containerId: string, networks: readonly string[]): void {
    const serial = this.namespaces.get(containerId)?.serial ?? ++this.#serial;
    this.namespaces.set(containerId, { serial, links: new Set(networks) });
  }

  /** A process that has not begun to run its program. */
  spawn(containerId: string, program: Program): Process {
    const process: Process = {
      pid: this.#nextPid++,
      startTime: this.#time.now,
      containerId,
      program,
      status: 'created',
      runsSince: 0,
      exitCode: null,
      isCondemned: false,
      exit: Promise.withResolvers(),
    };
    this.processes.set(process.pid, process);
    this.states.set(containerId, process);
    return process;
  }

  begin(process: Process): void {
    if (process.status !== 'created') return;
    process.status = 'running';
    process.runsSince = this.#time.now;
    const { ends } = process.program;
    if (ends) this.#time.after(ends.afterMs, () => this.#end(process, ends.code));
  }

  /** A signal; the stop signal is heard after a while, if at all. */
  signal(process: Process, signal: number): void {
    if (process.status === 'ended') return;
    if (signal === SIGKILL) return void this.#time.after(1, () => this.#end(process, 128 + SIGKILL));
    const { stopsAfterMs } = process.program;
    if (stopsAfterMs === null || process.status === 'created') return;
    this.#time.after(stopsAfterMs, () => this.#end(process, process.program.stopCode));
  }

  /** Ended by somebody beside dockr. */
  murder(process: Process): void {
    process.isCondemned = true;
    this.signal(process, SIGKILL);
  }

  /** Whether its health check passes now. */
  isWell({ status, program, runsSince }: Process): boolean {
    const { wellAfterMs } = program;
    return status === 'running' && wellAfterMs !== null && this.#time.now - runsSince >= wellAfterMs;
  }

  /** The runtime forgets a container, and kills what is left of it. */
  delete(containerId: string): void {
    const process = this.states.get(containerId);
    this.states.delete(containerId);
    if (process) this.#end(process, 128 + SIGKILL);
  }

  aliveIn(containerId: string): Process | undefined {
    const process = this.states.get(containerId);
    return process && process.status !== 'ended' ? process : undefined;
  }

  find(pid: number, startTime: number): Process | undefined {
    const process = this.processes.get(pid);
    return process?.startTime === startTime && process.status !== 'ended' ? process : undefined;
  }

  /** Power off and on: nothing of all this is there any more. */
  reboot(): void {
    for (const process of this.processes.values()) process.status = 'ended';
    for (const all of [
      this.processes,
      this.states,
      this.exitFiles,
      this.namespaces,
      this.joined,
      this.mounts,
      this.bridges,
    ])
      all.clear();
    this.areRulesIntact = true;
    this.#boots++;
    // Pids begin anew, and are those of others now.
    this.#nextPid = FIRST_PID + this.#random.between(0, 3);
  }

  #end(process: Process, code: number): void {
    if (process.status === 'ended') return;
    process.status = 'ended';
    process.exitCode = code;
    this.processes.delete(process.pid);
    // conmon has written the file before anybody hears of the end.
    this.exitFiles.set(process.containerId, code);
    process.exit.resolve(code);
  }
}
