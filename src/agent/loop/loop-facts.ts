// What is known of deployments when a round begins: what was declared, what became of it, and what others are at.
import type { DeploymentStatusTable, LoopStatus } from '../../store/deployment-status.ts';
import type { DeploymentRecord, DeploymentTable } from '../../store/deployments.ts';
import { checkCycle, findUnmet, type Others } from './dependencies.ts';
import type { RoundStart } from './round.ts';
import { loopSettings } from './settings.ts';
import { checkWindows } from './windows.ts';

export type LoopFactsParts = {
  readonly table: DeploymentTable;
  readonly statuses: DeploymentStatusTable;
};

export class LoopFacts {
  readonly #parts: LoopFactsParts;
  readonly #others: Others;

  constructor(parts: LoopFactsParts) {
    this.#parts = parts;
    const { table, statuses } = parts;
    this.#others = {
      dependenciesOf: (name) => {
        const record = table.find(name);
        return record ? record.declaration.dependsOn : [];
      },
      find: (name) => {
        const record = table.find(name);
        return record && { record, status: statuses.find(name) };
      },
    };
  }

  statusOf(name: string): LoopStatus {
    return this.#parts.statuses.find(name);
  }

  startOf(deployment: DeploymentRecord): RoundStart {
    const { name } = deployment;
    const settings = loopSettings(deployment);
    const unmet = (): string | null => findUnmet(name, settings.dependsOn, this.#others);
    return { deployment, status: this.statusOf(name), settings, unmet };
  }

  /** Throws for windows that cannot be evaluated, and for a deployment that would wait for itself. */
  check({ name, declaration }: Pick<DeploymentRecord, 'name' | 'declaration'>): void {
    checkWindows(declaration.windows);
    checkCycle(name, declaration.dependsOn, this.#others);
  }

  /** Names of those that wait for this one. */
  waitingFor(name: string): readonly string[] {
    const all = this.#parts.table.list();
    const dependents = all.filter((one) => one.declaration.dependsOn.some(({ deployment }) => deployment === name));
    return dependents.map((one) => one.name).filter((one) => this.statusOf(one).waiting?.for === 'dependency');
  }
}
