import type { Stack } from '../stack/model.ts';

/** The named services and all they depend on; none named is none, which stands for all. */
export function withDependencies(stack: Stack, names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const dependency of Object.keys(stack.services[name]?.dependsOn ?? {})) visit(dependency);
  };
  for (const name of names) visit(name);
  return [...found];
}
