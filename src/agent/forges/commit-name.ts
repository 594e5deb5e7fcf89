const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Whether it is the whole name of a commit: it becomes part of a path in the API. */
export function isCommitName(text: string): boolean {
  return COMMIT.test(text);
}
