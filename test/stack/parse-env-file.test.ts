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

test('what is no assignment is told and left out', () => {
  const text = 'A="a"b\nB="b" c d\nC="c";\n=x\nD="d"E=e\r\nF=f';
  const told: string[] = [];
  const values = parseEnvFile(toSourceText('.env', text), {
    lookup: () => undefined,
    onStray: (message, { source, start, end }) => told.push(`${message} ${source.text.slice(start, end)}`),
  });
  assert.deepEqual(Object.fromEntries(values), { A: 'a', B: 'b', C: 'c', D: 'd', E: 'e', F: 'f' });
  assert.deepEqual(told, [
    'text after the closing quote has no effect: "b" b',
    'text after the closing quote has no effect: " c d"  c d',
    'text after the closing quote has no effect: ";" ;',
    'a value without a variable name has no effect: "=x" =x',
  ]);
});
