// Whether a file is encrypted is seen in its content, so that nobody has to say it, and none is mounted as ciphertext.

export type Encryption = 'age' | 'sops';

const AGE_HEADER = 'age-encryption.org/v1\n';
const AGE_ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----';
const LONGEST_BLANK = 1024;

/** How a file is encrypted; undefined for what is not. */
export function detectEncryption(bytes: Uint8Array): Encryption | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.toString('latin1', 0, LONGEST_BLANK);
  if (head.startsWith(AGE_HEADER) || head.trimStart().startsWith(AGE_ARMOR)) return 'age';
  // Cheaper than making a text of every certificate and archive.
  if (!buffer.includes('sops') && !buffer.includes('ENC[')) return undefined;
  const text = buffer.toString('utf8');
  return SOPS.some((pattern) => pattern.test(text)) || isSopsJson(text) ? 'sops' : undefined;
}

/** Also what is left of a file of SOPS: it is better refused than used as it is. */
const SOPS: readonly RegExp[] = [
  /^sops_(?:mac|lastmodified|version)=/m,
  /^sops:[ \t]*(?:#.*)?\r?\n(?:[ \t].*\r?\n)*[ \t]+(?:mac|lastmodified):/m,
  /^\[sops\][ \t]*\r?$/m,
  /ENC\[AES256_GCM,data:[^\],]*,iv:[^\],]*,tag:[^\],]*,type:\w+\]["']?,?[ \t]*\r?$/m,
];

function isSopsJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    const { sops } = JSON.parse(text) as { readonly sops?: unknown };
    return typeof sops === 'object' && sops !== null && ('mac' in sops || 'lastmodified' in sops);
  } catch {
    return false;
  }
}
