// Patterns of a policy: `*` is any text without "/", `**` any text. Everything else is itself.

/** Whether the whole text fits the pattern. In time that grows with the product of their lengths at worst. */
export function matchesPattern(pattern: string, text: string): boolean {
  return endsOf(pattern, text).has(text.length);
}

/** How many characters of the text, from its beginning, fit the pattern: every such number. */
export function endsOf(pattern: string, text: string): ReadonlySet<number> {
  const parts = pattern.split(/(\*\*|\*)/).filter((part) => part !== '');
  let reached = new Set([0]);
  for (const part of parts)
    reached = part.startsWith('*') ? spread(reached, text, part === '**') : step(reached, text, part);
  return reached;
}

/** Whether one of the patterns fits. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, text));
}

function step(reached: ReadonlySet<number>, text: string, part: string): Set<number> {
  const next = new Set<number>();
  for (const at of reached) if (text.startsWith(part, at)) next.add(at + part.length);
  return next;
}

function spread(reached: ReadonlySet<number>, text: string, crossesFolders: boolean): Set<number> {
  const next = new Set<number>();
  for (const start of reached) {
    for (let at = start; at <= text.length && !next.has(at); at++) {
      next.add(at);
      if (!crossesFolders && text[at] === '/') break;
    }
  }
  return next;
}
