// Which services a plan is about, and the order between them.
import { StackError } from '../core/errors.ts';
import { findCycle, type Graph, topologicalOrder } from '../core/graph.ts';
import { suggest } from '../core/suggest.ts';
import type { DesiredDependency, DesiredService } from './desired.ts';

export type ServiceScope = {
  /** In the order in which they start. */
  readonly services: readonly string[];
  /** By service: dependencies that are in the scope, too. */
  readonly dependencies: ReadonlyMap<string, readonly DesiredDependency[]>;
};

/** What the order needs to know of a service. */
export type ScopedService = Pick<DesiredService, 'name' | 'dependencies'>;

export type ScopeRequest = { readonly services: readonly string[]; readonly noDependencies: boolean };

/** The services asked for (all when none is) and, unless refused, what they depend on. */
export function resolveScope(all: readonly ScopedService[], request: ScopeRequest): ServiceScope {
  const byName = new Map(all.map((service) => [service.name, service]));
  for (const name of request.services) checkKnown(name, byName);
  const order = startOrder(byName);
  const chosen = chooseServices(byName, request);
  const services = order.filter((name) => chosen.has(name));
  const dependencies = services.map((name): [string, DesiredDependency[]] => [
    name,
    (byName.get(name)?.dependencies ?? []).filter(({ service }) => chosen.has(service)),
  ]);
  return { services, dependencies: new Map(dependencies) };
}

/** By service: every other that depends on it, directly or not. */
export function dependentsOf(scope: ServiceScope): Map<string, Set<string>> {
  const dependents = new Map(scope.services.map((name) => [name, new Set<string>()]));
  for (const name of scope.services.toReversed()) {
    const mine = dependents.get(name) ?? new Set();
    for (const { service } of scope.dependencies.get(name) ?? []) {
      const theirs = dependents.get(service);
      theirs?.add(name);
      for (const dependent of mine) theirs?.add(dependent);
    }
  }
  return dependents;
}

function checkKnown(name: string, byName: ReadonlyMap<string, ScopedService>): void {
  if (byName.has(name)) return;
  const near = suggest(name, byName.keys());
  throw new StackError('unknown-service', {
    message: `no service "${name}" in the stack: it has ${[...byName.keys()].join(', ') || 'no services'}`,
    hint: near === undefined ? undefined : `did you mean "${near}"?`,
  });
}

function startOrder(byName: ReadonlyMap<string, ScopedService>): string[] {
  const edges = [...byName.values()].map(({ name, dependencies }): [string, string[]] => [
    name,
    dependencies.map(({ service }) => service).filter((service) => byName.has(service)),
  ]);
  const graph: Graph = new Map(edges);
  const cycle = findCycle(graph);
  if (!cycle) return topologicalOrder(graph);
  throw new StackError('dependency-cycle', {
    message: `services depend on each other in a circle: ${cycle.join(' -> ')}`,
  });
}

function chooseServices(byName: ReadonlyMap<string, ScopedService>, request: ScopeRequest): ReadonlySet<string> {
  if (request.services.length === 0) return new Set(byName.keys());
  if (request.noDependencies) return new Set(request.services);
  const chosen = new Set<string>();
  const waiting = [...request.services];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (chosen.has(name)) continue;
    chosen.add(name);
    for (const { service } of byName.get(name)?.dependencies ?? []) if (byName.has(service)) waiting.push(service);
  }
  return chosen;
}
