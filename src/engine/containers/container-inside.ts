// What is done in running containers, and seen of them, from outside: further processes, files, figures.
import type { ProcessFacts } from '../../core/process-facts.ts';
import type { SyncFailure } from '../../core/sync-change.ts';
import type { ContainerTable } from '../../store/containers.ts';
import type { ContainerEngineOptions } from './container-options.ts';
import { containerPaths } from './container-paths.ts';
import type { ContainerRuns } from './container-runs.ts';
import { type ContainerUsage, readProcesses, readUsage } from './container-usage.ts';
import { type ExecProcess, notRunning, startExec } from './exec.ts';
import type { ExecRequest } from './exec-process.ts';
import { ownSecretsHider } from './hide-values.ts';
import {
  type Comparing,
  compareContainer,
  type RunningRoot,
  removeLeftoversOf,
  type Syncing,
  syncContainer,
} from './sync/sync-container.ts';

export type InsideParts = {
  readonly options: Pick<ContainerEngineOptions, 'stateDirectory' | 'runDirectory' | 'prepare'>;
  readonly table: ContainerTable;
  readonly runs: Pick<ContainerRuns, 'find' | 'visit' | 'processes'>;
};

const LONGEST_COMMAND = 1000;

export class ContainerInside {
  readonly #parts: InsideParts;

  constructor(parts: InsideParts) {
    this.#parts = parts;
  }

  /** Starts a further process. Throws `container-not-running`. */
  async exec(id: string, request: ExecRequest): Promise<ExecProcess> {
    return startExec(await this.#parts.runs.processes.execOptions(id, request));
  }

  /**
   * Carries out changes of a watched tree in the file system. What could not be done is in the answer. Throws
   * `container-not-running`.
   */
  async sync(id: string, syncing: Syncing): Promise<readonly SyncFailure[]> {
    const journal = containerPaths(this.#parts.options, id).syncing;
    return this.#visit(id, (root) => syncContainer(root, syncing, journal));
  }

  /** The paths at which there is something else. Throws `container-not-running`. */
  async compareSync(id: string, comparing: Comparing): Promise<readonly string[]> {
    return this.#visit(id, (root) => compareContainer(root, comparing));
  }

  /** Removes what a daemon that was killed left of a sync. */
  removeLeftovers(id: string): void {
    const pid = this.#parts.runs.find(id)?.pid;
    if (pid) removeLeftoversOf(pid, containerPaths(this.#parts.options, id).syncing);
  }

  /** Undefined where it does not run. */
  usage(id: string): ContainerUsage | undefined {
    const pid = this.#parts.runs.find(id)?.pid;
    if (!pid) return undefined;
    const { kind } = this.#parts.table.get(id).spec.network;
    const hasOwnNetwork = kind === 'networks' || kind === 'none';
    return readUsage({ cgroup: this.#cgroupOf(id), pid, hasOwnNetwork });
  }

  /** Their command lines without the container's secrets, and not longer than people read; none where it does not run. */
  async processes(id: string): Promise<readonly ProcessFacts[]> {
    if (!this.#parts.runs.find(id)) return [];
    const { spec } = this.#parts.table.get(id);
    const shown = ownSecretsHider(spec, this.#parts.options.prepare.secretValue);
    const processes = await readProcesses(this.#cgroupOf(id));
    return processes.map((facts) => ({ ...facts, command: shorten(shown(facts.command)) }));
  }

  #visit<T>(id: string, work: (root: RunningRoot) => Promise<T>): Promise<T> {
    const { runs, table } = this.#parts;
    const active = runs.find(id);
    if (!active?.pid) throw notRunning(table.get(id).name);
    const root = { pid: active.pid, isRunning: () => runs.find(id) === active };
    return runs.visit(active, () => work(root));
  }

  #cgroupOf(id: string): string {
    return `${this.#parts.options.prepare.cgroupParent}/${id}`;
  }
}

function shorten(command: string): string {
  return command.length <= LONGEST_COMMAND ? command : `${command.slice(0, LONGEST_COMMAND)}…`;
}
