// Rules for attributes, found by walking down a stack file beside them: what has no rule is never looked into.

/** What is said of a path, and of those below it by their next part. */
export type PatternTree<T> = { readonly children: ReadonlyMap<string, PatternTree<T>>; readonly rule: T | undefined };

/** From paths such as `services.*.ports`, `*` being any key or index. A later rule takes the place of an earlier one. */
export function toPatternTree<T>(rules: Iterable<readonly [path: string, rule: T]>): PatternTree<T> {
  const root = emptyPattern<T>();
  for (const [path, rule] of rules) {
    let node = root;
    for (const part of path.split('.')) {
      const child = node.children.get(part) ?? emptyPattern<T>();
      node.children.set(part, child);
      node = child;
    }
    node.rule = rule;
  }
  return root;
}

/** The rules below a part of a path; its own name comes before `*`. */
export function patternBelow<T>({ children }: PatternTree<T>, part: string): PatternTree<T> | undefined {
  return children.get(part) ?? children.get('*');
}

type GrowingPattern<T> = { readonly children: Map<string, GrowingPattern<T>>; rule: T | undefined };

function emptyPattern<T>(): GrowingPattern<T> {
  return { children: new Map(), rule: undefined };
}
