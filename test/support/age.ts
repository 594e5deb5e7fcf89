// Debian's `age`: another implementation than the one that is tested.
import { execFileSync } from 'node:child_process';
import { AgeIdentity } from '../../src/secrets/age-identity.ts';

export type AgeKey = { readonly text: string; readonly recipient: string; readonly identity: AgeIdentity };

export function makeAgeKey(): AgeKey {
  const text = execFileSync('age-keygen', [], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const recipient = /public key: (\S+)/.exec(text)?.[1] ?? '';
  const identity = AgeIdentity.parse(/^AGE-SECRET-KEY-\S+$/m.exec(text)?.[0] ?? '');
  if (!identity) throw new Error('age-keygen made no key');
  return { text, recipient, identity };
}

/** Encrypts as `age -r …` does. */
export function ageEncrypt(
  bytes: Uint8Array | string,
  recipients: readonly string[],
  options: { readonly armor?: boolean } = {},
): Buffer {
  const argv = [...recipients.flatMap((recipient) => ['-r', recipient]), ...(options.armor ? ['-a'] : [])];
  return execFileSync('age', argv, { input: bytes, maxBuffer: 64 * 1024 ** 2 });
}
