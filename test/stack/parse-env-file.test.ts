import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvFile, parseRawEnvFile } from '../../src/stack/parse-env-file.ts';
import { toSourceText } from '../../src/stack/source-text.ts';

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

test('after a closing quote another variable may follow in the same line', () => {
  const source = toSourceText('.env', 'A="a b" B=\'c\'\texport D=d # comment\n');
  const values = parseEnvFile(source, { lookup: () => undefined });
  assert.deepEqual(Object.fromEntries(values), { A: 'a b', B: 'c', D: 'd' });
});

test('text at a closing quote is an error, not the name of another variable', () => {
  for (const text of ['A="a"b\n', 'A="a" b\n', 'A="a"b=c\n', 'A="a";\n'])
    assert.throws(() => parseEnvFile(toSourceText('.env', text), { lookup: () => undefined }), {
      code: 'bad-env-file',
    });
});
