// Encrypts what is stored, so that a copy of the database tells nothing without the key of the machine beside it.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const MAGIC = Buffer.from('dockr-sealed-1\0');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export class SealedBox {
  readonly #machineKey: () => Uint8Array;
  #key: Buffer | undefined;

  /** The key is asked for when it is first needed. */
  constructor(machineKey: () => Uint8Array) {
    this.#machineKey = machineKey;
  }

  /** `name` is what it is stored under: under another, it does not open. */
  seal(name: string, bytes: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#own(), nonce);
    cipher.setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([MAGIC, nonce, cipher.getAuthTag(), sealed]);
  }

  /** Undefined for what was sealed under another name or with another key. */
  open(name: string, sealed: Uint8Array): Buffer | undefined {
    const rest = Buffer.from(sealed).subarray(MAGIC.length);
    const tagEnd = NONCE_BYTES + TAG_BYTES;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#own(), rest.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(name));
      decipher.setAuthTag(rest.subarray(NONCE_BYTES, tagEnd));
      return Buffer.concat([decipher.update(rest.subarray(tagEnd)), decipher.final()]);
    } catch {
      return undefined;
    }
  }

  #own(): Buffer {
    this.#key ??= Buffer.from(hkdfSync('sha256', this.#machineKey(), '', 'dockr secret values', 32));
    return this.#key;
  }
}

/** Whether bytes were made by a box: earlier versions stored values as they are. */
export function isSealed(bytes: Uint8Array): boolean {
  return MAGIC.equals(Buffer.from(bytes).subarray(0, MAGIC.length));
}
