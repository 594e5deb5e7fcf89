// Deployments that wait for others.
import type { DependencyDeclaration as Dependency } from '../../core/declaration.ts';
import { AgentError } from '../../core/errors.ts';
import type { LoopStatus } from '../../store/deployment-status.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';

export type Others = {
  readonly dependenciesOf: (name: string) => readonly Dependency[];
  readonly find: (name: string) => { readonly record: DeploymentRecord; readonly status: LoopStatus } | undefined;
};

/** Throws `deployment-cycle`, with the way around, if `name` would wait for itself. */
export function checkCycle(name: string, dependsOn: readonly Dependency[], others: Others): void {
  const cycle = findCycle(name, dependsOn, others);
  if (!cycle) return;
  throw new AgentError('deployment-cycle', {
    message: `deployment "${name}" would wait for itself: ${cycle.join(' -> ')}`,
    hint: 'take one of these out of "dependsOn"',
  });
}

/** What is not so far yet, for people; null if nothing is missing. */
export function findUnmet(name: string, dependsOn: readonly Dependency[], others: Others): string | null {
  if (dependsOn.length === 0) return null;
  const cycle = findCycle(name, dependsOn, others);
  if (cycle) return `it waits for itself: ${cycle.join(' -> ')}`;
  for (const dependency of dependsOn) {
    const missing = whyUnmet(dependency, others);
    if (missing !== null) return missing;
  }
  return null;
}

function whyUnmet({ deployment, condition }: Dependency, { find }: Others): string | null {
  const other = find(deployment);
  if (!other) return `there is no deployment "${deployment}"`;
  const { record, status } = other;
  if (record.applied === null) return `deployment "${deployment}" is not applied yet`;
  const isCurrent = record.error === null && status.waiting === null;
  if (!isCurrent) return `deployment "${deployment}" does not run its newest commit`;
  if (condition === 'healthy' && !isTrue(status, 'Healthy')) return `deployment "${deployment}" is not healthy`;
  return null;
}

function isTrue({ conditions }: LoopStatus, type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'true');
}

/** The names from `name` back to itself. */
function findCycle(name: string, dependsOn: readonly Dependency[], others: Others): readonly string[] | undefined {
  const seen = new Set<string>();
  const visit = (way: readonly string[], next: readonly Dependency[]): readonly string[] | undefined => {
    for (const { deployment } of next) {
      if (deployment === name) return [...way, name];
      if (seen.has(deployment)) continue;
      seen.add(deployment);
      const found = visit([...way, deployment], others.dependenciesOf(deployment));
      if (found) return found;
    }
    return undefined;
  };
  return visit([name], dependsOn);
}
