// Variables that stack files can use: the caller's, then those of `.env` files.
import { join, resolve } from 'node:path';
import { findSetting, isSettingOn } from './find-stack-files.ts';
import { type OnStray, parseEnvFile } from './parse-env-file.ts';
import type { SourceText } from './source-text.ts';
import { readSource, type StackReader } from './stack-reader.ts';
import type { Lookup } from './template.ts';

export type Variables = ReadonlyMap<string, string>;

type EnvReading = { readonly reader: StackReader; readonly onStray?: OnStray | undefined };
type Loading = EnvReading & { readonly cwd: string; readonly envFiles: readonly string[] };

/** The caller's variables, completed by the named env files, or by the `.env` of the folder he is in. */
export async function loadVariables(
  environment: Readonly<Record<string, string>>,
  { cwd, reader, envFiles, onStray }: Loading,
): Promise<Variables> {
  const own: Variables = new Map([['PWD', cwd], ...Object.entries(environment)]);
  const named =
    envFiles.length > 0
      ? envFiles
      : (findSetting(toLookup(own), 'ENV_FILES') ?? '').split(',').filter((file) => file !== '');
  if (named.length > 0)
    return addFiles(
      own,
      named.map((file) => resolve(cwd, file)),
      { reader, isRequired: true, onStray },
    );
  return addDefaultFile(own, cwd, { reader, onStray });
}

/** Whether `.env` files are read without being named. */
export function usesDefaultFiles(variables: Variables, envFiles: readonly string[]): boolean {
  const lookup = toLookup(variables);
  return envFiles.length === 0 && !findSetting(lookup, 'ENV_FILES') && !isSettingOn(lookup, 'DISABLE_ENV_FILE');
}

/** Adds the `.env` of a folder, if there is one. */
export async function addDefaultFile(variables: Variables, folder: string, reading: EnvReading): Promise<Variables> {
  return usesDefaultFiles(variables, [])
    ? addFiles(variables, [join(folder, '.env')], { ...reading, isRequired: false })
    : variables;
}

export function toLookup(variables: Variables): Lookup {
  return (name) => variables.get(name);
}

/** Adds what env files say: later ones win over earlier ones, and what is set already wins over all. */
export function addEnvSources(
  variables: Variables,
  sources: readonly SourceText[],
  onStray: OnStray | undefined,
): Variables {
  const added = new Map<string, string>();
  for (const source of sources) {
    const options = { lookup: toLookup(variables), earlier: toLookup(added), ...(onStray ? { onStray } : {}) };
    for (const [name, value] of parseEnvFile(source, options)) added.set(name, value);
  }
  return new Map([...added, ...variables]);
}

async function addFiles(
  variables: Variables,
  paths: readonly string[],
  { reader, isRequired, onStray }: EnvReading & { readonly isRequired: boolean },
): Promise<Variables> {
  const sources: SourceText[] = [];
  for (const path of paths) {
    if (!isRequired && !(await reader.fileExists(path))) continue;
    sources.push(await readSource(reader, path, { shown: path, purpose: 'env file' }));
  }
  return addEnvSources(variables, sources, onStray);
}
