// Env files: what one says, and several on the disk.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DockrError } from '../../../src/core/errors.ts';
import { loadVariables } from '../../../src/stack/load-environment.ts';
import { parseEnvFile, readEnvText } from '../../../src/stack/parse-env-file.ts';
import { decodeSource } from '../../../src/stack/source-text.ts';
import { createStackReader, readSource } from '../../../src/stack/stack-reader.ts';
import type { Case } from '../cases.ts';
import { type CaseFiles, checkThrowing, judgeErrors, judgeValue, type Outcome } from '../check-cases.ts';

const NO_NEWLINE = 'defect of the reference: a last line without an end is the value of a variable without a name';
const DIGITS =
  'defect of the reference: a function that Compose does not call leaves out names that begin with a digit';

function runText(each: Case): Outcome {
  const outside = variablesOf(each['env']);
  return checkThrowing(each, () => {
    const source = decodeSource('.env', Buffer.from(String(each['input'])));
    return Object.fromEntries(readEnvText(source, { lookup: (name) => outside.get(name) }));
  });
}

type FilesCase = Case & {
  readonly reader: string;
  readonly filenames: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly dirs?: readonly string[];
};

async function runFiles(raw: Case): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'env-files-'));
  const each: FilesCase = JSON.parse(JSON.stringify(raw).replaceAll('@@ROOT@@', folder));
  try {
    await writeFiles(folder, each);
    return await (each.reader === 'Load' ? runLoad(folder, each) : runRead(folder, each));
  } catch (error) {
    if (error instanceof DockrError) return judgeErrors(each, [error]);
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeFiles(folder: string, { files, filenames, dirs = [] }: FilesCase): Promise<void> {
  for (const name of [...dirs, ...filenames.filter((file) => file.endsWith('/'))])
    await mkdir(resolve(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(resolve(folder, name)), { recursive: true });
    await writeFile(resolve(folder, name), text);
  }
}

/** What the files say. */
async function runRead(folder: string, each: FilesCase): Promise<Outcome> {
  const outside = variablesOf(each['env']);
  const reader = createStackReader({ stdin: nothing() });
  const values = new Map<string, string>();
  const lookups = { lookup: (name: string) => outside.get(name), earlier: (name: string) => values.get(name) };
  for (const file of each.filenames) {
    const source = await readSource(reader, resolve(folder, file), { shown: file, purpose: 'env file' });
    for (const [name, value] of parseEnvFile(source, lookups)) values.set(name, value);
  }
  return judgeValue(each, Object.fromEntries(values));
}

/** The variables of the process afterwards: the case lists those that it looked at. */
async function runLoad(folder: string, each: FilesCase): Promise<Outcome> {
  const before = (each['process_env_before'] ?? {}) as Record<string, string>;
  const envFiles = each.filenames.length > 0 ? each.filenames : ['.env'];
  const after = await loadVariables(before, { cwd: folder, reader: createStackReader({ stdin: nothing() }), envFiles });
  const expected = (each['expect_process_env_after'] ?? {}) as Record<string, string>;
  return judgeValue(each, Object.fromEntries([...after].filter(([name]) => name in expected)), expected);
}

function variablesOf(environment: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries((environment ?? {}) as Record<string, string>));
}

async function* nothing(): AsyncIterable<Uint8Array> {}

export const ENV_FILES: CaseFiles = {
  'oracle/dotenv.json': {
    differences: {
      'oracle/dotenv/12': NO_NEWLINE,
      'oracle/dotenv/13': NO_NEWLINE,
      'oracle/dotenv/60': NO_NEWLINE,
      'oracle/dotenv/61': NO_NEWLINE,
    },
    run: runText,
  },
  'compose-go-cases/dotenv.json': { differences: {}, run: runText },
  'compose-go-cases/dotenv-files.json': { differences: { 'dotenv/TestReadPlainEnv': DIGITS }, run: runFiles },
};
