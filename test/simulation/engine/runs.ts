// Runs of containers, in the same order of effects as the engine's: prepare, spawn, record, start; or all of it undone.
import { ContainerError } from '../../../src/core/errors.ts';
import type { ContainerAction } from '../../../src/core/events.ts';
import type { KeyedMutex } from '../../../src/core/mutex.ts';
import { sharingOf } from '../../../src/core/sharing.ts';
import type { ContainerEvent } from '../../../src/engine/containers/container-options.ts';
import { DueRestarts } from '../../../src/engine/containers/due-restarts.ts';
import { type HealthStatus, resolveHealthcheck } from '../../../src/engine/containers/health.ts';
import { HealthMonitor } from '../../../src/engine/containers/health-monitor.ts';
import type { ContainerRecord, ContainerTable } from '../../../src/store/containers.ts';
import { findHealth, saveHealth } from '../../../src/store/traffic.ts';
import type { SimulatedDatabase } from '../machine/disk.ts';
import type { Process } from '../machine/kernel.ts';
import type { Life } from '../machine/life.ts';
import type { Machine } from '../machine/machine.ts';
import { programOf } from '../machine/registry.ts';
import type { SimulatedNetworks } from './networks.ts';
import type { SimulatedVolumes } from './volumes.ts';

export type Parts = {
  readonly machine: Machine;
  readonly life: Life;
  readonly database: SimulatedDatabase;
  readonly table: ContainerTable;
  readonly networks: SimulatedNetworks;
  readonly volumes: SimulatedVolumes;
  readonly locks: KeyedMutex;
  readonly onEvent: (event: ContainerEvent) => void;
  /** Told before a container begins to run, and for whom. */
  readonly onBegin: (record: ContainerRecord, why: 'asked' | 'restart') => void;
};

export type Run = {
  readonly run: number;
  readonly process: Process | undefined;
  readonly startedAt: number;
  readonly exited: Promise<number>;
  ended: Promise<void>;
  health: HealthMonitor | undefined;
};

const LOST_EXIT_CODE = 255;
const PROBE_MS = 5;

export class SimulatedRuns {
  readonly restarts: DueRestarts;
  readonly #parts: Parts;
  readonly #active = new Map<string, Run>();
  readonly #releases = new Map<string, Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.restarts = new DueRestarts({
      table: parts.table,
      locks: parts.locks,
      restart: (id) => this.#restartNow(id),
      onRestarting: (id) => this.#emit('restarting', id),
    });
  }

  find(id: string): Run | undefined {
    return this.#active.get(id);
  }

  async settled(id: string): Promise<void> {
    await this.#releases.get(id)?.catch(() => {});
  }

  async begin(id: string, why: 'asked' | 'restart'): Promise<void> {
    await this.settled(id);
    const { machine, life, table, networks } = this.#parts;
    const { kernel } = machine;
    const record = table.get(id);
    this.#parts.onBegin(record, why);
    const run = table.beginRun(id);
    try {
      if (life.mark('container:clean')) kernel.exitFiles.delete(id);
      await this.#prepare(record);
      await life.work('container:spawn', machine.around(20));
      const process = kernel.spawn(id, programOf(record.spec.image));
      this.#join(record, process);
      life.mark('container:record-process');
      const { pid, startTime } = process;
      table.setProcess(id, { pid, startTime, bootId: kernel.bootId }, machine.time.now);
      this.follow(id, run, process, machine.time.now);
      await life.work('container:start', machine.around(5));
      if (process.program.refuses)
        throw new ContainerError('command-not-found', {
          message: `cannot start container "${record.name}": there is no command in it`,
          facts: { exitCode: 127 },
        });
      kernel.begin(process);
    } catch (error) {
      await this.abandon(id, error, why === 'restart' ? 'running' : 'created');
      throw error;
    }
    this.#parts.volumes.write(id, namedVolumes(record));
    await networks.setReachable(id, true);
    this.#emit('started', id);
  }

  async abandon(id: string, error: unknown, otherwise: 'created' | 'running'): Promise<void> {
    const { machine, life, table } = this.#parts;
    const active = this.#active.get(id);
    this.#active.delete(id);
    active?.health?.stop();
    const message = error instanceof Error ? error.message : String(error);
    const exitCode = error instanceof ContainerError ? Number(error.facts['exitCode'] ?? 125) : 125;
    table.abandonRun(id, { exitCode, finishedAt: machine.time.now, error: message }, otherwise);
    await life.work('runtime:delete', machine.around(4));
    machine.kernel.delete(id);
    await this.release(id);
    if (life.mark('container:clean')) machine.kernel.exitFiles.delete(id);
  }

  follow(id: string, run: number, process: Process | undefined, startedAt: number): void {
    const { kernel } = this.#parts.machine;
    const exited = process ? process.exit.promise : Promise.resolve(kernel.exitFiles.get(id) ?? LOST_EXIT_CODE);
    const health = this.#monitorHealth(id, process, startedAt);
    const active: Run = { run, process, startedAt, exited, ended: Promise.resolve(), health };
    this.restarts.began(id);
    active.ended = exited.then((exitCode) => this.#afterExit(id, active, exitCode));
    active.ended.catch(() => {}).finally(() => this.#releases.delete(id));
    this.#active.set(id, active);
  }

  async sweepRuntime(id: string): Promise<void> {
    const { machine, life } = this.#parts;
    if (this.#active.has(id) || !machine.kernel.states.has(id)) return;
    await life.work('runtime:delete', machine.around(4));
    machine.kernel.delete(id);
  }

  async release(id: string): Promise<void> {
    const { machine, life, networks } = this.#parts;
    const { kernel } = machine;
    await this.sweepRuntime(id);
    await networks.detachContainer(id);
    if (life.mark('container:unmount')) kernel.mounts.delete(id);
  }

  async #prepare(record: ContainerRecord): Promise<void> {
    const { machine, life, networks, volumes } = this.#parts;
    const { id, spec } = record;
    if (life.mark('container:mount')) machine.kernel.mounts.add(id);
    if (spec.network.kind === 'networks')
      await networks.attachContainer({
        containerId: id,
        name: spec.name,
        service: spec.service,
        attachments: spec.network.attachments,
        ports: spec.ports,
        sharing: sharingOf(spec),
        dns: spec.dns,
      });
    if (spec.network.kind === 'container') this.#ownerOf(spec.network.container);
    await volumes.provide(
      id,
      spec.mounts.flatMap((mount) => (mount.kind === 'anonymous' ? [mount.target] : [])),
    );
  }

  #join({ spec }: ContainerRecord, process: Process): void {
    if (spec.network.kind === 'container')
      this.#parts.machine.kernel.joined.set(process.pid, this.#ownerOf(spec.network.container));
  }

  /** A namespace is there as long as its container has not been released. */
  #ownerOf(name: string): string {
    const owner = this.#parts.table.findByNameOrId(name);
    const namespace = owner && this.#parts.machine.kernel.namespaces.get(owner.id);
    if (namespace) return String(namespace.serial);
    throw new ContainerError('container-not-found', {
      message: `cannot share the network of container "${name}": it is not there`,
    });
  }

  #monitorHealth(id: string, process: Process | undefined, startedAt: number): HealthMonitor | undefined {
    const { table, machine, life, database } = this.#parts;
    const config = resolveHealthcheck(table.get(id).spec.healthcheck, null, null);
    const known = findHealth(database, id);
    const lastStatus = config ? (known === 'none' ? 'starting' : known) : 'none';
    this.#tellHealth(id, lastStatus);
    if (!config) return undefined;
    return new HealthMonitor({
      config,
      startedAt,
      lastStatus,
      probe: async () => {
        await machine.time.sleep(PROBE_MS, life);
        return { exitCode: process && machine.kernel.isWell(process) ? 0 : 1, output: '' };
      },
      onChange: (status) => {
        this.#tellHealth(id, status);
        if (status === 'healthy' || status === 'unhealthy') this.#emit(status, id);
      },
    });
  }

  #tellHealth(id: string, status: HealthStatus): void {
    saveHealth(this.#parts.database, id, status === 'none' ? null : status);
    void this.#parts.networks.setHealth(id, status);
  }

  async #afterExit(id: string, active: Run, exitCode: number): Promise<void> {
    const { machine, life, table, networks, onEvent } = this.#parts;
    if (this.#active.get(id) !== active) return;
    active.health?.stop();
    void networks.setReachable(id, false);
    await life.work('runtime:delete', machine.around(4));
    machine.kernel.delete(id);
    const finishedAt = machine.time.now;
    table.endRun(id, { exitCode, oomKilled: false, finishedAt });
    if (life.mark('container:clean')) machine.kernel.exitFiles.delete(id);
    this.#releases.set(id, active.ended);
    this.#active.delete(id);
    const record = table.get(id);
    onEvent({ action: 'exited', record, exitCode });
    if (this.restarts.isDuring(id)) return this.release(id);
    const ranMs = finishedAt - active.startedAt;
    const decision = this.restarts.decide(id, { exitCode, ranMs, stoppedByUser: record.state !== 'running' });
    if (decision.restart) return this.restarts.schedule(id, decision);
    await this.release(id);
  }

  async #restartNow(id: string): Promise<void> {
    const { table } = this.#parts;
    const record = table.find(id);
    if (record?.state !== 'running' || this.#active.has(id)) return;
    try {
      await this.begin(id, 'restart');
    } catch {
      const decision = this.restarts.decide(id, { exitCode: 125, ranMs: 0, stoppedByUser: false });
      if (decision.restart) this.restarts.schedule(id, decision);
    }
  }

  #emit(action: ContainerAction, id: string): void {
    this.#parts.onEvent({ action, record: this.#parts.table.get(id) });
  }
}

function namedVolumes({ spec }: ContainerRecord): string[] {
  return spec.mounts.flatMap((mount) => (mount.kind === 'volume' ? [mount.volume] : []));
}
