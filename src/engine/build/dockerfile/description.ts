// Comments that document an ARG or a stage: `# name what it is for`, directly above.

/** What the comments above say about a name. */
export function descriptionOf(comments: readonly string[], name: string): string | undefined {
  const line = comments.find((comment) => comment.startsWith(`${name} `));
  return name === '' ? undefined : line?.slice(name.length + 1);
}
