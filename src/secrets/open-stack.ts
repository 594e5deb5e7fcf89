// The secrets of a stack, opened: in place of each encrypted file and each provider stands its value.
import { open } from 'node:fs/promises';
import { DockrError, errorCode } from '../core/errors.ts';
import { detectEncryption } from '../stack/detect-encryption.ts';
import type { SecretSource, StackFile } from '../stack/model/resources.ts';
import type { Stack } from '../stack/model.ts';
import type { OpenSecret } from '../stack/stack-reader.ts';
import type { SecretAccess } from './secret-access.ts';

const LARGEST = 5 * 1024 ** 2;

type Files = Readonly<Record<string, StackFile>>;

/** Opens what services use. Files that are not encrypted stay where they are. */
export async function openStackSecrets(stack: Stack, access: SecretAccess): Promise<Stack> {
  const services = Object.values(stack.services);
  const used = {
    secrets: new Set(services.flatMap(({ secrets }) => secrets.map(({ source }) => source))),
    configs: new Set(services.flatMap(({ configs }) => configs.map(({ source }) => source))),
  };
  const openAll = async (files: Files, names: ReadonlySet<string>): Promise<Files> => {
    const opened: [string, StackFile][] = [];
    // One after the other: their number is up to a repository.
    for (const [key, file] of Object.entries(files))
      opened.push([key, names.has(key) ? await openStackFile(file, { access, stack: stack.name }) : file]);
    return Object.fromEntries(opened);
  };
  const secrets = await openAll(stack.secrets, used.secrets);
  return { ...stack, secrets, configs: await openAll(stack.configs, used.configs) };
}

/** For the loader: variables come from encrypted files, too. */
export function opener(access: SecretAccess): OpenSecret {
  return async (path, bytes) => (await access.open(path, bytes)) ?? { bytes, format: 'any' };
}

async function openStackFile(
  file: StackFile,
  { access, stack }: { readonly access: SecretAccess; readonly stack: string },
): Promise<StackFile> {
  const { origin } = file;
  if (origin.kind === 'provider')
    return withValue(file, { kind: 'provider', provider: origin.provider }, await access.ask(origin.provider, stack));
  if (origin.kind !== 'file') return file;
  const bytes = await readEncrypted(origin.path);
  const opened = bytes && (await access.open(origin.path, bytes));
  return opened ? withValue(file, { kind: 'file', path: origin.path }, opened.bytes) : file;
}

function withValue(file: StackFile, from: SecretSource, bytes: Uint8Array): StackFile {
  return { ...file, origin: { kind: 'value', from, base64: Buffer.from(bytes).toString('base64') } };
}

/** Undefined for what is not encrypted, and for what only the daemon can read: it finds out itself what is wrong with it. */
async function readEncrypted(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path);
    try {
      const facts = await file.stat();
      if (!facts.isFile()) return undefined;
      // Of a larger one enough for whoever opens it to refuse it.
      const bytes = Buffer.alloc(Math.min(facts.size, LARGEST + 1));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      const found = bytes.subarray(0, bytesRead);
      return detectEncryption(found) ? found : undefined;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof DockrError || errorCode(error) === undefined) throw error;
    return undefined;
  }
}
