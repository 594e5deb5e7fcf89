// Further processes in the run of a container: checks of its health, hooks, and what others execute in it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerRecord, ContainerTable } from '../../store/containers.ts';
import { findHealth, saveHealth } from '../../store/traffic.ts';
import type { ActiveRun } from './active-run.ts';
import type { ContainerEngineOptions } from './container-options.ts';
import { containerPaths } from './container-paths.ts';
import { type ExecOptions, notRunning, probeExec } from './exec.ts';
import { type ExecRequest, execProcessSpec } from './exec-process.ts';
import { type HealthStatus, resolveHealthcheck } from './health.ts';
import { HealthMonitor } from './health-monitor.ts';
import { withoutOwnSecrets } from './hide-values.ts';
import { type HookTools, NOBODY_SPECIAL, runPostStart, runPreStop } from './hooks.ts';

export type RunProcessesParts = {
  readonly options: ContainerEngineOptions & { readonly table: ContainerTable };
  readonly findRun: (id: string) => ActiveRun | undefined;
};

export class RunProcesses {
  readonly #options: RunProcessesParts['options'];
  readonly #findRun: RunProcessesParts['findRun'];

  constructor({ options, findRun }: RunProcessesParts) {
    this.#options = options;
    this.#findRun = findRun;
  }

  /** Begins with the checks of a run, if it has any. */
  monitorHealth(id: string, startedAt: number): HealthMonitor | undefined {
    const record = this.#options.table.get(id);
    const defaults = this.#options.images.defaults(record.spec.imageId);
    const config = resolveHealthcheck(record.spec.healthcheck, defaults.healthcheck, defaults.shell);
    const lastStatus = config ? this.#lastHealth(id) : 'none';
    this.#tellHealth(id, lastStatus);
    if (!config) return undefined;
    return new HealthMonitor({
      config,
      startedAt,
      lastStatus,
      probe: async (command, timeoutMs) => {
        const probed = await probeExec(await this.execOptions(id, { ...NOBODY_SPECIAL, command }), timeoutMs);
        return { ...probed, output: this.#withoutSecrets(record, probed.output) };
      },
      onChange: (status) => {
        this.#tellHealth(id, status);
        if (status === 'healthy' || status === 'unhealthy')
          this.#options.onEvent({ action: status, record: this.#options.table.get(id) });
      },
    });
  }

  /** For the daemon after this one, and for whoever leads connections to containers. */
  #tellHealth(id: string, status: HealthStatus): void {
    saveHealth(this.#options.database, id, status === 'none' ? null : status);
    void this.#options.networks.setHealth(id, status);
  }

  /** Of a run that another daemon began. */
  #lastHealth(id: string): HealthStatus {
    const known = findHealth(this.#options.database, id);
    return known === 'none' ? 'starting' : known;
  }

  /** The commands of `postStart`, to their end. Throws `hook-failed` at the first that fails. */
  runPostStart(id: string): Promise<void> {
    const record = this.#options.table.get(id);
    return runPostStart(record, this.#toolsForHooks(record));
  }

  /** The commands of `preStop`, as long as there is time; failures are told, and hold up nothing. */
  async runPreStop(id: string, stopBy: number): Promise<void> {
    const record = this.#options.table.get(id);
    if (record.spec.preStop.length === 0 || !this.#findRun(id)?.pid) return;
    const failures = await runPreStop(record, this.#toolsForHooks(record), stopBy);
    for (const message of failures) {
      this.#options.onWarning('hook-failed', message);
      this.#options.onEvent({ action: 'hook-failed', record, message });
    }
  }

  #toolsForHooks(record: ContainerRecord): HookTools {
    return {
      optionsFor: (request) => this.execOptions(record.id, request),
      shown: (output) => this.#withoutSecrets(record, output),
    };
  }

  #withoutSecrets({ spec }: ContainerRecord, output: string): string {
    return withoutOwnSecrets(output, spec, this.#options.prepare.secretValue);
  }

  /** What a further process in a container is started with. Throws `container-not-running`. */
  async execOptions(id: string, request: ExecRequest): Promise<ExecOptions> {
    const record = this.#options.table.get(id);
    if (!this.#findRun(id)) throw notRunning(record.name);
    const { bundle, rootfs } = containerPaths(this.#options, id);
    const config: unknown = JSON.parse(await readFile(join(bundle, 'config.json'), 'utf8'));
    return {
      runtime: this.#options.runtime,
      id,
      bundle,
      process: execProcessSpec(config, rootfs, request),
      stdin: request.stdin,
    };
  }
}
