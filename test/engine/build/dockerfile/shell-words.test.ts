// biome-ignore-all lint/suspicious/noTemplateCurlyInString: words of a Dockerfile look like template strings
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BuildError } from '../../../../src/core/errors.ts';
import type { EscapeCharacter } from '../../../../src/engine/build/dockerfile/model.ts';
import { expandHeredoc, expandWord, expandWords } from '../../../../src/engine/build/dockerfile/shell-words.ts';
import { withCases } from './cases.ts';

type Case = {
  readonly id: string;
  readonly op: 'processWord' | 'processWords' | 'processWordWithMatches' | 'getEnv';
  readonly escape?: EscapeCharacter;
  readonly env: readonly string[];
  readonly input: string;
  readonly expected?: string | readonly string[];
  readonly matched?: readonly string[];
  readonly unmatched?: readonly string[];
  readonly error?: boolean;
  readonly errorContains?: string;
};

const lookupIn = (env: readonly string[]) => (name: string) => {
  const entry = env.findLast((candidate) => candidate.split('=')[0] === name);
  return entry?.includes('=') ? entry.slice(entry.indexOf('=') + 1) : entry && '';
};
const lookup = (values: Readonly<Record<string, string>>) => (name: string) =>
  Object.hasOwn(values, name) ? values[name] : undefined;

withCases<Case>('shell-words', ({ cases, count }) => {
  describe('words expand as BuildKit expands them', () => {
    test('no case is left out', () => assert.equal(cases.length, count));
    for (const { id, ...each } of cases) test(id, () => checkCase(each));
  });
});

function checkCase(each: Omit<Case, 'id'>) {
  const env = lookupIn(each.env);
  if (each.op === 'getEnv') return assert.equal(env(each.input) ?? '', each.expected);
  const expand = () => expandWord(each.input, env, { escapeCharacter: each.escape ?? '\\' });
  if (each.error) return assert.throws(expand, (error) => isOurs(error, each.errorContains ?? ''));
  const expansion = expand();
  assert.deepEqual(each.op === 'processWords' ? expansion.words : expansion.text, each.expected);
  if (each.matched) assert.deepEqual([...expansion.used].sort(), each.matched);
  if (each.unmatched) assert.deepEqual([...expansion.unset].sort(), each.unmatched);
}

function isOurs(error: unknown, text: string): boolean {
  return error instanceof BuildError && error.message.includes(text);
}

describe('words', () => {
  test('a variable inside quotes does not split', () => {
    assert.deepEqual(expandWords('$a "$a"', lookup({ a: 'x y' })), ['x', 'y', 'x y']);
  });

  test('a backtick escapes where it was chosen to', () => {
    assert.equal(expandWord('C:\\x`$y', lookup({ y: 'no' }), { escapeCharacter: '`' }).text, 'C:\\x$y');
  });

  test('a global replacement takes $0 for what was found', () => {
    assert.equal(expandWord("${a//b/['$0']}", lookup({ a: 'abcb' })).text, 'a[b]c[b]');
  });

  test('a heredoc keeps its quotes and loses its escapes', () => {
    assert.equal(expandHeredoc('"$a" \'$a\' \\$a \\\\\n', lookup({ a: '1' })).text, '"1" \'1\' $a \\\n');
  });

  for (const [pattern, expected] of [
    ['${a#*/}', 'b/c.txt'],
    ['${a##*/}', 'c.txt'],
    ['${a%/*}', 'a/b'],
    ['${a%%/*}', 'a'],
    ['${a%.???}', 'a/b/c'],
    ['${a/[ab]/x}', 'a/b/c.txt'],
    ['${a//?\\//-}', '--c.txt'],
    ['${a//}', undefined],
  ] as const) {
    test(`${pattern} is ${expected ?? 'refused'}`, () => {
      const expand = () => expandWord(pattern, lookup({ a: 'a/b/c.txt' })).text;
      if (expected === undefined) assert.throws(expand, BuildError);
      else assert.equal(expand(), expected);
    });
  }

  test('a required variable says what to do', () => {
    assert.throws(() => expandWord('${v:?no version}', lookup({})), {
      code: 'required-variable',
      message: 'variable "v" is not set: no version',
      hint: 'give it a value with --build-arg v=... or a default in the Dockerfile',
    });
  });

  test('nesting is bounded', () => {
    const deep = `${'${a:-'.repeat(5000)}x${'}'.repeat(5000)}`;
    assert.throws(() => expandWord(deep, lookup({})), { code: 'expansion-too-deep' });
  });

  test('growth is bounded', () => {
    const big = 'x'.repeat(1_000_000);
    assert.throws(() => expandWord('$a'.repeat(20), lookup({ a: big })), { code: 'expansion-too-long' });
    assert.throws(() => expandWord('${a//x/yyyyyyyyyyyyyyyyyyyy}', lookup({ a: big })), { code: 'expansion-too-long' });
  });

  test('a pattern of many stars takes no time', () => {
    const started = performance.now();
    const word = `\${a##${'*a'.repeat(200)}b}`;
    assert.equal(expandWord(word, lookup({ a: 'a'.repeat(50_000) })).text.length, 50_000);
    assert.ok(performance.now() - started < 10_000);
  });
});

describe('any word', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab${}:-+?#%/*\\`"\' \n=1@_é'), maxLength: 40 });

  test('expands or throws an error of ours', () => {
    fc.assert(
      fc.property(word, fc.constantFrom<EscapeCharacter>('\\', '`'), (text, escapeCharacter) => {
        try {
          expandWord(text, lookup({ a: 'x y', b: '' }), { escapeCharacter });
        } catch (error) {
          assert.ok(error instanceof BuildError, String(error));
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('in single quotes comes back as it is', () => {
    fc.assert(
      fc.property(word, (text) => {
        const bare = text.replaceAll("'", '');
        assert.equal(expandWord(`'${bare}'`, lookup({ a: '1' })).text, bare);
      }),
    );
  });

  test('with every character escaped comes back as it is', () => {
    fc.assert(
      fc.property(word, (text) => {
        const escaped = [...text].map((character) => `\\${character}`).join('');
        assert.equal(expandWord(escaped, lookup({ a: '1' })).text, text);
      }),
    );
  });
});
