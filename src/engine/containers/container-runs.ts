// Runs of containers, from their preparation to what follows their end. Nothing here outlives the daemon: another one finds
// the runs again by the records and the kernel.
import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ContainerError } from '../../core/errors.ts';
import type { ContainerAction } from '../../core/events.ts';
import { failpoint } from '../../core/failpoint.ts';
import type { KeyedMutex } from '../../core/mutex.ts';
import { unmount } from '../../os/mounts.ts';
import { processStartTime } from '../../os/process.ts';
import { warmCgroupLock } from '../../os/warm-cgroup-lock.ts';
import type { ContainerTable } from '../../store/containers.ts';
import { type ActiveRun, exitCodeOfRun } from './active-run.ts';
import type { AnonymousVolumes } from './anonymous-volumes.ts';
import { createWithConmon } from './conmon.ts';
import type { ContainerEngineOptions } from './container-options.ts';
import { type ContainerPaths, containerPaths } from './container-paths.ts';
import { DueRestarts } from './due-restarts.ts';
import { rotateLog } from './log-rotation.ts';
import { deleteFromRuntime, readRuntimeState, startCreated } from './oci-runtime.ts';
import { wasOomKilled } from './oom.ts';
import { prepareBundle } from './prepare-bundle.ts';
import { RunProcesses } from './run-processes.ts';

export type ContainerRunsOptions = ContainerEngineOptions & {
  readonly table: ContainerTable;
  readonly anonymous: AnonymousVolumes;
  /** By container id: starts, stops and restarts of one container come one after the other. */
  readonly locks: KeyedMutex;
  /** Called for a container that is to be removed at its end. */
  readonly onDone: (id: string) => void;
};

export class ContainerRuns {
  readonly restarts: DueRestarts;
  readonly processes: RunProcesses;
  readonly #options: ContainerRunsOptions;
  readonly #table: ContainerTable;
  readonly #active = new Map<string, ActiveRun>();
  /** Runs that are over, and whose addresses, mounts and cgroups are being given back. */
  readonly #releases = new Map<string, Promise<void>>();
  /** By run: who has its root open. A mount that is held lives on beside the next one of the same directories. */
  readonly #visitors = new WeakMap<ActiveRun, Set<Promise<unknown>>>();
  #closed = false;

  constructor(options: ContainerRunsOptions) {
    this.#options = options;
    this.#table = options.table;
    this.restarts = new DueRestarts({
      table: options.table,
      locks: options.locks,
      restart: (id) => this.#restartNow(id),
      onRestarting: (id) => this.#emit('restarting', id),
    });
    this.processes = new RunProcesses({ options, findRun: (id) => this.#active.get(id) });
  }

  find(id: string): ActiveRun | undefined {
    return this.#active.get(id);
  }

  /** Work on the root of a run, which is not let go of before the work has ended: that has to look whether the run goes on. */
  async visit<T>(active: ActiveRun, work: () => Promise<T>): Promise<T> {
    const visitors = this.#visitors.get(active) ?? new Set();
    this.#visitors.set(active, visitors);
    const visit = work();
    visitors.add(visit);
    try {
      return await visit;
    } finally {
      visitors.delete(visit);
    }
  }

  /** Resolves when nothing of an earlier run is in the way of the next. */
  async settled(id: string): Promise<void> {
    await this.#releases.get(id)?.catch(() => {});
  }

  /**
   * Starts a container: prepares it, has it created and started, and follows it from then on. Undoes all that if it fails, and
   * leaves the container as one that was never started or, for its restart policy to go on with, as one that should run.
   */
  async begin(id: string, otherwise: 'created' | 'running' = 'created'): Promise<void> {
    await this.settled(id);
    // Nothing may be made of a failure any more, such as a rollback: whoever waits for this ends with the daemon.
    if (this.#closed) return new Promise(() => {});
    const record = this.#table.get(id);
    const { tracer, runtime, onWarning } = this.#options;
    const lane = record.name;
    const run = this.#table.beginRun(id);
    const paths = this.#pathsOf(id);
    warmCgroupLock();
    try {
      rmSync(paths.exitFile, { force: true });
      mkdirSync(paths.bundle, { recursive: true, mode: 0o700 });
      const context = {
        ...this.#options.prepare,
        networks: this.#options.networks,
        volumes: this.#options.volumes,
        anonymous: this.#options.anonymous,
        paths,
      };
      failpoint('container:prepare');
      const warnings = await tracer.during('container', 'prepare', lane, () =>
        prepareBundle(record, this.#options.images, context),
      );
      for (const warning of warnings) onWarning('container-limits', `${record.name}: ${warning}`);
      failpoint('container:spawn');
      const pid = await tracer.during('spawn', 'conmon + create', lane, () =>
        createWithConmon({
          conmonPath: this.#options.conmonPath,
          runtime,
          id,
          name: lane,
          bundle: paths.bundle,
          exitDirectory: paths.exitDirectory,
          logPath: paths.log,
          terminal: record.spec.tty,
          stdin: record.spec.stdin,
          ...(this.#options.exitCommand ? { exitCommand: this.#options.exitCommand } : {}),
        }),
      );
      const startTime = processStartTime(pid) ?? 0;
      failpoint('container:record-process');
      this.#table.setProcess(id, { pid, startTime, bootId: this.#options.bootId }, Date.now());
      this.follow(id, run, pid, Date.now());
      failpoint('container:start');
      await tracer.during('spawn', `${runtime.name} start`, lane, () =>
        startCreated(runtime, id, { name: lane, bundle: paths.bundle }),
      );
    } catch (error) {
      await this.abandon(id, error, otherwise);
      throw error;
    }
    await this.#options.networks.setReachable(id, true);
    this.#emit('started', id);
  }

  /** Undoes a start that failed: nothing of the run is left, and the container is `otherwise` as `begin` has it. */
  async abandon(id: string, error: unknown, otherwise: 'created' | 'running' = 'created'): Promise<void> {
    const active = this.#active.get(id);
    this.#active.delete(id);
    active?.health?.stop();
    const message = error instanceof Error ? error.message : String(error);
    const exitCode = error instanceof ContainerError ? Number(error.facts['exitCode'] ?? 125) : 125;
    this.#table.abandonRun(id, { exitCode, finishedAt: Date.now(), error: message }, otherwise);
    await deleteFromRuntime(this.#options.runtime, id).catch(() => {});
    await this.release(id).catch(() => {});
    await rm(this.#pathsOf(id).exitFile, { force: true });
  }

  /** Takes up a run whose process may have ended already (pid 0). */
  follow(id: string, run: number, pid: number, startedAt: number): void {
    const { bundle, exitFile } = this.#pathsOf(id);
    const exited = exitCodeOfRun({ pid, bundle, exitFile });
    const active: ActiveRun = {
      run,
      pid,
      startedAt,
      exited,
      ended: Promise.resolve(),
      health: this.processes.monitorHealth(id, startedAt),
    };
    this.restarts.began(id);
    active.ended = exited.then((exitCode) => this.#afterExit(id, active, exitCode));
    active.ended
      .catch((error: unknown) => this.#options.onWarning('exit-handling-failed', String(error)))
      .finally(() => this.#releases.delete(id));
    this.#active.set(id, active);
  }

  /** What follows the end of a run: the record, and either a restart or the release of all that the run held. */
  async #afterExit(id: string, active: ActiveRun, exitCode: number): Promise<void> {
    if (this.#active.get(id) !== active || this.#closed) return;
    active.health?.stop();
    void this.#options.networks.setReachable(id, false);
    const oomKilled = wasOomKilled(this.#options.prepare.cgroupParent, id);
    await deleteFromRuntime(this.#options.runtime, id).catch((error: unknown) =>
      this.#options.onWarning('runtime-delete-failed', String(error)),
    );
    const finishedAt = Date.now();
    this.#table.endRun(id, { exitCode, oomKilled, finishedAt });
    await rm(this.#pathsOf(id).exitFile, { force: true });
    this.#releases.set(id, active.ended);
    this.#active.delete(id);
    await Promise.allSettled(this.#visitors.get(active) ?? []);
    if (oomKilled) this.#emit('oom', id);
    const record = this.#table.get(id);
    this.#options.onEvent({ action: 'exited', record, exitCode });
    if (this.restarts.isDuring(id)) return this.release(id);
    const ranMs = finishedAt - active.startedAt;
    const decision = this.restarts.decide(id, { exitCode, ranMs, stoppedByUser: record.state !== 'running' });
    if (decision.restart) return this.restarts.schedule(id, decision);
    await this.release(id);
    if (record.spec.autoRemove && record.state !== 'removing') this.#options.onDone(id);
  }

  async #restartNow(id: string): Promise<void> {
    const record = this.#table.find(id);
    if (record?.state !== 'running' || this.#active.has(id) || this.#closed) return;
    try {
      await this.begin(id, 'running');
      // Nobody waits for it who could be told.
      this.processes
        .runPostStart(id)
        .catch((error: unknown) => this.#options.onWarning('hook-failed', describeError(error)));
    } catch (error) {
      // The policy goes on as after any failed run, so that a port that is free again, or a disk, heals it.
      this.#options.onWarning('restart-failed', `${record.name}: ${describeError(error)}`);
      const decision = this.restarts.decide(id, { exitCode: 125, ranMs: 0, stoppedByUser: false });
      if (decision.restart) this.restarts.schedule(id, decision);
    }
  }

  /** Gives back what a run holds: addresses, ports, links, mounts, cgroups. Twice is as good as once. */
  async release(id: string): Promise<void> {
    const { rootfs, bundle } = this.#pathsOf(id);
    await this.sweepRuntime(id);
    await this.#options.networks.detachContainer(id);
    unmount(rootfs);
    await rm(join(bundle, 'files'), { recursive: true, force: true });
  }

  /** What a daemon that died has left of a run that is over. */
  async sweepRuntime(id: string): Promise<void> {
    if (await this.#needsRuntimeDelete(id)) await deleteFromRuntime(this.#options.runtime, id);
  }

  async #needsRuntimeDelete(id: string): Promise<boolean> {
    return !this.#active.has(id) && (await readRuntimeState(this.#options.runtime, id)) !== undefined;
  }

  /** Logs that have grown too large are cut, without losing a line. */
  async rotateLogs(): Promise<void> {
    for (const id of this.#active.keys()) {
      const { log, bundle } = this.#pathsOf(id);
      await rotateLog(log, `${bundle}/ctl`).catch((error: unknown) =>
        this.#options.onWarning('log-rotation-failed', String(error)),
      );
    }
  }

  #emit(action: ContainerAction, id: string): void {
    this.#options.onEvent({ action, record: this.#table.get(id) });
  }

  /** Lets go without touching a container. */
  close(): void {
    this.#closed = true;
    this.restarts.close();
    for (const active of this.#active.values()) active.health?.stop();
  }

  #pathsOf(id: string): ContainerPaths {
    return containerPaths(this.#options, id);
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
