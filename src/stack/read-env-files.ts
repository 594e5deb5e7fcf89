// The files that services take variables and labels from. Of an encrypted one, the text is kept apart from then on.
import { StackError } from '../core/errors.ts';
import { detectEncryption } from './detect-encryption.ts';
import type { Field, Reading } from './reading.ts';
import type { SourceText } from './source-text.ts';
import { type OpenedSecret, readSource, type StackReader } from './stack-reader.ts';
import { type EnvFileTexts, envFilePaths } from './to-environment.ts';

/** A file that is not there has no text: whether that is an error is for the service to say. */
export async function readEnvFiles(
  reading: Reading,
  services: readonly Field[],
  reader: StackReader,
): Promise<EnvFileTexts> {
  const texts = new Map<string, SourceText | StackError>();
  for (const [path, purpose] of envFilePaths(reading, services)) {
    try {
      texts.set(path, await readEnvFile(reader, path, purpose));
    } catch (error) {
      if (!(error instanceof StackError)) throw error;
      if (error.code !== 'file-not-found') texts.set(path, error);
    }
  }
  return texts;
}

async function readEnvFile(reader: StackReader, path: string, purpose: string): Promise<SourceText> {
  if (purpose !== 'env file') return readSource(reader, path, { shown: path, purpose });
  let secrecy: SourceText['secrecy'];
  const readFile = async (file: string): Promise<Uint8Array> => {
    const bytes = await reader.readFile(file);
    if (!detectEncryption(bytes)) return bytes;
    secrecy = reader.openSecret ? 'opened' : 'closed';
    return reader.openSecret ? variablesOf(file, await reader.openSecret(file, bytes)) : new Uint8Array();
  };
  const source = await readSource({ readFile }, path, { shown: path, purpose });
  return secrecy ? { ...source, secrecy } : source;
}

function variablesOf(path: string, { bytes, format }: OpenedSecret): Uint8Array {
  if (format === 'dotenv' || format === 'any') return bytes;
  throw new StackError('secret-not-dotenv', {
    message: `env file "${path}" is encrypted ${format.toUpperCase()}, expected lines NAME=value`,
    hint: 'encrypt it as dotenv: "sops encrypt --input-type dotenv --output-type dotenv"',
  });
}
