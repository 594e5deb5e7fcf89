const LONGEST = 1024;

/** Whether a branch or tag may have that name: the rules of `git check-ref-format`, and no dash in front. */
export function isReferenceName(text: string): boolean {
  if (text === '' || text === '@' || text.length > LONGEST) return false;
  if (text.startsWith('-') || text.endsWith('.') || /[\p{Cc}\s]/u.test(text)) return false;
  if (/[~^:?*[\\]|\.\.|@\{/.test(text)) return false;
  return !text.split('/').some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock'));
}
