// Order in directed graphs whose nodes are names.

/** `edges.get(a)` are the names that `a` comes after. Names that occur only there count as nodes, too. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** Every node after the ones it depends on; ties by name, so that equal graphs give equal orders. Throws on a cycle. */
export function topologicalOrder(graph: Graph): string[] {
  const cycle = findCycle(graph);
  if (cycle) throw new Error(`cycle: ${cycle.join(' -> ')}`);
  const done = new Set<string>();
  const order: string[] = [];
  const visit = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    for (const before of [...(graph.get(name) ?? [])].sort()) visit(before);
    order.push(name);
  };
  for (const name of [...graph.keys()].sort()) visit(name);
  return order;
}

/** The first cycle found, as names with the first repeated at the end, or undefined. */
export function findCycle(graph: Graph): string[] | undefined {
  const finished = new Set<string>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const visit = (name: string): string[] | undefined => {
    if (onPath.has(name)) return [...path.slice(path.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    path.push(name);
    onPath.add(name);
    for (const before of [...(graph.get(name) ?? [])].sort()) {
      const cycle = visit(before);
      if (cycle) return cycle;
    }
    path.pop();
    onPath.delete(name);
    finished.add(name);
    return undefined;
  };
  for (const name of [...graph.keys()].sort()) {
    const cycle = visit(name);
    if (cycle) return cycle;
  }
  return undefined;
}
