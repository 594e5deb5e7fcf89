// Which files make up the stack: those named, else those of COMPOSE_FILE, else those found in the folder and above it.
import { dirname, join, resolve } from 'node:path';
import { StackError } from '../core/errors.ts';
import type { StackWarning } from './problems.ts';
import type { StackReader } from './stack-reader.ts';
import type { Lookup } from './template.ts';

const NAMES: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
  'stack.yaml',
  'stack.yml',
];
const OVERRIDES: readonly string[] = ['compose', 'docker-compose', 'stack'].flatMap((name) => [
  `${name}.override.yml`,
  `${name}.override.yaml`,
]);

/** `-` is standard input; everything else is absolute. */
export type StackFiles = { readonly files: readonly [string, ...string[]]; readonly warnings: readonly StackWarning[] };

type Search = {
  readonly files: readonly string[];
  /** Where the paths of `files` and of the environment start. */
  readonly cwd: string;
  /** Where a stack file is looked for if none is named: there and above. */
  readonly folder: string;
  readonly lookup: Lookup;
  readonly reader: Pick<StackReader, 'fileExists'>;
};

/** The files of the stack, in the order in which they are merged. */
export async function resolveStackFiles({ files, cwd, folder, lookup, reader }: Search): Promise<StackFiles> {
  const [first, ...rest] = files.length > 0 ? files : filesOfEnvironment(lookup);
  if (first === undefined) return findStackFile(folder, reader);
  return { files: [absolute(cwd, first), ...rest.map((file) => absolute(cwd, file))], warnings: [] };
}

/** The first stack file in a folder or the nearest folder above it that has one, with its override file. */
export async function findStackFile(cwd: string, reader: Pick<StackReader, 'fileExists'>): Promise<StackFiles> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const [found, ...others] = await existing(folder, NAMES, reader);
    if (found !== undefined) {
      const [override] = await existing(folder, OVERRIDES, reader);
      return {
        files: override === undefined ? [found] : [found, override],
        warnings: others.length > 0 ? [severalFound(found, others)] : [],
      };
    }
    if (folder === dirname(folder)) break;
  }
  throw new StackError('no-stack-file', {
    message: `there is no stack file in "${cwd}" or a folder above it: looked for ${NAMES.join(', ')}`,
    hint: 'name one with "-f", or go to the folder that has one',
  });
}

/** A setting of the environment: `DOCKR_X`, else `COMPOSE_X`; the empty text is none. */
export function findSetting(lookup: Lookup, name: string): string | undefined {
  return lookup(`DOCKR_${name}`) || lookup(`COMPOSE_${name}`) || undefined;
}

/** Whether a setting is on, in the words that Compose takes. Throws `wrong-value`. */
export function isSettingOn(lookup: Lookup, name: string): boolean {
  const text = findSetting(lookup, name) ?? 'false';
  if (/^(?:1|t|T|true|True|TRUE)$/.test(text)) return true;
  if (/^(?:0|f|F|false|False|FALSE)$/.test(text)) return false;
  const variable = `${lookup(`DOCKR_${name}`) ? 'DOCKR' : 'COMPOSE'}_${name}`;
  throw new StackError('wrong-value', {
    message: `variable "${variable}" is "${text}", but must be "true", "false", "1" or "0"`,
  });
}

function filesOfEnvironment(lookup: Lookup): readonly string[] {
  const separator = findSetting(lookup, 'PATH_SEPARATOR') ?? ':';
  return (findSetting(lookup, 'FILE') ?? '').split(separator).filter((file) => file !== '');
}

async function existing(
  folder: string,
  names: readonly string[],
  reader: Pick<StackReader, 'fileExists'>,
): Promise<readonly string[]> {
  const paths = names.map((name) => join(folder, name));
  const present = await Promise.all(paths.map((path) => reader.fileExists(path)));
  return paths.filter((_, index) => present[index]);
}

function severalFound(used: string, others: readonly string[]): StackWarning {
  return {
    code: 'several-stack-files',
    message: `there are several stack files: using "${used}", not ${others.map((other) => `"${other}"`).join(', ')}`,
  };
}

function absolute(cwd: string, file: string): string {
  return file === '-' ? file : resolve(cwd, file);
}
