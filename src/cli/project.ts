// The stack that a command is about: loaded from its files, or only its name.
import { errorCode } from '../core/errors.ts';
import type { SecretAccess } from '../secrets/secret-access.ts';
import { checkActionable } from '../stack/check-actionable.ts';
import type { MergedStack } from '../stack/load-merged-tree.ts';
import type { LoadedStack } from '../stack/load-stack.ts';
import type { Stack } from '../stack/model.ts';
import type { LoadOptions } from '../stack/read-stack-files.ts';
import type { OpenSecret, StackReader } from '../stack/stack-reader.ts';
import type { Cli } from './cli.ts';
import { ownAccess } from './own-secrets.ts';

/** What a command acts on: the services it names, which are then on, or all. */
type Acting = {
  readonly services: readonly string[];
  /** Those that it acts on along with them. */
  readonly withOthers: (stack: Stack, services: readonly string[]) => readonly string[];
};

/** Loads and checks the stack files, for acting on them; their warnings are shown. They are read through `reader` if one is given. */
export async function loadProject(cli: Cli, acting: Acting, reader?: StackReader): Promise<Stack> {
  return (await loadActing(cli, acting, reader)).stack;
}

/** Likewise, with what else was found on the way. */
export async function loadActing(
  cli: Cli,
  { services, withOthers }: Acting,
  reader?: StackReader,
): Promise<LoadedStack> {
  const access = await ownAccess(cli);
  const loaded = await loadModel(cli, reader, { switchedOn: services, openSecret: opener(access) });
  checkActionable(loaded, services.length > 0 ? withOthers(loaded.stack, services) : undefined);
  return { ...loaded, stack: await openSecrets(loaded.stack, access) };
}

/** Whether something of a stack may have to be opened is seen without the code that does it. */
async function openSecrets(stack: Stack, access: SecretAccess): Promise<Stack> {
  const files = [...Object.values(stack.secrets), ...Object.values(stack.configs)];
  if (!files.some(({ origin }) => origin.kind === 'file' || origin.kind === 'provider')) return stack;
  return (await import('../secrets/open-stack.ts')).openStackSecrets(stack, access);
}

/** Loaded when the first encrypted file is found. */
function opener(access: SecretAccess): OpenSecret {
  return async (path, bytes) => (await import('../secrets/open-stack.ts')).opener(access)(path, bytes);
}

/** The same for looking only: also a stack that asks for what dockr cannot do. */
export async function loadModel(
  cli: Cli,
  reader?: StackReader,
  more: Pick<LoadOptions, 'services' | 'switchedOn' | 'skip' | 'openSecret'> = {},
): Promise<LoadedStack> {
  const [{ loadStack }, { createStackReader }] = await Promise.all([
    import('../stack/load-stack.ts'),
    import('../stack/stack-reader.ts'),
  ]);
  const options = { ...loadOptions(cli), ...(reader ?? createStackReader(cli)), ...more };
  const loaded = await cli.tracer.during('cli', 'load stack', 'load', () => loadStack(options));
  for (const warning of loaded.warnings) cli.warn(warning);
  return loaded;
}

/** The files in one, variables as they are written. */
export async function loadUnfilled(cli: Cli): Promise<MergedStack> {
  const [{ loadMergedTree }, { createStackReader }] = await Promise.all([
    import('../stack/load-merged-tree.ts'),
    import('../stack/stack-reader.ts'),
  ]);
  return loadMergedTree({ ...loadOptions(cli), ...createStackReader(cli), skip: ['interpolation'] });
}

function loadOptions(cli: Cli): Omit<LoadOptions, keyof StackReader> {
  const { globals } = cli;
  return {
    files: globals.files,
    projectDirectory: globals.projectDirectory,
    projectName: globals.projectName,
    environment: cli.environment,
    envFiles: globals.envFiles,
    profiles: globals.profiles.length > 0 ? globals.profiles : undefined,
    cwd: cli.cwd,
  };
}

/**
 * The name alone: `-p` is enough, so that a stack can be looked at and taken down when its file is gone; and an error in
 * the file is no reason not to.
 */
export async function resolveStackName(cli: Cli): Promise<string> {
  const named = givenName(cli);
  return named ?? loadName(cli);
}

/** Likewise, or null where there is neither a name nor a stack file: the command is then about the whole machine. */
export async function findStackName(cli: Cli): Promise<string | null> {
  const named = givenName(cli);
  if (named !== undefined) return named;
  try {
    return await loadName(cli);
  } catch (error) {
    if (cli.globals.files.length === 0 && errorCode(error) === 'no-stack-file') return null;
    throw error;
  }
}

async function loadName(cli: Cli): Promise<string> {
  const [{ loadStackName }, { createStackReader }] = await Promise.all([
    import('../stack/load-stack-name.ts'),
    import('../stack/stack-reader.ts'),
  ]);
  const options = { ...loadOptions(cli), ...createStackReader(cli) };
  return cli.tracer.during('cli', 'load name', 'load', () => loadStackName(options));
}

/** With `-f` the name may be normalised, or the file's own count: only the loader knows. */
function givenName(cli: Cli): string | undefined {
  if (cli.globals.files.length > 0) return undefined;
  const { DOCKR_PROJECT_NAME, COMPOSE_PROJECT_NAME } = cli.environment;
  return cli.globals.projectName ?? (DOCKR_PROJECT_NAME || COMPOSE_PROJECT_NAME || undefined);
}
