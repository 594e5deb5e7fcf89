// A value as SOPS writes it: ENC[AES256_GCM,data:…,iv:…,tag:…,type:…]. What else it authenticates is where it stands.
import { createDecipheriv } from 'node:crypto';

export type SopsValue = { readonly type: SopsType; readonly bytes: Buffer };
export type SopsType = (typeof TYPES)[number];

/** Not a value of SOPS, or not what was encrypted there with this key. */
export class SopsValueError extends Error {
  readonly reason: 'malformed' | 'tampered';

  constructor(reason: 'malformed' | 'tampered') {
    super(reason);
    this.reason = reason;
  }
}

const TYPES = ['str', 'int', 'float', 'bytes', 'bool', 'time', 'comment'] as const;
const VALUE = /^ENC\[AES256_GCM,data:([^,]*),iv:([^,]+),tag:([^,]+),type:([a-z]+)\]$/;
const TAG_BYTES = 16;

/** Throws a SopsValueError. The empty text stands for itself. */
export function openSopsValue(text: string, key: Buffer, authenticated: string): SopsValue {
  if (text === '') return { type: 'str', bytes: Buffer.alloc(0) };
  const [, data = '', iv = '', tag = '', typeText] = VALUE.exec(text) ?? [];
  const type = TYPES.find((known) => known === typeText);
  const nonce = Buffer.from(iv, 'base64');
  const tagBytes = Buffer.from(tag, 'base64');
  if (!type || nonce.length === 0 || tagBytes.length !== TAG_BYTES) throw new SopsValueError('malformed');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(authenticated));
    decipher.setAuthTag(tagBytes);
    return { type, bytes: Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]) };
  } catch {
    throw new SopsValueError('tampered');
  }
}

/** What of a value goes into the MAC: its bytes, but for what has several spellings. */
export function macBytes({ type, bytes }: SopsValue): Buffer {
  if (type !== 'bool') return bytes;
  return Buffer.from(isTrue(bytes) ? 'True' : 'False');
}

export function isTrue(bytes: Buffer): boolean {
  return /^(?:1|t|true)$/i.test(bytes.toString());
}
