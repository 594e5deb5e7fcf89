// Containers from creation to removal. The database says what should be, the kernel what is; what is held in memory (runs,
// restarts that are due) can be found again.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { ContainerError } from '../../core/errors.ts';
import type { ContainerAction } from '../../core/events.ts';
import { failpoint } from '../../core/failpoint.ts';
import { KeyedMutex } from '../../core/mutex.ts';
import type { ContainerSpec } from '../../core/specs.ts';
import { parseSignal, sendSignal } from '../../os/process.ts';
import { type ContainerRecord, ContainerTable } from '../../store/containers.ts';
import { type ActiveRun, isSameProcess, LOST_EXIT_CODE } from './active-run.ts';
import { AnonymousVolumes } from './anonymous-volumes.ts';
import { ContainerInside } from './container-inside.ts';
import type { ContainerEngineOptions } from './container-options.ts';
import { type ContainerPaths, containerPaths } from './container-paths.ts';
import { ContainerRuns } from './container-runs.ts';
import { type ContainerView, statusOf } from './container-view.ts';
import { notRunning } from './exec.ts';
import { withoutOwnSecrets } from './hide-values.ts';
import { readLog } from './log-reader.ts';
import { observeRun, type RunObservation, restoreLimits } from './observe-run.ts';
import { OrphanReaper } from './orphan-reaper.ts';
import { restoreContainers } from './restore-containers.ts';
import { SIGKILL, stopRun } from './stop-run.ts';

const ROTATION_INTERVAL_MS = 10_000;
const WHAT_IS_THERE = {
  sinceMs: null,
  untilMs: null,
  follow: false,
  signal: new AbortController().signal,
  ended: () => true,
} as const;

export class ContainerEngine {
  readonly #options: ContainerEngineOptions;
  readonly #table: ContainerTable;
  readonly #anonymous: AnonymousVolumes;
  readonly #runs: ContainerRuns;
  readonly #locks = new KeyedMutex();
  /** Containers that wait with their removal for somebody who reads their log. */
  readonly #held = new Set<string>();
  readonly #rotation: NodeJS.Timeout;
  readonly #reaper = new OrphanReaper();
  /** What is done in those that run. */
  readonly inside: ContainerInside;

  constructor(options: ContainerEngineOptions) {
    this.#options = options;
    this.#table = new ContainerTable(options.database);
    this.#anonymous = new AnonymousVolumes(options.volumes);
    this.#runs = new ContainerRuns({
      ...options,
      table: this.#table,
      anonymous: this.#anonymous,
      locks: this.#locks,
      onDone: (id) => void (this.#held.has(id) || this.remove(id, { volumes: true }).catch(() => {})),
    });
    this.#rotation = setInterval(() => void this.#runs.rotateLogs(), ROTATION_INTERVAL_MS);
    this.#rotation.unref();
    this.inside = new ContainerInside({ options, table: this.#table, runs: this.#runs });
  }

  // --- questions ---

  list(stack?: string): ContainerView[] {
    return this.#table.list(stack).map((record) => this.#view(record));
  }

  /** Those with such names: cheap where they are few of many. */
  listNamed(isMeant: (name: string) => boolean): ContainerView[] {
    return this.#table.listNamed(isMeant).map((record) => this.#view(record));
  }

  /** By name, id or unambiguous prefix of an id. */
  find(name: string): ContainerView | undefined {
    const record = this.#table.findByNameOrId(name);
    return record && this.#view(record);
  }

  /** Like `find`; throws `container-not-found`. */
  get(name: string): ContainerView {
    const view = this.find(name);
    if (!view) throw new ContainerError('container-not-found', { message: `no container "${name}"` });
    return view;
  }

  pathsOf(id: string): ContainerPaths {
    return containerPaths(this.#options, id);
  }

  /** Resolves with the exit code when the current run has ended; at once if none is active. */
  async waitForEnd(id: string): Promise<number> {
    const active = this.#runs.find(id);
    if (active) {
      const code = await active.exited;
      await active.ended;
      return code;
    }
    await this.#runs.settled(id);
    return this.#table.find(id)?.exitCode ?? LOST_EXIT_CODE;
  }

  isRunning(id: string): boolean {
    return this.#runs.find(id) !== undefined;
  }

  /** The current run as the kernel has it, beside what was asked for; undefined where there is none. */
  observeRun(id: string): RunObservation | undefined {
    const record = this.#table.find(id);
    return record && this.#runs.find(id) ? observeRun(record, this.#placesOf(id)) : undefined;
  }

  /** The network namespace that its process is in, as the kernel calls it; undefined where no process is. */
  namespaceOf(id: string): string | undefined {
    const pid = this.#table.find(id)?.process?.pid;
    if (pid === undefined) return undefined;
    try {
      return readlinkSync(`/proc/${pid}/ns/net`);
    } catch {
      return undefined;
    }
  }

  /** The newest lines that it wrote. */
  async lastLines(id: string, count: number): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of readLog(this.pathsOf(id).log, { ...WHAT_IS_THERE, tail: count })) lines.push(line.text);
    // Of one that is gone nobody knows any more what may be told.
    const spec = this.#table.find(id)?.spec;
    return spec ? lines.map((line) => withoutOwnSecrets(line, spec, this.#options.prepare.secretValue)) : [];
  }

  /** Writes limits back that were changed by hand, in place. */
  restoreLimits(id: string): void {
    if (this.#runs.find(id)) restoreLimits(this.#placesOf(id));
  }

  // --- life ---

  /** Records a container and makes its directories. Throws `name-in-use`. */
  async create(spec: ContainerSpec): Promise<string> {
    const other = this.#table.findByNameOrId(spec.name);
    if (other?.name === spec.name) {
      throw new ContainerError('name-in-use', {
        message: `the name "${spec.name}" is taken by container ${other.id.slice(0, 12)}`,
      });
    }
    const id = randomBytes(32).toString('hex');
    failpoint('container:insert');
    this.#table.insert(id, spec, Date.now());
    mkdirSync(this.pathsOf(id).directory, { recursive: true, mode: 0o711 });
    this.#emit('created', id);
    return id;
  }

  /** Starts a container; one that runs is left alone. It is stopped again when a command of `postStart` fails. */
  async start(id: string): Promise<void> {
    if (await this.#locks.run(id, () => this.#start(id))) await this.#afterStart(id);
  }

  async #start(id: string): Promise<boolean> {
    if (this.isRunning(id)) return false;
    this.#runs.restarts.cancel(id);
    this.#table.setRestarts(id, 0);
    await this.#runs.begin(id);
    return true;
  }

  /** Not under the lock: whoever wants to stop the container need not wait for its commands. */
  async #afterStart(id: string): Promise<void> {
    try {
      await this.#runs.processes.runPostStart(id);
    } catch (error) {
      await this.stop(id);
      throw error;
    }
  }

  /** Stops a container: its stop signal, then SIGKILL after the grace. The restart policy leaves it alone from then on. */
  stop(id: string, graceMs?: number): Promise<void> {
    return this.#locks.run(id, () => this.#stop(id, graceMs));
  }

  async #stop(id: string, graceMs: number | undefined): Promise<void> {
    failpoint('container:stop');
    const { state } = this.#table.get(id);
    if (state === 'running') this.#table.setState(id, this.isRunning(id) ? 'stopping' : 'stopped');
    await this.#endRun(id, graceMs);
  }

  async #endRun(id: string, graceMs: number | undefined): Promise<void> {
    const record = this.#table.get(id);
    this.#runs.restarts.cancel(id);
    const stopBy = performance.now() + (graceMs ?? record.spec.stopGraceMs);
    await this.#runs.processes.runPreStop(id, stopBy);
    const active = this.#runs.find(id);
    if (!active) {
      await this.#runs.settled(id);
      return this.#runs.release(id);
    }
    await this.#endActive(active, record, stopBy);
  }

  /** `stopBy`: on the clock of `performance`. */
  #endActive(active: ActiveRun, record: ContainerRecord, stopBy: number): Promise<void> {
    const { tracer } = this.#options;
    const graceMs = Math.max(0, stopBy - performance.now());
    return stopRun(active, { name: record.name, signal: this.#stopSignal(record), graceMs, tracer });
  }

  #stopSignal(record: ContainerRecord): number {
    const name = record.spec.stopSignal ?? this.#options.images.defaults(record.spec.imageId).stopSignal ?? 'SIGTERM';
    return parseSignal(name) ?? 15;
  }

  /** Sends a signal. SIGKILL and the stop signal count as stopped by the user. Throws `container-not-running`. */
  kill(id: string, signal: number): void {
    const record = this.#table.get(id);
    const active = this.#runs.find(id);
    if (!active?.pid) throw notRunning(record.name);
    if (signal === SIGKILL || signal === this.#stopSignal(record)) this.#table.setState(id, 'stopped');
    sendSignal(active.pid, signal);
  }

  /** It is wanted all the time: after a crash in the middle the restart policy has it. */
  async restart(id: string, graceMs?: number): Promise<void> {
    await this.#locks.run(id, () =>
      this.#runs.restarts.during(id, async () => {
        failpoint('container:stop');
        await this.#endRun(id, graceMs);
        await this.#start(id);
      }),
    );
    await this.#afterStart(id);
  }

  /** Stops and removes a container with its writable layer, and on request its anonymous volumes. */
  remove(id: string, options: { readonly volumes: boolean; readonly graceMs?: number }): Promise<void> {
    return this.#locks.run(id, async () => {
      if (!this.#table.find(id)) return;
      await this.#stop(id, options.graceMs);
      await this.#remove(id, options.volumes);
    });
  }

  async #remove(id: string, withVolumes: boolean): Promise<void> {
    const record = this.#table.get(id);
    // Whoever finishes a removal that was cut short has to know what was to go.
    if (withVolumes && !record.spec.autoRemove) this.#table.rename(id, { ...record.spec, autoRemove: true });
    failpoint('container:mark-removing');
    this.#table.setState(id, 'removing');
    // After a power cut it must not be found as a container that should run, without its files.
    await this.#options.database.flush();
    const paths = this.pathsOf(id);
    failpoint('container:release');
    await this.#runs.release(id);
    failpoint('container:remove-files');
    await rm(paths.bundle, { recursive: true, force: true });
    // What was killed with its start half undone has left its exit code after whoever waited for that.
    await rm(paths.exitFile, { force: true });
    await rm(paths.directory, { recursive: true, force: true });
    if (withVolumes) await this.#anonymous.removeAll(id);
    failpoint('container:delete');
    this.#table.delete(id);
    this.#options.networks.forget(id);
    this.#options.onEvent({ action: 'removed', record });
  }

  /** Keeps a container that is to be removed at its end until the result is called, so that its log can be read to the end. */
  hold(id: string): () => Promise<void> {
    this.#held.add(id);
    return async () => {
      this.#held.delete(id);
      const view = this.find(id);
      if (view?.record.spec.autoRemove && view.status === 'exited') await this.remove(id, { volumes: true });
    };
  }

  /** Gives a container another spec and name without touching what runs: only for fields that have no effect on a run. */
  rename(id: string, name: string): void {
    const record = this.#table.get(id);
    this.#table.rename(id, { ...record.spec, name });
    this.#options.networks.rename(id, name);
  }

  /** Lets the successor of a recreated container have its anonymous volumes. */
  handOverVolumes(from: string, to: string): void {
    this.#options.volumes.handOver(from, to);
  }

  // --- after a start of the daemon ---

  /** Ids of the containers whose process of the last run is still there. */
  survivors(): string[] {
    return this.#table
      .list()
      .flatMap(({ id, process }) => (process && isSameProcess(process, this.#options.bootId) ? [id] : []));
  }

  /** Finds everything again: running containers are adopted, ended ones dealt with, removals and failed starts finished. */
  async restore(): Promise<void> {
    await restoreContainers({
      table: this.#table,
      runs: this.#runs,
      options: this.#options,
      stop: (id) => this.stop(id),
      remove: (id, withVolumes) => this.#remove(id, withVolumes),
      onAdopted: (id) => this.inside.removeLeftovers(id),
    });
  }

  /** Ids of the containers that a reboot ended and their restart policy wants back: each waits for `resume`. */
  waiting(): readonly string[] {
    return this.#runs.restarts.waiting();
  }

  /** Starts a container that waits; one that somebody started, stopped or removed meanwhile is left alone. */
  resume(id: string): Promise<void> {
    return this.#runs.restarts.resume(id);
  }

  /** For the end of the machine: nothing is recorded any more, and what is asked to start never does. */
  standStill(): void {
    this.#runs.close();
  }

  /** After `standStill`: ends a run with its stop signal and grace, and leaves its record as that of one that runs. */
  async endUnrecorded(id: string): Promise<void> {
    const record = this.#table.get(id);
    const stopBy = performance.now() + record.spec.stopGraceMs;
    await this.#runs.processes.runPreStop(id, stopBy);
    const active = this.#runs.find(id);
    if (active) await this.#endActive(active, record, stopBy);
  }

  /** Lets go without touching a container. */
  close(): void {
    clearInterval(this.#rotation);
    this.#reaper[Symbol.dispose]();
    this.#runs.close();
  }

  // --- helpers ---

  #view(record: ContainerRecord): ContainerView {
    const active = this.#runs.find(record.id);
    const status = statusOf(record, {
      running: active !== undefined,
      restarting: this.#runs.restarts.isDue(record.id),
    });
    const healthState = active?.health?.state ?? null;
    return { record, status, health: healthState?.status ?? 'none', healthState };
  }

  #placesOf(id: string): { readonly paths: ContainerPaths; readonly cgroup: string } {
    return { paths: this.pathsOf(id), cgroup: `${this.#options.prepare.cgroupParent}/${id}` };
  }

  #emit(action: ContainerAction, id: string): void {
    this.#options.onEvent({ action, record: this.#table.get(id) });
  }
}
