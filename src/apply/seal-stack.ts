// The model as it is kept: what secrets were given as values is taken out, and put back in when the model is applied again.
import { StackError } from '../core/errors.ts';
import type { SecretSource, StackFile, StackFileOrigin } from '../stack/model/resources.ts';
import type { Service, Stack } from '../stack/model.ts';

/** Keeps values by keyed digest. */
export type SecretVault = {
  readonly digestOf: (bytes: Uint8Array) => string;
  readonly add: (digest: string, bytes: Uint8Array) => void;
  readonly find: (digest: string) => Uint8Array | undefined;
};

type SealedOrigin = {
  readonly kind: 'sealed';
  readonly digest: string;
  readonly variable?: string;
  readonly from?: SecretSource;
};
type SealedFile = Omit<StackFile, 'origin'> & {
  readonly origin: Exclude<StackFileOrigin, { kind: 'value' }> | SealedOrigin;
};
type Sealed<File> = Readonly<Record<string, File>>;

/** A stack whose secrets are references: of variables that are secret, the digests. */
export type SealedStack = Omit<Stack, 'secrets' | 'configs'> & {
  readonly secrets: Sealed<SealedFile>;
  readonly configs: Sealed<SealedFile>;
};

/** JSON of the stack; the values of its secrets go into the vault. */
export function sealStack(stack: Stack, vault: SecretVault): string {
  const sealed: SealedStack = {
    ...stack,
    services: mapValues(stack.services, (service) => mapSecrets(service, (value) => put(Buffer.from(value), vault))),
    secrets: mapValues(stack.secrets, (file) => sealFile(file, 'secret', vault)),
    configs: mapValues(stack.configs, (file) => sealFile(file, 'config', vault)),
  };
  return JSON.stringify(sealed);
}

/** The stack that was sealed. Throws `secret-value-gone`. */
export function openStack(model: string, vault: SecretVault): Stack {
  const sealed = readSealed(model);
  return {
    ...sealed,
    services: mapValues(sealed.services, (service) =>
      mapSecrets(service, (digest, name) => {
        const what = `variable "${name}" of service "${service.name}"`;
        return Buffer.from(take(digest, vault, what)).toString();
      }),
    ),
    secrets: mapValues(sealed.secrets, (file, key) => openFile(file, vault, `secret "${key}"`)),
    configs: mapValues(sealed.configs, (file, key) => openFile(file, vault, `config "${key}"`)),
  };
}

/** Digests of the values that a model refers to. */
export function sealedDigests(model: string): string[] {
  const { secrets, configs, services } = readSealed(model);
  const files = [...Object.values(secrets), ...Object.values(configs)];
  const ofFiles = files.flatMap(({ origin }) => (origin.kind === 'sealed' ? [origin.digest] : []));
  return [...ofFiles, ...Object.values(services).flatMap((service) => Object.values(service.secretEnvironment ?? {}))];
}

/** The stack without the values: in the place of each stands what `label` makes of its digest. */
export function showSealed(model: string, label: (digest: string) => string): Stack {
  return openStack(model, { digestOf: () => '', add: () => {}, find: (digest) => Buffer.from(label(digest)) });
}

export function readSealed(model: string): SealedStack {
  return JSON.parse(model) as SealedStack;
}

function sealFile(file: StackFile, kind: 'secret' | 'config', vault: SecretVault): SealedFile {
  const { origin, ...rest } = file;
  if (origin.kind === 'value') {
    const digest = put(Buffer.from(origin.base64, 'base64'), vault);
    return { ...rest, origin: { kind: 'sealed', digest, from: origin.from } };
  }
  if (origin.kind !== 'content' || kind === 'config') return { ...rest, origin };
  const { variable } = origin;
  const digest = put(Buffer.from(origin.content), vault);
  return { ...rest, origin: { kind: 'sealed', digest, ...(variable ? { variable } : {}) } };
}

function openFile(file: SealedFile, vault: SecretVault, what: string): StackFile {
  const { origin, ...rest } = file;
  if (origin.kind !== 'sealed') return { ...rest, origin };
  const bytes = Buffer.from(take(origin.digest, vault, what));
  const { variable, from } = origin;
  if (from) return { ...rest, origin: { kind: 'value', from, base64: bytes.toString('base64') } };
  return { ...rest, origin: { kind: 'content', content: bytes.toString(), ...(variable ? { variable } : {}) } };
}

function put(bytes: Uint8Array, { digestOf, add }: SecretVault): string {
  const digest = digestOf(bytes);
  add(digest, bytes);
  return digest;
}

function take(digest: string, vault: SecretVault, what: string): Uint8Array {
  const bytes = vault.find(digest);
  if (bytes) return bytes;
  throw new StackError('secret-value-gone', {
    message: `the value that ${what} had then is no longer kept`,
    hint: 'apply the stack from its file instead',
  });
}

function mapSecrets(service: Service, change: (text: string, name: string) => string): Service {
  const { secretEnvironment } = service;
  return secretEnvironment ? { ...service, secretEnvironment: mapValues(secretEnvironment, change) } : service;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
