// Looking deployments up in what was declared.
import { AgentError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import type { DeploymentRecord, DeploymentTable } from '../../store/deployments.ts';
import type { Lineage } from '../declaration/children/lineage.ts';
import type { Declared } from '../declaration/declared.ts';

/** Throws `no-such-deployment`. */
export function findDeployment(table: DeploymentTable, name: string): DeploymentRecord {
  const record = table.find(name);
  if (record) return record;
  const near = suggest(
    name,
    table.list().map((each) => each.name),
  );
  throw new AgentError('no-such-deployment', {
    message: `there is no deployment "${name}"`,
    hint: near ? `did you mean "${near}"?` : 'see "dockr deploy list"',
  });
}

/** Names of the deployments that this one made. */
export function childrenOf(table: DeploymentTable, name: string): readonly string[] {
  const records = table.list();
  return records.filter(({ origin }) => 'parent' in origin && origin.parent === name).map((record) => record.name);
}

/** With the deployments that declare it, the nearest first. */
export function lineageOf(table: DeploymentTable, declared: Declared): Lineage {
  const ancestors: Declared[] = [];
  for (let { origin } = declared; 'parent' in origin; ) {
    const parent = table.find(origin.parent);
    if (!parent || ancestors.some(({ name }) => name === parent.name)) break;
    ancestors.push(parent);
    origin = parent.origin;
  }
  return { name: declared.name, declaration: declared.declaration, ancestors };
}

/** By a person, or by what is declared. */
export function isSuspended({ suspended, declaration }: DeploymentRecord): boolean {
  return suspended || declaration.suspend;
}
