// Pieces of a table in nft's language.

/** A set or a map with its elements. */
export function set(head: string, type: string, elements: readonly string[]): string {
  const content = elements.length > 0 ? ` elements = { ${elements.join(', ')} };` : '';
  return `  ${head} { type ${type};${content} }`;
}

/** A chain; `hook` is empty for one that others jump to. */
export function chain(name: string, hook: string, rules: readonly string[]): string {
  return [`  chain ${name} {`, ...(hook ? [`    ${hook}`] : []), ...rules.map((rule) => `    ${rule}`), '  }'].join(
    '\n',
  );
}
