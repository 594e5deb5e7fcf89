// Whose commits a deployment takes: files of this host, never of the repository.
import type { VerifySettings } from '../../core/declaration.ts';
import { AgentError } from '../../core/errors.ts';
import { type Digest, digestOf, sha256 } from '../../core/hash.ts';
import { readHostFile } from '../read-host-file.ts';

/** The keys as they were read once, so that what is checked is what was judged by. */
export type Trust = {
  readonly mode: VerifySettings['mode'];
  readonly allowedSigners: Uint8Array | null;
  readonly keyring: Uint8Array | null;
};

/** Reads the keys. Throws `signers-not-found` and what `readHostFile` throws. */
export async function readTrust(settings: VerifySettings): Promise<{ readonly digest: Digest; readonly value: Trust }> {
  const allowedSigners = await readKeys(settings.allowedSigners, 'the allowed signers');
  const keyring = await readKeys(settings.keyring, 'the keyring');
  const digest = digestOf([settings.mode, allowedSigners && sha256(allowedSigners), keyring && sha256(keyring)]);
  return { digest, value: { mode: settings.mode, allowedSigners, keyring } };
}

async function readKeys(path: string | null, what: string): Promise<Uint8Array | null> {
  if (path === null) return null;
  const file = await readHostFile(path, what);
  if (file.kind === 'text') return file.bytes;
  throw new AgentError('signers-not-found', {
    message: `there is no file "${path}" with ${what}, so no commit is trusted`,
    hint: 'put it there again, or declare the deployment anew',
  });
}
