import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMutants } from './find-mutants.ts';

function mutantsOf(source: string): readonly string[] {
  return findMutants('x.ts', source).map(({ start, end, text }) => source.slice(0, start) + text + source.slice(end));
}

test('conditions, operators, literals and lists have their opposites', () => {
  assert.deepEqual(mutantsOf('const x: boolean = a === 1;'), [
    'const x: boolean = a !== 1;',
    'const x: boolean = a === 0;',
  ]);
  assert.deepEqual(mutantsOf('const y = [true];'), ['const y = [];', 'const y = [false];']);
  assert.deepEqual(mutantsOf('const z = a ?? b;'), ['const z = (b);']);
  assert.deepEqual(mutantsOf('const f = (): T => !a;'), ['const f = (): T => a;']);
  assert.deepEqual(mutantsOf('const g = a.some(b);'), ['const g = a.every(b);']);
});

test('statements are left out, and results forgotten', () => {
  assert.deepEqual(mutantsOf('function f() { if (a) return b; c(); }'), [
    'function f() { if (true) return b; c(); }',
    'function f() { if (false) return b; c(); }',
    'function f() { if (a) return undefined; c(); }',
    'function f() { if (a) return b; ; }',
  ]);
});

test('what is only for people is left alone, and so are failpoints', () => {
  assert.deepEqual(mutantsOf("failpoint('a:b');"), []);
  assert.deepEqual(mutantsOf("throw new StackError('x', { message: a ? 'b' : 'c' });"), []);
  assert.deepEqual(mutantsOf("const c = { kind: 'state', text: a ? 'b' : 'c' };"), []);
});

test('a mutant knows its line', () => {
  assert.deepEqual(
    findMutants('x.ts', '\n\nconst a = 2;').map(({ line }) => line),
    [3],
  );
});
