// The name of a stack.

/** Lower-case letters, digits, `-` and `_`, beginning with a letter or digit. */
export function isStackName(text: string): boolean {
  return /^[a-z0-9][a-z0-9_-]*$/.test(text);
}

/** The name that a folder gives its stack: what is allowed of it, in lower case. May be empty. */
export function toStackName(folder: string): string {
  return folder
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}
