// Whose releases this machine takes: public keys (Ed25519, PEM) in a folder that only root can write to.
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, SystemError } from '../core/errors.ts';

const WRITABLE_BY_OTHERS = 0o022;
const LARGEST = 64 * 1024;

export type ReleaseKey = {
  /** SHA-256 of the key in DER, in hex. */
  readonly id: string;
  readonly path: string;
  readonly key: KeyObject;
};

/** All of a folder. Throws `release-key-not-safe` for what others could have put there, `release-key-invalid` for what is no key. */
export function readReleaseKeys(folder: string): readonly ReleaseKey[] {
  const names = namesIn(folder).filter((name) => name.endsWith('.pem'));
  if (names.length > 0) checkOwner(folder);
  return names.sort().map((name) => {
    checkOwner(join(folder, name));
    return readReleaseKey(join(folder, name));
  });
}

export function readReleaseKey(path: string): ReleaseKey {
  try {
    const facts = statSync(path);
    if (!facts.isFile() || facts.size > LARGEST) throw new Error('it is no file, or too large');
    const key = createPublicKey(readFileSync(path, 'utf8'));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`it is of type ${key.asymmetricKeyType}`);
    return { id: keyIdOf(key), path, key };
  } catch (cause) {
    throw new SystemError('release-key-invalid', {
      message: `"${path}" is not a public key of type Ed25519: ${cause instanceof Error ? cause.message : cause}`,
      hint: 'openssl pkey -in PRIVATE.pem -pubout -out PUBLIC.pem',
      cause,
    });
  }
}

export function keyIdOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function checkOwner(path: string): void {
  const { mode, uid } = statSync(path);
  if ((mode & WRITABLE_BY_OTHERS) === 0 && (uid === 0 || uid === process.geteuid?.())) return;
  throw new SystemError('release-key-not-safe', {
    message: `"${path}" can be written by others than root: they could have releases of their own trusted`,
    hint: `chown root "${path}" and chmod go-w "${path}"`,
  });
}
