import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvFile, parseRawEnvFile } from '../../src/stack/parse-env-file.ts';
import { decodeSource, toSourceText } from '../../src/stack/source-text.ts';
import { type Case, skipWithoutCases } from './cases.ts';
import { checkCases, checkThrowing, type Differences } from './check-cases.ts';

const BARE_AT_END = 'defect of the reference: a bare name in the last line is inherited, as in any other line';
const NOT_A_NAME = 'safer choice: a value without a name is an error';
const AFTER_QUOTE = 'safer choice: text after a closing quote is an error, not another variable';

const DIFFERENCES: Readonly<Record<string, Differences>> = {
  'oracle/dotenv.json': {
    'oracle/dotenv/12': BARE_AT_END,
    'oracle/dotenv/13': BARE_AT_END,
    'oracle/dotenv/32': AFTER_QUOTE,
    'oracle/dotenv/33': AFTER_QUOTE,
    'oracle/dotenv/54': NOT_A_NAME,
    'oracle/dotenv/60': BARE_AT_END,
    'oracle/dotenv/61': BARE_AT_END,
  },
  'compose-go-cases/dotenv.json': { 'dotenv/TestParsing*': NOT_A_NAME },
};

function envOf(each: Case): ReadonlyMap<string, string> {
  return new Map(Object.entries((each['env'] ?? {}) as Record<string, string>));
}

for (const [file, differences] of Object.entries(DIFFERENCES)) {
  test(`env files are read as compose-go does: ${file}`, { skip: skipWithoutCases }, async (context) => {
    const run = (each: Case) => {
      const env = envOf(each);
      return checkThrowing(each, () =>
        Object.fromEntries(
          parseEnvFile(decodeSource('.env', Buffer.from(String(each['input']))), { lookup: (name) => env.get(name) }),
        ),
      );
    };
    await checkCases(context, file, { differences, run });
  });
}

test('several env files are read in order: compose-go-cases/dotenv-files.json', {
  skip: skipWithoutCases,
}, async (context) => {
  const digits = 'safer choice: names that begin with a digit are kept: they do no harm';
  await checkCases(context, 'compose-go-cases/dotenv-files.json', {
    differences: { 'dotenv/TestReadPlainEnv': digits },
    run: (each) => {
      const files = each['files'] as Record<string, string>;
      const names = each['filenames'] as readonly string[];
      const before = (each['process_env_before'] ?? {}) as Record<string, string>;
      if (names.some((name) => files[name] === undefined) || names.length === 0)
        return { kind: 'unsupported', what: 'reading files is tested with the loader' };
      const env = new Map([...envOf(each)]);
      const values = new Map<string, string>();
      const read = () => {
        for (const name of names) {
          const source = decodeSource(name, Buffer.from(files[name] ?? ''));
          for (const [key, value] of parseEnvFile(source, {
            lookup: (key) => env.get(key),
            earlier: (key) => values.get(key),
          }))
            values.set(key, value);
        }
        return each['reader'] === 'Load'
          ? { ...Object.fromEntries([...values].filter(([key]) => !/^[0-9]/.test(key))), ...before }
          : Object.fromEntries(values);
      };
      return checkThrowing(each, read, each.expect ?? each['expect_process_env_after']);
    },
  });
});

test('an error points at its line, carriage returns or not', () => {
  const source = toSourceText('.env', 'A=1\r\nB="x\r\ny"\r\nBAD NAME=2\r\n');
  assert.throws(
    () => parseEnvFile(source, { lookup: () => undefined }),
    (error: { code: string; at: { line: number; column: number } }) =>
      error.code === 'bad-env-file' && error.at.line === 4 && error.at.column === 1,
  );
});

test('a raw env file takes values as they are', () => {
  const source = toSourceText('x.env', '# c\nA="quoted" $B # no comment\nB\nC=\n\nHOME\n');
  const values = parseRawEnvFile(source, (name) => (name === 'HOME' ? '/root' : undefined));
  assert.deepEqual(Object.fromEntries(values), { A: '"quoted" $B # no comment', C: '', HOME: '/root' });
});
