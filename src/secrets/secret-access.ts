// What secrets are opened with: keys and providers, read when the first secret needs them. Who has no secrets needs neither.
import { join } from 'node:path';
import { StackError } from '../core/errors.ts';
import type { AgeIdentity } from './age-identity.ts';
import { askProvider } from './ask-provider.ts';
import { readKeyFile, readKeyFolder } from './key-files.ts';
import { type OpenedFile, openFile } from './open-file.ts';
import { readProviders } from './providers.ts';

/** Of the encrypted files of one stack together. */
const MOST_BYTES = 16 * 1024 ** 2;

type Environment = Readonly<Record<string, string | undefined>>;

export type SecretAccess = {
  /** The bytes of a file; undefined if it is not encrypted. */
  readonly open: (path: string, bytes: Uint8Array) => Promise<OpenedFile | undefined>;
  readonly ask: (provider: string, stack: string) => Promise<Uint8Array>;
};

export type AccessOptions = {
  /** How paths are told. */
  readonly shown: (path: string) => string;
  readonly keys: () => Promise<readonly AgeIdentity[]>;
  /** Of the host: `/etc/dockr`. */
  readonly configDirectory: string;
  /** Of which providers get what is named in their declaration. */
  readonly environment: Environment;
};

/** `DOCKR_CONFIG_DIRECTORY`, else `/etc/dockr`. */
export function configDirectory(environment: Environment): string {
  return environment['DOCKR_CONFIG_DIRECTORY'] || '/etc/dockr';
}

/** Keys of the host, and of the deployment. Those of the user who started the daemon are not for repositories. */
export function hostAccess(
  environment: Environment,
  { name, keyFiles }: { readonly name: string; readonly keyFiles: readonly string[] },
  shown: (path: string) => string,
): SecretAccess {
  const folder = configDirectory(environment);
  const keys = async (): Promise<readonly AgeIdentity[]> => [
    ...(await readKeyFolder(join(folder, 'keys'), name)),
    ...(await Promise.all(keyFiles.map(readKeyFile))).flat(),
  ];
  return createAccess({ shown, keys, configDirectory: folder, environment });
}

/** Keys of the files that a user names. */
export function userAccess(
  environment: Environment,
  keyFiles: readonly string[],
  shown: (path: string) => string,
): SecretAccess {
  const keys = async (): Promise<readonly AgeIdentity[]> => (await Promise.all(keyFiles.map(readKeyFile))).flat();
  return createAccess({ shown, keys, configDirectory: configDirectory(environment), environment });
}

export function createAccess(options: AccessOptions): SecretAccess {
  const opened = new Map<string, Promise<OpenedFile | undefined>>();
  const answers = new Map<string, Promise<Uint8Array>>();
  let keys: Promise<readonly AgeIdentity[]> | undefined;
  let total = 0;
  const openOnce = async (path: string, bytes: Uint8Array): Promise<OpenedFile | undefined> => {
    const shown = options.shown(path);
    total += bytes.length;
    if (total > MOST_BYTES) throw tooMuch(shown);
    keys ??= options.keys();
    return openFile(bytes, { shown, identities: await keys });
  };
  return {
    open: (path, bytes) => once(opened, path, () => openOnce(path, bytes)),
    ask: (name, stack) => once(answers, `${stack} ${name}`, () => ask(options, { name, stack })),
  };
}

/** A stack may name the same file, or provider, a thousand times. */
function once<T>(known: Map<string, Promise<T>>, name: string, work: () => Promise<T>): Promise<T> {
  const found = known.get(name) ?? work();
  known.set(name, found);
  return found;
}

async function ask(
  { configDirectory: folder, environment }: AccessOptions,
  { name, stack }: { readonly name: string; readonly stack: string },
): Promise<Uint8Array> {
  const path = join(folder, 'secrets.yaml');
  const provider = (await readProviders(path)).get(name);
  if (!provider) {
    throw new StackError('provider-not-found', {
      message: `this host has no provider "${name}"`,
      hint: `declare it in ${path}`,
    });
  }
  if (!provider.stacks.includes(stack) && !provider.stacks.includes('*')) {
    throw new StackError('provider-not-allowed', {
      message: `provider "${name}" is not for stack "${stack}"`,
      hint: `add the stack to its "stacks" in ${path}`,
    });
  }
  return askProvider(provider, environment);
}

function tooMuch(shown: string): StackError {
  return new StackError('secret-too-large', {
    message: `"${shown}" is not opened: the encrypted files of the stack have more than ${MOST_BYTES} bytes together`,
  });
}
