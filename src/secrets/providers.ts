// Providers: commands of the host that print one secret each. Only its administrator names them; a stack only says which.
import { open } from 'node:fs/promises';
import { errorCode, StackError, SystemError } from '../core/errors.ts';
import { parseDuration, parseSize } from '../core/units.ts';
import { FOREIGN_LIMITS, parseYaml } from '../stack/parse-yaml.ts';
import { createProblems, throwProblems } from '../stack/problems.ts';
import { decodeSource } from '../stack/source-text.ts';
import { toPlain } from '../stack/tree.ts';

export type Provider = {
  readonly name: string;
  /** The program by its absolute path, and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Names of variables that it gets beside PATH. */
  readonly environment: readonly string[];
  /** Names of stacks that may use it; `*` is every one. */
  readonly stacks: readonly string[];
  /** Without the newline at the end that most commands print. */
  readonly trim: boolean;
};

const DEFAULT_TIMEOUT_MS = 10_000;
const LONGEST_TIMEOUT_MS = 300_000;
const DEFAULT_BYTES = 64 * 1024;
const MOST_BYTES = 1024 ** 2;
const OTHERS_WRITE = 0o022;
const KEYS = ['command', 'timeout', 'max_size', 'environment', 'stacks', 'trim'];

type Fields = Readonly<Record<string, unknown>>;

/** The providers of a file, by name; none where it is not there. Throws `bad-providers`. */
export async function readProviders(path: string): Promise<ReadonlyMap<string, Provider>> {
  const bytes = await readOwnFile(path);
  if (!bytes) return new Map();
  const root = parseFile(path, bytes);
  if (!isFields(root)) throw bad(path, 'expected a map');
  const unknown = Object.keys(root).find((key) => key !== 'providers');
  if (unknown !== undefined) throw bad(path, `unknown key "${unknown}", expected "providers"`);
  const providers = root['providers'] ?? {};
  if (!isFields(providers)) throw bad(path, '"providers" must be a map of names');
  return new Map(Object.entries(providers).map(([name, fields]) => [name, parseProvider(path, name, fields)]));
}

/** A line of it is not repeated: it is the host's, and the error may be told to whoever deploys. */
function parseFile(path: string, bytes: Uint8Array): unknown {
  try {
    const problems = createProblems();
    const [tree] = parseYaml(decodeSource(path, bytes), FOREIGN_LIMITS, problems);
    throwProblems(problems);
    return tree ? toPlain(tree) : {};
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    throw bad(path, `it is no YAML${error.at ? ` at line ${error.at.line}` : ''}`);
  }
}

/** Whoever may write it says what root executes. */
async function readOwnFile(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path);
    try {
      const { uid, mode } = await file.stat();
      const isOwn = uid === 0 || uid === process.geteuid?.();
      if (!isOwn || (mode & OTHERS_WRITE) !== 0) throw bad(path, 'others may write it: chown root: and chmod 644 it');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseProvider(path: string, name: string, fields: unknown): Provider {
  const wrong = (what: string): SystemError => bad(path, `provider "${name}": ${what}`);
  if (!isFields(fields)) throw wrong('expected a map');
  const unknown = Object.keys(fields).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw wrong(`unknown key "${unknown}", expected one of ${KEYS.join(', ')}`);
  const [program, ...argv] = textsOf(fields['command']) ?? [];
  if (!program?.startsWith('/'))
    throw wrong('"command" must be a list that begins with the absolute path of a program');
  const stacks = textsOf(fields['stacks']);
  if (!stacks) throw wrong('"stacks" must list the stacks that may use it, or be ["*"]');
  const environment = textsOf(fields['environment'] ?? []);
  if (!environment) throw wrong('"environment" must be a list of names');
  const timeoutMs = fields['timeout'] === undefined ? DEFAULT_TIMEOUT_MS : parseDuration(String(fields['timeout']));
  if (!timeoutMs || timeoutMs > LONGEST_TIMEOUT_MS) throw wrong('"timeout" must be a duration of up to 5m');
  const maxBytes = fields['max_size'] === undefined ? DEFAULT_BYTES : parseSize(String(fields['max_size']));
  if (!maxBytes || maxBytes > MOST_BYTES) throw wrong('"max_size" must be a size of up to 1m');
  const { trim = true } = fields;
  if (typeof trim !== 'boolean') throw wrong('"trim" must be true or false');
  return { name, command: [program, ...argv], timeoutMs, maxBytes, environment, stacks, trim };
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(path: string, what: string): SystemError {
  return new SystemError('bad-providers', { message: `"${path}" cannot be used: ${what}` });
}
