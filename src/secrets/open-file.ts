// One encrypted file, whichever way it is encrypted.
import { StackError } from '../core/errors.ts';
import { detectEncryption } from '../stack/detect-encryption.ts';
import { openAgeFile } from './age-file.ts';
import type { OpenContext } from './open-context.ts';
import { openSopsFile } from './sops/open-sops-file.ts';

/** What is encrypted is a key or a password, not data. */
const LARGEST = 5 * 1024 ** 2;

export type OpenedFile = {
  readonly bytes: Uint8Array;
  /** `any` where only its user knows. */
  readonly format: 'yaml' | 'json' | 'dotenv' | 'any';
};

/** Undefined for a file that is not encrypted. */
export async function openFile(bytes: Uint8Array, context: OpenContext): Promise<OpenedFile | undefined> {
  const encryption = detectEncryption(bytes);
  if (!encryption) return undefined;
  if (bytes.length > LARGEST) {
    throw new StackError('secret-too-large', {
      message: `"${context.shown}" is encrypted and has ${bytes.length} bytes, at most ${LARGEST} are allowed`,
    });
  }
  if (encryption === 'sops') return openSopsFile(bytes, context);
  return { bytes: await openAgeFile(bytes, context), format: 'any' };
}
