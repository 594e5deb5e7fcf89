/** Makes something when it is first asked for, and once: also what an `import()` gives, which takes its time each time. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
