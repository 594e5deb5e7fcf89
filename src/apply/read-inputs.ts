// Reads what a desired state depends on beside the stack file: the bytes of secrets and configs, the inputs of builds.
import { readFile } from 'node:fs/promises';
import { errorCode, StackError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import type { DesiredInputs } from '../reconcile/desire.ts';
import { detectEncryption } from '../stack/detect-encryption.ts';
import type { StackFile } from '../stack/model/resources.ts';
import type { Stack } from '../stack/model.ts';
import { buildSpecOf } from './build-service.ts';
import type { EnginePort as Engine } from './engine-port.ts';

export type InputOptions = {
  readonly scale: Readonly<Record<string, number>>;
  readonly build: 'when-changed' | 'always' | 'never';
  readonly pull: 'as-declared' | 'always' | 'never';
  /** Services asked for; empty is all. */
  readonly services: readonly string[];
  /** What their images are made from is not looked at. */
  readonly keepImages?: readonly string[];
};

/** Secrets are digested with the machine's key, so that what is stored tells nothing of a short secret. */
export async function readInputs(engine: Engine, stack: Stack, options: InputOptions): Promise<DesiredInputs> {
  const fileDigests: Record<string, string> = {};
  for (const kind of ['secrets', 'configs'] as const) {
    const singular = kind === 'secrets' ? 'secret' : 'config';
    for (const [key, file] of Object.entries(stack[kind])) {
      const used = Object.values(stack.services).some((service) => service[kind].some((grant) => grant.source === key));
      if (!used) continue;
      const bytes = await readStackFile(singular, key, file);
      const isSecret = kind === 'secrets' || file.origin.kind === 'value';
      fileDigests[`${singular}:${key}`] = isSecret ? engine.keyedDigest(bytes) : sha256(bytes);
    }
  }
  for (const { name, secretEnvironment = {} } of Object.values(stack.services))
    for (const [variable, value] of Object.entries(secretEnvironment))
      fileDigests[`env:${name}:${variable}`] = engine.keyedDigest(Buffer.from(value));
  const buildInputs: Record<string, string> = {};
  const digests = Object.values(stack.services).flatMap(({ name, build }) =>
    build && !options.keepImages?.includes(name)
      ? [engine.builder.digestInputs(buildSpecOf(stack, build)).then((digest) => ({ name, digest }))]
      : [],
  );
  for (const { name, digest } of await Promise.all(digests)) buildInputs[name] = digest;
  return { fileDigests, buildInputs, build: options.build, pull: options.pull, scale: options.scale };
}

async function readStackFile(kind: string, key: string, file: StackFile): Promise<Buffer> {
  if (file.origin.kind === 'content') return Buffer.from(file.origin.content);
  if (file.origin.kind === 'value') return Buffer.from(file.origin.base64, 'base64');
  if (file.origin.kind !== 'file')
    throw new StackError('not-supported', { message: `${kind} "${key}" has no content that dockr knows` });
  const { path } = file.origin;
  try {
    const bytes = await readFile(path);
    if (!detectEncryption(bytes)) return bytes;
  } catch (error) {
    throw new StackError('file-not-found', {
      message: `cannot read "${path}" of ${kind} "${key}": ${errorCode(error) === 'ENOENT' ? 'there is no such file' : errorCode(error)}`,
      cause: error,
    });
  }
  throw new StackError('secret-not-opened', {
    message: `"${path}" of ${kind} "${key}" is encrypted, and whoever asked for this did not open it`,
    hint: 'make it readable for the user who runs dockr',
  });
}
