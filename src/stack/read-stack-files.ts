// The texts of a stack and the variables for them, before anything is parsed.
import { dirname, relative, resolve } from 'node:path';
import { resolveStackFiles } from './find-stack-files.ts';
import { addDefaultFile, loadVariables, toLookup, usesDefaultFiles, type Variables } from './load-environment.ts';
import type { YamlLimits } from './parse-yaml.ts';
import { type StackWarning, strayWarning } from './problems.ts';
import { decodeSource, type SourceText } from './source-text.ts';
import { readSource, type StackReader } from './stack-reader.ts';

export type LoadOptions = StackReader & {
  /** Paths, or `-` for standard input; none: COMPOSE_FILE, else discovery from `cwd` upwards. */
  readonly files: readonly string[];
  /** Where relative paths start; the folder of the first file if not given. */
  readonly projectDirectory?: string | undefined;
  readonly projectName?: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** In place of `.env`. */
  readonly envFiles?: readonly string[] | undefined;
  readonly profiles?: readonly string[] | undefined;
  /** Only these services and what they depend on; their profiles are active. None: all that are on. */
  readonly services?: readonly string[] | undefined;
  /** Services whose profiles are active too, without leaving others out. */
  readonly switchedOn?: readonly string[] | undefined;
  /** Keep networks, volumes, secrets and configs that no service uses. */
  readonly allResources?: boolean | undefined;
  /** Stages to leave out: for showing a stack, never for acting on it. */
  readonly skip?: readonly LoadStage[] | undefined;
  readonly cwd: string;
  readonly limits?: YamlLimits | undefined;
};

/** What can be left out, by `dockr config` or by whoever has a model that no file says. */
export type LoadStage = 'interpolation' | 'schema' | 'consistency' | 'env-files';

export type StackSources = {
  readonly sources: readonly SourceText[];
  readonly files: readonly string[];
  readonly directory: string;
  readonly variables: Variables;
  readonly warnings: readonly StackWarning[];
};

/** Finds and reads the files. Throws a StackError where there is none, or one cannot be read. */
export async function readStackFiles(options: LoadOptions): Promise<StackSources> {
  const { cwd, envFiles = [] } = options;
  const home = options.projectDirectory === undefined ? cwd : resolve(cwd, options.projectDirectory);
  const warnings: StackWarning[] = [];
  const onStray = strayWarning({ warnings });
  const first = await loadVariables(options.environment, {
    cwd: home,
    reader: options,
    onStray,
    envFiles: envFiles.map((file) => resolve(cwd, file)),
  });
  const found = await resolveStackFiles({
    files: options.files,
    cwd,
    folder: home,
    lookup: toLookup(first),
    reader: options,
  });
  const [main] = found.files;
  const directory = options.projectDirectory === undefined ? (main === '-' ? cwd : dirname(main)) : home;
  const variables =
    usesDefaultFiles(first, envFiles) && directory !== home
      ? await addDefaultFile(first, directory, { reader: options, onStray })
      : first;
  const sources: SourceText[] = [];
  for (const file of found.files) sources.push(await readStackFile(options, file));
  return { sources, files: found.files, directory, variables, warnings: [...warnings, ...found.warnings] };
}

async function readStackFile(options: LoadOptions, file: string): Promise<SourceText> {
  if (file === '-') return decodeSource('<stdin>', await options.readStdin());
  return readSource(options, file, { shown: shownPath(options.cwd, file), purpose: 'stack file' });
}

/** A path as messages have it: short below the current folder. */
export function shownPath(cwd: string, file: string): string {
  if (file === '-') return '<stdin>';
  const short = relative(cwd, file);
  return short.startsWith('..') ? file : short;
}
