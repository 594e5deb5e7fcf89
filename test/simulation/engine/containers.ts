// Containers as the engine has them: the real records and rules, over processes that are only noted down.
import { ContainerError } from '../../../src/core/errors.ts';
import { KeyedMutex } from '../../../src/core/mutex.ts';
import type { ContainerSpec } from '../../../src/core/specs.ts';
import { containerPaths } from '../../../src/engine/containers/container-paths.ts';
import { type ContainerView, statusOf } from '../../../src/engine/containers/container-view.ts';
import type { RunObservation } from '../../../src/engine/containers/observe-run.ts';
import { ContainerTable } from '../../../src/store/containers.ts';
import { restoreSimulated } from './restore.ts';
import { type Parts, SimulatedRuns } from './runs.ts';

const SIGTERM = 15;
const SIGKILL = 9;
const KILL_PATIENCE_MS = 10_000;
const NO_LIMITS = {
  memory: null,
  memoryReservation: null,
  memorySwap: null,
  cpus: null,
  cpuShares: null,
  cpuset: null,
  pids: null,
};

export class SimulatedContainers {
  readonly #parts: Parts;
  readonly #table: ContainerTable;
  readonly #runs: SimulatedRuns;

  constructor(parts: Omit<Parts, 'table' | 'locks'>) {
    this.#table = new ContainerTable(parts.database);
    this.#parts = { ...parts, table: this.#table, locks: new KeyedMutex() };
    this.#runs = new SimulatedRuns(this.#parts);
  }

  list(stack?: string): ContainerView[] {
    return this.#table.list(stack).map((record) => this.#view(record));
  }

  listNamed(isMeant: (name: string) => boolean): ContainerView[] {
    return this.#table.listNamed(isMeant).map((record) => this.#view(record));
  }

  find(name: string): ContainerView | undefined {
    const record = this.#table.findByNameOrId(name);
    return record && this.#view(record);
  }

  get(name: string): ContainerView {
    const view = this.find(name);
    if (!view) throw new ContainerError('container-not-found', { message: `no container "${name}"` });
    return view;
  }

  pathsOf(id: string): ReturnType<typeof containerPaths> {
    return containerPaths({ stateDirectory: '/nowhere/state', runDirectory: '/nowhere/run' }, id);
  }

  isRunning(id: string): boolean {
    return this.#runs.find(id) !== undefined;
  }

  async waitForEnd(id: string): Promise<number> {
    const active = this.#runs.find(id);
    if (!active) return this.#table.find(id)?.exitCode ?? 255;
    const code = await active.exited;
    await active.ended;
    return code;
  }

  observeRun(id: string): RunObservation | undefined {
    const run = this.#runs.find(id);
    const { process } = this.#table.find(id) ?? {};
    if (!run || !process) return undefined;
    const isSame = this.#parts.machine.kernel.find(process.pid, process.startTime) !== undefined;
    const limits = { expected: NO_LIMITS, actual: NO_LIMITS };
    return { process: isSame ? 'same' : 'gone', limits, mounts: { expected: [], actual: [] } };
  }

  restoreLimits(): void {}

  /** Each start has a namespace of its own, but for those that share one. */
  namespaceOf(id: string): string | undefined {
    const record = this.#table.find(id);
    const { kernel } = this.#parts.machine;
    if (!record?.process || !kernel.find(record.process.pid, record.process.startTime)) return undefined;
    if (record.spec.network.kind === 'container') return kernel.joined.get(record.process.pid);
    const serial = kernel.namespaces.get(id)?.serial;
    return serial === undefined ? undefined : String(serial);
  }

  async lastLines(): Promise<string[]> {
    return [];
  }

  async create(spec: ContainerSpec): Promise<string> {
    const { machine, life } = this.#parts;
    await life.work('container:create', machine.around(2));
    if (this.#table.findByNameOrId(spec.name)?.name === spec.name)
      throw new ContainerError('name-in-use', { message: `the name "${spec.name}" is taken` });
    const id = machine.newId();
    this.#table.insert(id, spec, machine.time.now);
    if (life.mark('container:directory')) machine.disk.containers.add(id);
    this.#parts.onEvent({ action: 'created', record: this.#table.get(id) });
    return id;
  }

  start(id: string): Promise<void> {
    return this.#parts.locks.run(id, () => this.#start(id));
  }

  stop(id: string, graceMs?: number): Promise<void> {
    return this.#parts.locks.run(id, () => this.#stop(id, graceMs));
  }

  kill(id: string, signal: number): void {
    const active = this.#runs.find(id);
    const { name } = this.#table.get(id);
    if (!active?.process)
      throw new ContainerError('container-not-running', { message: `container "${name}" is not running` });
    if (signal === SIGKILL || signal === SIGTERM) this.#table.setState(id, 'stopped');
    if (this.#parts.life.mark('container:kill')) this.#parts.machine.kernel.signal(active.process, signal);
  }

  restart(id: string, graceMs?: number): Promise<void> {
    return this.#parts.locks.run(id, () =>
      this.#runs.restarts.during(id, async () => {
        await this.#endRun(id, graceMs);
        await this.#start(id);
      }),
    );
  }

  remove(id: string, options: { readonly volumes: boolean; readonly graceMs?: number }): Promise<void> {
    return this.#parts.locks.run(id, async () => {
      if (!this.#table.find(id)) return;
      await this.#stop(id, options.graceMs);
      await this.#remove(id, options.volumes);
    });
  }

  rename(id: string, name: string): void {
    const record = this.#table.get(id);
    this.#table.rename(id, { ...record.spec, name });
  }

  handOverVolumes(from: string, to: string): void {
    this.#parts.volumes.handOver(from, to);
  }

  waiting(): readonly string[] {
    return this.#runs.restarts.waiting();
  }

  resume(id: string): Promise<void> {
    return this.#runs.restarts.resume(id);
  }

  /** Ids of the containers whose process of the last run is still there. */
  survivors(): string[] {
    const { kernel } = this.#parts.machine;
    const lives = ({ process }: ContainerView['record']): boolean =>
      process?.bootId === kernel.bootId && kernel.find(process.pid, process.startTime) !== undefined;
    return this.#table.list().flatMap((record) => (lives(record) ? [record.id] : []));
  }

  restore(): Promise<void> {
    return restoreSimulated({
      ...this.#parts,
      runs: this.#runs,
      stop: (id) => this.stop(id),
      remove: (id, withVolumes) => this.#remove(id, withVolumes),
    });
  }

  /** What belongs to no container, or to one that does not run. */
  leaks(): string[] {
    const { kernel, disk } = this.#parts.machine;
    const ids = new Set(this.#table.list().map(({ id }) => id));
    const running = new Set([...ids].filter((id) => this.isRunning(id) || this.#runs.restarts.isDue(id)));
    const stray = (what: string, all: Iterable<string>, known: ReadonlySet<string>): string[] =>
      [...all].filter((id) => !known.has(id)).map((id) => `${what} of ${id.slice(0, 8)}`);
    return [
      ...stray('a directory', disk.containers, ids),
      ...stray(
        'a process',
        [...kernel.processes.values()].map(({ containerId }) => containerId),
        running,
      ),
      ...stray('what the runtime knows', kernel.states.keys(), running),
      ...stray('mounts', kernel.mounts, running),
      ...stray('an exit file', kernel.exitFiles.keys(), ids),
    ];
  }

  async #start(id: string): Promise<void> {
    if (this.isRunning(id)) return;
    this.#runs.restarts.cancel(id);
    this.#table.setRestarts(id, 0);
    await this.#runs.begin(id, 'asked');
  }

  async #stop(id: string, graceMs: number | undefined): Promise<void> {
    const { state } = this.#table.get(id);
    if (state === 'running') this.#table.setState(id, this.isRunning(id) ? 'stopping' : 'stopped');
    await this.#endRun(id, graceMs);
  }

  async #endRun(id: string, graceMs: number | undefined): Promise<void> {
    const { machine, life } = this.#parts;
    const { spec } = this.#table.get(id);
    this.#runs.restarts.cancel(id);
    const active = this.#runs.find(id);
    if (!active) {
      await this.#runs.settled(id);
      return this.#runs.release(id);
    }
    if (active.process) {
      const { kernel, time } = machine;
      if (life.mark('container:stop')) kernel.signal(active.process, SIGTERM);
      const grace = graceMs ?? spec.stopGraceMs;
      const isOver = await Promise.race([active.exited.then(() => true), time.sleep(grace, life).then(() => false)]);
      if (!isOver && life.mark('container:kill')) kernel.signal(active.process, SIGKILL);
      await Promise.race([active.exited, time.sleep(KILL_PATIENCE_MS, life)]);
    }
    await active.ended;
  }

  async #remove(id: string, withVolumes: boolean): Promise<void> {
    const { database, machine, life, volumes, networks, onEvent } = this.#parts;
    const record = this.#table.get(id);
    if (withVolumes && !record.spec.autoRemove) this.#table.rename(id, { ...record.spec, autoRemove: true });
    this.#table.setState(id, 'removing');
    await database.flush();
    await this.#runs.release(id);
    await life.work('container:remove-files', machine.around(3));
    machine.disk.containers.delete(id);
    machine.kernel.exitFiles.delete(id);
    if (withVolumes) await volumes.removeAnonymous(id);
    this.#table.delete(id);
    networks.forget(id);
    onEvent({ action: 'removed', record });
  }

  #view(record: ContainerView['record']): ContainerView {
    const active = this.#runs.find(record.id);
    const live = { running: active !== undefined, restarting: this.#runs.restarts.isDue(record.id) };
    const healthState = active?.health?.state ?? null;
    return { record, status: statusOf(record, live), health: healthState?.status ?? 'none', healthState };
  }
}
