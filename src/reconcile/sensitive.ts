// What looks like a secret is not told in plans, logs and reports: only that it changed.

const SECRET_NAME =
  /basicauth|htpasswd|(?<!com|by)pass(word|wd|phrase)?($|[^a-z])|secret|token|api_?key|private_?key|access_?key|credential|(^|[^a-z])(pwd|auth|key|salt|dsn)($|[^a-z])/i;
const SECRET_TEXT =
  /:\/\/[^/\s@:]*:[^/\s@]+@|(password|passwd|secret|token|api_?key)["']?\s*[=:]|-----BEGIN|^(basic|bearer) /i;

/** Whether a value must not be shown, by the field it is in or by what it looks like. */
export function isSensitive(field: string, ...values: readonly unknown[]): boolean {
  return SECRET_NAME.test(field) || values.some(holdsSecret);
}

function holdsSecret(value: unknown): boolean {
  if (typeof value === 'string') return SECRET_TEXT.test(value);
  if (Array.isArray(value)) return holdsSecret(value.join(' ')) || value.some(isSecretFlag);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).some(([key, item]) => isSensitive(key, item));
  }
  return false;
}

/** `--password hunter2`: the value is the next word. */
function isSecretFlag(word: unknown): boolean {
  return typeof word === 'string' && /^-/.test(word) && SECRET_NAME.test(word);
}
