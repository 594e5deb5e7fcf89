// Files of age: https://age-encryption.org/v1, binary or in armor.
import { StackError } from '../core/errors.ts';
import type { AgeIdentity } from './age-identity.ts';
import type { OpenContext } from './open-context.ts';

/** A header that names more takes longer to try than any file is worth. */
const MOST_RECIPIENTS = 100;
const LONGEST_HEADER = 256 * 1024;
const NO_MATCH = /no identity matched/;

/** The bytes that were encrypted. Throws `no-key-fits`, `secret-tampered` and `secret-malformed`. */
export async function openAgeFile(bytes: Uint8Array, { shown, identities }: OpenContext): Promise<Uint8Array> {
  const plain = await unwrap(bytes, { shown, identities });
  if (plain) return plain;
  throw new StackError('no-key-fits', {
    message: `none of the ${identities.length} keys here opens "${shown}", which is for ${describeRecipients(bytes)}`,
    hint: noKeyHint(identities),
  });
}

/** Likewise, but undefined where no key fits. */
export async function unwrap(
  bytes: Uint8Array,
  { shown, identities, mostRecipients = MOST_RECIPIENTS }: OpenContext & { readonly mostRecipients?: number },
): Promise<Uint8Array | undefined> {
  // Loaded when it is first needed: most stacks have nothing encrypted.
  const { Decrypter, armor } = await import('age-encryption');
  let binary: Uint8Array;
  try {
    binary = isArmored(bytes) ? armor.decode(Buffer.from(bytes).toString('latin1')) : bytes;
  } catch (cause) {
    throw malformed(shown, cause);
  }
  const count = recipientTypes(binary).length;
  if (count === 0) throw malformed(shown, undefined);
  if (count > mostRecipients) {
    throw new StackError('secret-malformed', {
      message: `"${shown}" is encrypted for ${count} recipients, at most ${mostRecipients} are allowed`,
    });
  }
  const decrypter = new Decrypter();
  for (const identity of identities) identity.addTo(decrypter);
  try {
    return await decrypter.decrypt(binary);
  } catch (error) {
    if (error instanceof Error && NO_MATCH.test(error.message)) return undefined;
    throw new StackError('secret-tampered', {
      message: `"${shown}" is not as it was when it was encrypted: it was changed, or is cut short`,
      hint: 'take it again from where it was encrypted',
    });
  }
}

export function noKeyHint(identities: readonly AgeIdentity[]): string {
  return identities.length === 0
    ? 'give a key: with "--age-key FILE", or for deployments as a file in /etc/dockr/keys'
    : 'encrypt it for one of these keys, too';
}

function isArmored(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).toString('latin1').trimStart().startsWith('-----BEGIN');
}

/** Age does not tell whom a file is for, only what kind of key opens it. */
function describeRecipients(bytes: Uint8Array): string {
  const types = recipientTypes(isArmored(bytes) ? decodeLeniently(bytes) : bytes);
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .map(([type, count]) => (count === 1 ? `a key of type ${type}` : `${count} keys of type ${type}`))
    .join(', ');
}

/** The types of a header's stanzas: `X25519`, `scrypt`, `ssh-ed25519`. */
function recipientTypes(binary: Uint8Array): readonly string[] {
  const header = Buffer.from(binary.subarray(0, LONGEST_HEADER)).toString('latin1');
  const end = header.indexOf('\n--- ');
  if (end === -1) return [];
  return [...header.slice(0, end).matchAll(/^-> ([A-Za-z0-9-]{1,40})/gm)].map(([, type = '']) => type);
}

function decodeLeniently(bytes: Uint8Array): Uint8Array {
  const body = Buffer.from(bytes)
    .toString('latin1')
    .replace(/-----[^-]*-----/g, '');
  return Buffer.from(body, 'base64');
}

function malformed(shown: string, cause: unknown): StackError {
  return new StackError('secret-malformed', { message: `"${shown}" begins like a file of age and is none`, cause });
}
