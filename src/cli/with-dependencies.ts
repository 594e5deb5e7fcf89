import type { Stack } from '../stack/model.ts';

/** What `up` and `plan` act on. */
export function actedOn(stack: Stack, services: readonly string[], options: { readonly 'no-deps': boolean }) {
  return options['no-deps'] ? services : withDependencies(stack, services);
}

/** The named services and those whose images theirs are built from. */
export function withBuildContexts(stack: Stack, names: readonly string[]): readonly string[] {
  const found = new Set(names);
  // Sets go through what is added to them on the way.
  for (const name of found) {
    const contexts = Object.values(stack.services[name]?.build?.additionalContexts ?? {});
    for (const context of contexts) if (context.startsWith('service:')) found.add(context.slice('service:'.length));
  }
  return [...found];
}

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
