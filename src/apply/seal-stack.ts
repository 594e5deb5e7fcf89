// The model as it is kept: what secrets were given as values is taken out, and put back in when the model is applied again.
import { StackError } from '../core/errors.ts';
import type { StackFile, StackFileOrigin } from '../stack/model/resources.ts';
import type { Stack } from '../stack/model.ts';

/** Keeps values by keyed digest. */
export type SecretVault = {
  readonly digestOf: (bytes: Uint8Array) => string;
  readonly add: (digest: string, bytes: Uint8Array) => void;
  readonly find: (digest: string) => Uint8Array | undefined;
};

type SealedOrigin = { readonly kind: 'sealed'; readonly digest: string; readonly variable?: string };
type SealedFile = Omit<StackFile, 'origin'> & {
  readonly origin: Exclude<StackFileOrigin, { kind: 'content' }> | SealedOrigin;
};

/** A stack whose secrets are references. */
export type SealedStack = Omit<Stack, 'secrets'> & { readonly secrets: Readonly<Record<string, SealedFile>> };

/** JSON of the stack; the values of its secrets go into the vault. */
export function sealStack(stack: Stack, vault: SecretVault): string {
  const secrets = Object.entries(stack.secrets).map(([key, file]) => [key, sealFile(file, vault)]);
  return JSON.stringify({ ...stack, secrets: Object.fromEntries(secrets) });
}

/** The stack that was sealed. Throws `secret-value-gone`. */
export function openStack(model: string, vault: SecretVault): Stack {
  const sealed = readSealed(model);
  const secrets = Object.entries(sealed.secrets).map(([key, file]) => [key, openFile(key, file, vault)]);
  return { ...sealed, secrets: Object.fromEntries(secrets) };
}

/** Digests of the values that a model refers to. */
export function sealedDigests(model: string): string[] {
  return Object.values(readSealed(model).secrets).flatMap(({ origin }) =>
    origin.kind === 'sealed' ? [origin.digest] : [],
  );
}

/** The stack without the values: in the place of each stands what `label` makes of its digest. */
export function showSealed(model: string, label: (digest: string) => string): Stack {
  const sealed = readSealed(model);
  const vault = { digestOf: () => '', add: () => {}, find: (digest: string) => Buffer.from(label(digest)) };
  const secrets = Object.entries(sealed.secrets).map(([key, file]) => [key, openFile(key, file, vault)]);
  return { ...sealed, secrets: Object.fromEntries(secrets) };
}

export function readSealed(model: string): SealedStack {
  return JSON.parse(model) as SealedStack;
}

function sealFile(file: StackFile, { digestOf, add }: SecretVault): SealedFile {
  const { origin, ...rest } = file;
  if (origin.kind !== 'content') return { ...rest, origin };
  const bytes = Buffer.from(origin.content);
  const digest = digestOf(bytes);
  add(digest, bytes);
  return { ...rest, origin: { kind: 'sealed', digest, ...(origin.variable ? { variable: origin.variable } : {}) } };
}

function openFile(key: string, file: SealedFile, vault: SecretVault): StackFile {
  const { origin, ...rest } = file;
  if (origin.kind !== 'sealed') return { ...rest, origin };
  const bytes = vault.find(origin.digest);
  if (!bytes)
    throw new StackError('secret-value-gone', {
      message: `the value that secret "${key}" had then is no longer kept`,
      hint: 'apply the stack from its file instead',
    });
  const { variable } = origin;
  return {
    ...rest,
    origin: { kind: 'content', content: Buffer.from(bytes).toString(), ...(variable ? { variable } : {}) },
  };
}
