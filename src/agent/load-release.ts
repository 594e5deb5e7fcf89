import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { AgentError, StackError } from '../core/errors.ts';
import { lazily } from '../core/lazily.ts';
import type { SecretAccess } from '../secrets/secret-access.ts';
import { checkActionable } from '../stack/check-actionable.ts';
import type { LoadedStack } from '../stack/load-stack.ts';
import type { Stack } from '../stack/model.ts';
import type { OpenSecret, StackReader } from '../stack/stack-reader.ts';
import type { Owners } from './policy/check-resources.ts';
import { checkOwnFiles, withOwnFilesReadOnly } from './policy/own-files.ts';
import type { Policy } from './policy/policy.ts';
import { createReleaseReader } from './release-reader.ts';
import type { Release } from './source.ts';
import type { Reading, WrittenStacks } from './written-stacks.ts';

export type StackPlace = {
  /** Of the stack: the host chooses it, so that a repository cannot name another's. */
  readonly name: string;
  /** Of the stack file or its folder, in the release. */
  readonly path: string;
  /** Relative to the folder at `path`; none for those with the usual names. */
  readonly files?: readonly string[];
  /** Merged after those. */
  readonly overlays?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
};

/** Opens what is encrypted; paths are told as they are in the release. */
export type AccessFor = (shown: (path: string) => string) => SecretAccess;

/** What the host says of a stack, beside where it is. */
export type Judgement = Owners & {
  /** All of them have to allow the stack. */
  readonly policies: readonly Policy[];
  /** What becomes of it before it is judged: for a preview. May throw for what it must not be. */
  readonly adapt?: ((loaded: LoadedStack, release: string) => LoadedStack) | undefined;
  /** Without it, nothing that is encrypted is opened. */
  readonly accessFor?: AccessFor | undefined;
  /** What is known of the rounds before. */
  readonly written?: WrittenStacks | undefined;
};

// Loaded when they are first needed: the daemon starts without them.
const loadChecks = lazily(() => import('./policy/check-stack.ts'));
const loadSecrets = lazily(() => import('../secrets/open-stack.ts'));

/**
 * The stack of a release. Variables of the daemon's own environment are not for repositories to read: there are those of the
 * declaration alone. Throws `policy-denied` for what the host does not allow.
 */
export async function loadRelease(
  { directory }: Release,
  place: StackPlace,
  { policies, accessFor, adapt, written: known, ...owners }: Judgement,
): Promise<Stack> {
  const access = accessFor?.((file) => relative(directory, file));
  const read = () => readWritten(directory, place, access);
  const written = await (known ? known.load({ directory, place }, read) : read().then(({ loaded }) => loaded));
  const [{ checkPolicy }, secrets] = await Promise.all([loadChecks(), loadSecrets()]);
  const loaded = adapt?.(written, directory) ?? written;
  // First the policy: what it forbids is to be told as such, whether this version could do it or not.
  for (const policy of policies) checkPolicy(loaded, policy, { ...owners, release: directory });
  checkActionable(loaded);
  checkOwnFiles(loaded, directory);
  const stack = withOwnFilesReadOnly(loaded.stack, directory);
  return access ? secrets.openStackSecrets(stack, access) : stack;
}

/** As its files have it, whatever the host says to that. */
async function readWritten(
  directory: string,
  { name, path, files: named = [], overlays = [], variables = {}, profiles = [] }: StackPlace,
  access: SecretAccess | undefined,
): Promise<Reading> {
  const place = join(directory, path);
  const facts = await stat(place).catch(() => undefined);
  if (!facts) throw new AgentError('path-not-found', { message: `the repository has no "${path}"` });
  const folder = facts.isDirectory() ? place : undefined;
  const [{ loadStack }, { FOREIGN_LIMITS }, { findStackFile }, { opener }] = await Promise.all([
    import('../stack/load-stack.ts'),
    import('../stack/parse-yaml.ts'),
    import('../stack/find-stack-files.ts'),
    loadSecrets(),
  ]);
  const shown = (file: string): string => relative(directory, file);
  const reader = countReads(createReleaseReader(directory, shown), access && opener(access));
  // Only in the folder itself: a stack file above it is another deployment's.
  const ownReader = folder === undefined ? reader : createReleaseReader(folder, shown);
  const found = async () =>
    folder === undefined ? [place] : (await findStackFile(folder, ownReader).catch(notHere(path))).files;
  const at = (file: string): string => join(folder ?? dirname(place), file);
  const files = [...(named.length > 0 ? named.map(at) : await found()), ...overlays.map(at)];
  const loaded = await loadStack({
    ...reader,
    files,
    projectName: name,
    environment: variables,
    profiles,
    cwd: directory,
    limits: FOREIGN_LIMITS,
  });
  return { loaded, ...reader.seen() };
}

/** A reader that tells what went through it. */
function countReads(reader: StackReader, open: OpenSecret | undefined) {
  let bytes = 0;
  let hasOpened = false;
  const openSecret: OpenSecret | undefined =
    open &&
    ((path, encrypted) => {
      hasOpened = true;
      return open(path, encrypted);
    });
  return {
    ...reader,
    readFile: async (path: string): Promise<Uint8Array> => {
      const read = await reader.readFile(path);
      bytes += read.length;
      return read;
    },
    openSecret,
    seen: (): Omit<Reading, 'loaded'> => ({ bytes, hasOpened }),
  };
}

function notHere(path: string) {
  return (error: unknown): never => {
    if (!(error instanceof StackError) || error.code !== 'no-stack-file') throw error;
    throw new StackError('no-stack-file', {
      message: `there is no stack file in "${path}" of the repository`,
      hint: 'name its folder or the file itself with "--path"',
    });
  };
}
