import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BuildError } from '../../../src/core/errors.ts';
import { parseGlob } from '../../../src/core/ignore/glob.ts';
import { compileGlob } from '../../../src/core/ignore/glob-matcher.ts';
import { matchesByStates } from '../../../src/core/ignore/glob-states.ts';
import { parseIgnoreFile } from '../../../src/core/ignore/ignore-file.ts';
import { createIgnoreMatcher } from '../../../src/core/ignore/matcher.ts';

describe('an ignore file', () => {
  test('has comments in the first column only', () => {
    const patterns = parseIgnoreFile('\ufeff# no\n #yes\r\n\n  ./a//b/../c/  \n!/d\n', '.dockerignore');
    assert.deepEqual(
      patterns.map(({ text }) => text),
      ['#yes', 'a/c', '!d'],
    );
    assert.deepEqual(patterns[1]?.at, {
      file: '.dockerignore',
      line: 4,
      column: 3,
      length: 12,
      text: '  ./a//b/../c/  ',
    });
  });

  test('with a bad pattern says where', () => {
    assert.throws(
      () => createIgnoreMatcher(parseIgnoreFile('a\n[b\n', '.dockerignore')),
      (error) => {
        return error instanceof BuildError && error.code === 'bad-ignore-pattern' && error.at?.line === 2;
      },
    );
  });
});

describe('a matcher', () => {
  test('is anchored at the root of the context', () => {
    const matcher = createIgnoreMatcher(['foo', '**/bar']);
    assert.deepEqual(['foo', 'foo/x', 'a/foo', 'bar', 'a/bar/x', 'foobar'].map(matcher.ignores), [
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  test('takes the last pattern that matches', () => {
    const matcher = createIgnoreMatcher(['*', '!src', 'src/*.log', '!src/keep.log']);
    assert.deepEqual(['README', 'src', 'src/a.ts', 'src/a.log', 'src/keep.log'].map(matcher.ignores), [
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  test('never ignores the root', () => {
    assert.equal(createIgnoreMatcher(['**']).ignores('.'), false);
    assert.equal(createIgnoreMatcher(['**']).mayContainIncluded('.'), true);
  });

  for (const [patterns, directory, expected] of [
    [['node_modules'], 'node_modules', false],
    [['node_modules'], 'src', true],
    [['*', '!src'], 'docs', false],
    [['*', '!src/a/b'], 'src', true],
    [['*', '!src/a/b'], 'src/a', true],
    [['*', '!src/a/b'], 'src/b', false],
    [['**', '!**/*.md'], 'deep/down', true],
    [['a', '!a/b', 'a'], 'a', false],
    [['!a/b', 'a'], 'a', false],
    [['*', '!lib*/x'], 'libc', true],
    [['*', '!lib*/x'], 'bin', false],
  ] as const) {
    test(`${patterns.join(' ')}: ${directory} ${expected ? 'is walked' : 'is passed over'}`, () => {
      assert.equal(createIgnoreMatcher(patterns).mayContainIncluded(directory), expected);
    });
  }

  test('decides on 30,000 files', () => {
    const patterns = [
      '.git',
      'node_modules',
      '**/*.log',
      '**/.DS_Store',
      'dist',
      '*.md',
      '!README.md',
      '**/__pycache__',
      'docs/**/*.tmp',
      '**/*.test.*',
      '.env*',
      'coverage',
    ];
    const paths = Array.from(
      { length: 30_000 },
      (_, index) => `packages/p${index % 50}/src/deep/folder${index % 300}/file-${index}.ts`,
    );
    const matcher = createIgnoreMatcher(patterns);
    const started = performance.now();
    assert.equal(paths.filter(matcher.ignores).length, 0);
    const took = performance.now() - started;
    assert.ok(took < 5000, `took ${took} ms`);
  });

  test('takes no time for a pattern made to take long', () => {
    const matcher = createIgnoreMatcher([`${'*a'.repeat(100)}b`, `${'**/a/'.repeat(100)}b`]);
    const started = performance.now();
    assert.equal(matcher.ignores('a'.repeat(250)), false);
    assert.equal(matcher.ignores('a/'.repeat(2000)), false);
    assert.ok(performance.now() - started < 10_000);
  });
});

describe('any pattern', () => {
  const pattern = fc.string({ unit: fc.constantFrom(...'ab/*?[]^-\\!.é'), maxLength: 12 });
  const path = fc
    .array(fc.string({ unit: fc.constantFrom(...'ab.é'), minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'));

  test('matches the same by regular expression and by states', () => {
    fc.assert(
      fc.property(pattern, path, (text, candidate) => {
        const tokens = parseGlob(text);
        if (tokens) assert.equal(compileGlob(tokens).matches(candidate), matchesByStates(tokens, candidate));
      }),
      { numRuns: 5000 },
    );
  });

  test('is compiled or refused with an error of ours', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          createIgnoreMatcher(parseIgnoreFile(text, '.dockerignore'));
        } catch (error) {
          assert.ok(error instanceof BuildError, String(error));
        }
      }),
    );
  });

  test('lets no walker pass over a path that is taken in', () => {
    const patterns = fc.array(
      fc.tuple(fc.constantFrom('', '!'), pattern).map(([mark, text]) => mark + text),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(patterns, path, (texts, candidate) => {
        const usable = texts.filter((text) => isUsable(text));
        const matcher = createIgnoreMatcher(usable);
        if (matcher.ignores(candidate)) return;
        const parts = candidate.split('/');
        for (let depth = 1; depth < parts.length; depth++)
          assert.ok(matcher.mayContainIncluded(parts.slice(0, depth).join('/')));
      }),
      { numRuns: 5000 },
    );
  });
});

function isUsable(text: string): boolean {
  try {
    createIgnoreMatcher([text]);
    return true;
  } catch {
    return false;
  }
}
