// Containers from creation to removal. The database says what should be, the kernel what is; this class holds only what
// can be found again: the runs that are active, the restarts that are due.
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ContainerError, errorCode } from '../../core/errors.ts';
import type { ContainerAction } from '../../core/events.ts';
import { KeyedMutex } from '../../core/mutex.ts';
import type { ContainerSpec } from '../../core/specs.ts';
import type { Tracer } from '../../core/trace.ts';
import { mountsBeneath, unmount } from '../../os/mounts.ts';
import { parseSignal, processStartTime, reapOrphans, sendSignal, wouldMissSignal } from '../../os/process.ts';
import { warmCgroupLock } from '../../os/warm-cgroup-lock.ts';
import { type ContainerRecord, ContainerTable } from '../../store/containers.ts';
import type { Database } from '../../store/database.ts';
import type { NetworkEngine } from '../networks/network-engine.ts';
import type { VolumeEngine } from '../volumes/volume-engine.ts';
import { type ActiveRun, exitCodeOfRun, isSameProcess, LOST_EXIT_CODE } from './active-run.ts';
import { AnonymousVolumes } from './anonymous-volumes.ts';
import { createWithConmon } from './conmon.ts';
import { type ContainerPaths, containerPaths } from './container-paths.ts';
import { type ContainerView, statusOf } from './container-view.ts';
import { type ExecOptions, type ExecProcess, notRunning, probeExec, startExec } from './exec.ts';
import { type ExecRequest, execProcessSpec } from './exec-process.ts';
import { resolveHealthcheck } from './health.ts';
import { HealthMonitor } from './health-monitor.ts';
import { rotateLog } from './log-rotation.ts';
import { callRuntime, deleteFromRuntime, type OciRuntime, readRuntimeState, startCreated } from './oci-runtime.ts';
import { wasOomKilled } from './oom.ts';
import { type ImageSource, type PrepareContext, prepareBundle } from './prepare-bundle.ts';
import { decideRestart } from './restart-policy.ts';

const SIGKILL = 9;
const KILL_PATIENCE_MS = 10_000;
const ROTATION_INTERVAL_MS = 10_000;
const REAP_INTERVAL_MS = 250;

export type ContainerEngineOptions = {
  readonly database: Database;
  readonly stateDirectory: string;
  readonly runDirectory: string;
  readonly runtime: OciRuntime;
  readonly conmonPath: string;
  readonly prepare: Omit<PrepareContext, 'networks' | 'volumes' | 'anonymous' | 'paths'>;
  readonly images: ImageSource;
  readonly networks: NetworkEngine;
  readonly volumes: VolumeEngine;
  readonly tracer: Tracer;
  readonly onEvent: (event: ContainerEvent) => void;
  readonly onWarning: (code: string, message: string) => void;
  /** Run by conmon at the end of a container, so that no exit goes unnoticed. */
  readonly exitCommand?: readonly string[];
};

export type ContainerEvent = {
  readonly action: ContainerAction;
  readonly record: ContainerRecord;
  readonly exitCode?: number;
};

export class ContainerEngine {
  readonly #options: ContainerEngineOptions;
  readonly #table: ContainerTable;
  readonly #anonymous: AnonymousVolumes;
  readonly #active = new Map<string, ActiveRun>();
  readonly #restarts = new Map<string, NodeJS.Timeout>();
  readonly #locks = new KeyedMutex();
  readonly #bootId: string;
  readonly #rotation: NodeJS.Timeout;
  readonly #reaper: NodeJS.Timeout;
  #closed = false;

  constructor(options: ContainerEngineOptions & { readonly bootId: string }) {
    this.#options = options;
    this.#bootId = options.bootId;
    this.#table = new ContainerTable(options.database);
    this.#anonymous = new AnonymousVolumes(options.volumes);
    this.#rotation = setInterval(() => void this.#rotateLogs(), ROTATION_INTERVAL_MS);
    this.#rotation.unref();
    this.#reaper = setInterval(reapOrphans, REAP_INTERVAL_MS);
    this.#reaper.unref();
  }

  // --- questions ---

  list(stack?: string): ContainerView[] {
    return this.#table.list(stack).map((record) => this.#view(record));
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
    const active = this.#active.get(id);
    if (active) {
      const code = await active.exited;
      await active.ended;
      return code;
    }
    return this.#table.find(id)?.exitCode ?? LOST_EXIT_CODE;
  }

  isRunning(id: string): boolean {
    return this.#active.has(id);
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
    this.#table.insert(id, spec, Date.now());
    mkdirSync(this.pathsOf(id).directory, { recursive: true, mode: 0o711 });
    this.#emit('created', id);
    return id;
  }

  /** Starts a container; one that runs is left alone. */
  start(id: string): Promise<void> {
    return this.#locks.run(id, () => this.#start(id));
  }

  async #start(id: string): Promise<void> {
    if (this.#active.has(id)) return;
    this.#cancelRestart(id);
    this.#table.setRestarts(id, 0);
    await this.#beginRun(id);
  }

  /** Stops a container: its stop signal, then SIGKILL after the grace. The restart policy leaves it alone from then on. */
  stop(id: string, graceMs?: number): Promise<void> {
    return this.#locks.run(id, () => this.#stop(id, graceMs));
  }

  async #stop(id: string, graceMs: number | undefined): Promise<void> {
    const record = this.#record(id);
    this.#cancelRestart(id);
    if (record.state === 'running') this.#table.setState(id, 'stopped');
    const active = this.#active.get(id);
    if (active) await this.#endProcess(record, active, graceMs ?? record.spec.stopGraceMs);
    else await this.#release(id);
  }

  async #endProcess(record: ContainerRecord, active: ActiveRun, graceMs: number): Promise<void> {
    const end = this.#options.tracer.begin('container', 'stop', record.name);
    const signal = this.#stopSignal(record);
    // Nothing is gained by waiting for a program that cannot hear: a shell as pid 1 costs Docker's users ten seconds.
    if (graceMs > 0 && signal !== SIGKILL && !wouldMissSignal(active.pid, signal)) {
      sendSignal(active.pid, signal);
      if (await resolvesWithin(active.exited, graceMs)) return active.ended.finally(end);
    }
    sendSignal(active.pid, SIGKILL);
    if (!(await resolvesWithin(active.exited, KILL_PATIENCE_MS))) {
      end();
      throw new ContainerError('stop-failed', {
        message: `container "${record.name}" did not end ${KILL_PATIENCE_MS / 1000} s after SIGKILL (process ${active.pid} may wait for a device)`,
      });
    }
    await active.ended;
    end();
  }

  #stopSignal(record: ContainerRecord): number {
    const name = record.spec.stopSignal ?? this.#options.images.defaults(record.spec.imageId).stopSignal ?? 'SIGTERM';
    return parseSignal(name) ?? 15;
  }

  /** Sends a signal. SIGKILL and the stop signal count as stopped by the user. Throws `container-not-running`. */
  kill(id: string, signal: number): void {
    const record = this.#record(id);
    const active = this.#active.get(id);
    if (!active) throw notRunning(record.name);
    if (signal === SIGKILL || signal === this.#stopSignal(record)) this.#table.setState(id, 'stopped');
    sendSignal(active.pid, signal);
  }

  restart(id: string, graceMs?: number): Promise<void> {
    return this.#locks.run(id, async () => {
      await this.#stop(id, graceMs);
      await this.#start(id);
    });
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
    const record = this.#record(id);
    this.#table.setState(id, 'removing');
    // After a power cut it must not be found as a container that should run, without its files.
    await this.#options.database.flush();
    const paths = this.pathsOf(id);
    await this.#release(id);
    await rm(paths.bundle, { recursive: true, force: true });
    await rm(paths.directory, { recursive: true, force: true });
    if (withVolumes) await this.#anonymous.removeAll(id);
    this.#table.delete(id);
    this.#options.onEvent({ action: 'removed', record });
  }

  /** Gives a container another spec and name without touching what runs: only for fields that have no effect on a run. */
  rename(id: string, name: string): void {
    const record = this.#record(id);
    this.#table.rename(id, { ...record.spec, name });
  }

  /** Lets the successor of a recreated container have its anonymous volumes. */
  handOverVolumes(from: string, to: string): void {
    this.#options.volumes.handOver(from, to);
  }

  // --- a run ---

  async #beginRun(id: string): Promise<void> {
    const record = this.#record(id);
    const { tracer, runtime, onWarning } = this.#options;
    const lane = record.name;
    const run = this.#table.beginRun(id);
    const paths = this.pathsOf(id);
    warmCgroupLock();
    try {
      rmSync(paths.exitFile, { force: true });
      mkdirSync(paths.bundle, { recursive: true, mode: 0o700 });
      const context = {
        ...this.#options.prepare,
        networks: this.#options.networks,
        volumes: this.#options.volumes,
        anonymous: this.#anonymous,
        paths,
      };
      const warnings = await tracer.during('container', 'prepare', lane, () =>
        prepareBundle(record, this.#options.images, context),
      );
      for (const warning of warnings) onWarning('container-limits', `${record.name}: ${warning}`);
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
      this.#table.setProcess(id, { pid, startTime, bootId: this.#bootId }, Date.now());
      this.#watch(id, run, pid, Date.now());
      await tracer.during('spawn', `${runtime.name} start`, lane, () =>
        startCreated(runtime, id, { name: lane, bundle: paths.bundle }),
      );
    } catch (error) {
      await this.#abandonRun(id, error);
      throw error;
    }
    this.#options.networks.setReachable(id, true);
    this.#emit('started', id);
  }

  /** Undoes a start that failed: nothing of the run is left, and the container is as if it had never been started. */
  async #abandonRun(id: string, error: unknown): Promise<void> {
    const active = this.#active.get(id);
    this.#active.delete(id);
    active?.health?.stop();
    const message = error instanceof Error ? error.message : String(error);
    const exitCode = error instanceof ContainerError ? Number(error.facts['exitCode'] ?? 125) : 125;
    this.#table.endRun(id, { exitCode, oomKilled: false, finishedAt: Date.now(), error: message });
    this.#table.setState(id, 'created');
    await deleteFromRuntime(this.#options.runtime, id).catch(() => {});
    await this.#release(id).catch(() => {});
    await rm(this.pathsOf(id).exitFile, { force: true });
  }

  #watch(id: string, run: number, pid: number, startedAt: number): void {
    const { bundle, exitFile } = this.pathsOf(id);
    const exited = exitCodeOfRun({ pid, bundle, exitFile });
    const active: ActiveRun = {
      run,
      pid,
      startedAt,
      exited,
      ended: Promise.resolve(),
      health: this.#monitorHealth(id, startedAt),
    };
    active.ended = exited.then((exitCode) => this.#afterExit(id, active, exitCode));
    active.ended.catch((error: unknown) => this.#options.onWarning('exit-handling-failed', String(error)));
    this.#active.set(id, active);
  }

  #monitorHealth(id: string, startedAt: number): HealthMonitor | undefined {
    const record = this.#record(id);
    const defaults = this.#options.images.defaults(record.spec.imageId);
    const config = resolveHealthcheck(record.spec.healthcheck, defaults.healthcheck, defaults.shell);
    if (!config) return undefined;
    return new HealthMonitor({
      config,
      startedAt,
      probe: async (command, timeoutMs) =>
        probeExec(
          await this.#execOptions(id, {
            command,
            environment: {},
            user: null,
            workingDir: null,
            privileged: false,
            stdin: false,
          }),
          timeoutMs,
        ),
      onChange: (status) => {
        if (status === 'healthy' || status === 'unhealthy') this.#emit(status, id);
      },
    });
  }

  /** What follows the end of a run: the record, and either a restart or the release of all that the run held. */
  async #afterExit(id: string, active: ActiveRun, exitCode: number): Promise<void> {
    if (this.#active.get(id) !== active || this.#closed) return;
    active.health?.stop();
    this.#options.networks.setReachable(id, false);
    const oomKilled = wasOomKilled(this.#options.prepare.cgroupParent, id);
    await deleteFromRuntime(this.#options.runtime, id).catch((error: unknown) =>
      this.#options.onWarning('runtime-delete-failed', String(error)),
    );
    const finishedAt = Date.now();
    this.#table.endRun(id, { exitCode, oomKilled, finishedAt });
    await rm(this.pathsOf(id).exitFile, { force: true });
    this.#active.delete(id);
    if (oomKilled) this.#emit('oom', id);
    const record = this.#record(id);
    this.#options.onEvent({ action: 'exited', record, exitCode });
    const decision = decideRestart({
      policy: record.spec.restart,
      exitCode,
      ranMs: finishedAt - active.startedAt,
      stoppedByUser: record.state !== 'running',
      restarts: record.restarts,
    });
    if (decision.restart) return this.#scheduleRestart(id, decision.delayMs, decision.restarts);
    await this.#release(id);
    if (record.spec.autoRemove && record.state !== 'removing') void this.remove(id, { volumes: true }).catch(() => {});
  }

  #scheduleRestart(id: string, delayMs: number, restarts: number): void {
    this.#table.setRestarts(id, restarts);
    this.#emit('restarting', id);
    const timer = setTimeout(() => {
      this.#restarts.delete(id);
      void this.#locks.run(id, () => this.#restartNow(id));
    }, delayMs);
    this.#restarts.set(id, timer);
  }

  async #restartNow(id: string): Promise<void> {
    const record = this.#table.find(id);
    if (record?.state !== 'running' || this.#active.has(id) || this.#closed) return;
    try {
      await this.#beginRun(id);
    } catch (error) {
      // The policy goes on as after any failed run, so that a port that is free again, or a disk, heals it.
      this.#options.onWarning(
        'restart-failed',
        `${record.name}: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.#table.setState(id, 'running');
      const decision = decideRestart({
        policy: record.spec.restart,
        exitCode: 125,
        ranMs: 0,
        stoppedByUser: false,
        restarts: record.restarts,
      });
      if (decision.restart) this.#scheduleRestart(id, decision.delayMs, decision.restarts);
    }
  }

  #cancelRestart(id: string): void {
    clearTimeout(this.#restarts.get(id));
    this.#restarts.delete(id);
  }

  /** Gives back what a run holds: addresses, ports, links, mounts, cgroups. Twice is as good as once. */
  async #release(id: string): Promise<void> {
    const { rootfs, bundle } = this.pathsOf(id);
    if (await this.#needsRuntimeDelete(id)) await deleteFromRuntime(this.#options.runtime, id);
    await this.#options.networks.detachContainer(id);
    unmount(rootfs);
    await rm(join(bundle, 'files'), { recursive: true, force: true });
  }

  async #needsRuntimeDelete(id: string): Promise<boolean> {
    return !this.#active.has(id) && (await readRuntimeState(this.#options.runtime, id)) !== undefined;
  }

  // --- processes within ---

  /** Starts a further process in a running container. Throws `container-not-running`. */
  async exec(id: string, request: ExecRequest): Promise<ExecProcess> {
    return startExec(await this.#execOptions(id, request));
  }

  async #execOptions(id: string, request: ExecRequest): Promise<ExecOptions> {
    const record = this.#record(id);
    if (!this.#active.has(id)) throw notRunning(record.name);
    const { bundle, rootfs } = this.pathsOf(id);
    const config: unknown = JSON.parse(await readFile(join(bundle, 'config.json'), 'utf8'));
    return {
      runtime: this.#options.runtime,
      id,
      bundle,
      process: execProcessSpec(config, rootfs, request),
      stdin: request.stdin,
    };
  }

  // --- after a start of the daemon ---

  /** Ids of the containers whose process of the last run is still there. */
  survivors(): string[] {
    return this.#table
      .list()
      .flatMap(({ id, process }) => (process && isSameProcess(process, this.#bootId) ? [id] : []));
  }

  /** Finds everything again: running containers are adopted, ended ones dealt with, removals and failed starts finished. */
  async restore(): Promise<void> {
    const records = this.#table.list();
    await Promise.all(records.map((record) => this.#restoreOne(record)));
    await this.#sweep(new Set(records.map((record) => record.id)));
  }

  async #restoreOne(record: ContainerRecord): Promise<void> {
    const { id } = record;
    if (record.state === 'removing') return this.#remove(id, record.spec.autoRemove);
    if (record.process) return this.#restoreRun(record, record.process);
    if (record.state !== 'running') return this.#release(id);
    if (record.finishedAt === null) return this.#restoreCutShort(record);
    const ended = {
      policy: record.spec.restart,
      exitCode: record.exitCode ?? LOST_EXIT_CODE,
      ranMs: 0,
      stoppedByUser: false,
      restarts: record.restarts,
    };
    const decision = decideRestart(ended);
    if (decision.restart) this.#scheduleRestart(id, decision.delayMs, decision.restarts);
    else await this.#release(id);
  }

  async #restoreRun(record: ContainerRecord, process: NonNullable<ContainerRecord['process']>): Promise<void> {
    const { id } = record;
    const alive = isSameProcess(process, this.#bootId);
    if (alive && (await this.#isUnstarted(id))) return this.#restoreCutShort(record);
    this.#watch(id, record.run, alive ? process.pid : 0, record.startedAt ?? Date.now());
    if (alive) this.#options.networks.setReachable(id, true);
  }

  /** Created but never started: the daemon died between the two. */
  async #isUnstarted(id: string): Promise<boolean> {
    return (await readRuntimeState(this.#options.runtime, id))?.status === 'created';
  }

  async #restoreCutShort(record: ContainerRecord): Promise<void> {
    const started = record.state === 'running' ? await readRuntimeState(this.#options.runtime, record.id) : undefined;
    if (started?.status === 'running' && started.pid > 0) {
      const startTime = processStartTime(started.pid) ?? 0;
      this.#table.setProcess(record.id, { pid: started.pid, startTime, bootId: this.#bootId }, Date.now());
      this.#watch(record.id, record.run, started.pid, Date.now());
      this.#options.networks.setReachable(record.id, true);
      return;
    }
    await this.#abandonRun(
      record.id,
      new ContainerError('start-interrupted', { message: 'the start was interrupted' }),
    );
    if (record.run > 1 && record.spec.restart.policy !== 'no') {
      this.#table.setState(record.id, 'running');
      this.#scheduleRestart(record.id, 0, record.restarts);
    }
  }

  /** Removes what no record knows of: a crash lay between its making and the record, or between the record's end and its own. */
  async #sweep(known: ReadonlySet<string>): Promise<void> {
    const { runtime, runDirectory, stateDirectory } = this.#options;
    for (const id of await namesIn(runtime.stateDirectory))
      if (!known.has(id)) await callRuntime(runtime, 'delete', '--force', id);
    for (const id of await namesIn(join(runDirectory, 'containers'))) {
      if (known.has(id)) continue;
      const bundle = join(runDirectory, 'containers', id);
      for (const mount of mountsBeneath(bundle)) unmount(mount.target);
      await rm(bundle, { recursive: true, force: true });
    }
    for (const id of await namesIn(join(stateDirectory, 'containers'))) {
      if (!known.has(id)) await rm(join(stateDirectory, 'containers', id), { recursive: true, force: true });
    }
    for (const id of await namesIn(join(runDirectory, 'exits')))
      if (!known.has(id)) await rm(join(runDirectory, 'exits', id), { force: true });
  }

  async #rotateLogs(): Promise<void> {
    for (const id of this.#active.keys()) {
      const { log, bundle } = this.pathsOf(id);
      await rotateLog(log, join(bundle, 'ctl')).catch((error: unknown) =>
        this.#options.onWarning('log-rotation-failed', String(error)),
      );
    }
  }

  /** Lets go without touching a container. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#rotation);
    clearInterval(this.#reaper);
    for (const timer of this.#restarts.values()) clearTimeout(timer);
    for (const active of this.#active.values()) active.health?.stop();
  }

  // --- helpers ---

  #record(id: string): ContainerRecord {
    const record = this.#table.find(id);
    if (!record) throw new ContainerError('container-not-found', { message: `no container ${id.slice(0, 12)}` });
    return record;
  }

  #view(record: ContainerRecord): ContainerView {
    const active = this.#active.get(record.id);
    const status = statusOf(record, { running: active !== undefined, restarting: this.#restarts.has(record.id) });
    const healthState = active?.health?.state ?? null;
    return { record, status, health: healthState?.status ?? 'none', healthState };
  }

  #emit(action: ContainerAction, id: string): void {
    this.#options.onEvent({ action, record: this.#record(id) });
  }
}

function resolvesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([work.then(() => true), timeout]).finally(() => clearTimeout(timer));
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
