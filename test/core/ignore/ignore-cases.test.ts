// moby/patternmatcher's own cases.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildError } from '../../../src/core/errors.ts';
import { parseIgnoreFile } from '../../../src/core/ignore/ignore-file.ts';
import { createIgnoreMatcher } from '../../../src/core/ignore/matcher.ts';
import { withCases } from '../../engine/build/dockerfile/cases.ts';

type MatchCase = {
  readonly id: string;
  readonly patterns: readonly string[];
  readonly path: string;
  readonly match?: boolean;
  readonly error?: string;
};

withCases<MatchCase>('patternmatcher', ({ cases, count }) => {
  describe('patterns match as Docker matches them', () => {
    test('no case is left out', () => assert.equal(cases.length, count));
    for (const { id, patterns, path, match, error } of cases) {
      test(`${id} ${patterns.join(' ')} ${path}`, () => {
        if (error !== undefined) assert.throws(() => createIgnoreMatcher(patterns), BuildError);
        else assert.equal(createIgnoreMatcher(patterns).ignores(path), match);
      });
    }
  });
});

type FileCase = {
  readonly id: string;
  readonly content?: string | null;
  readonly expected?: readonly string[];
  readonly input?: readonly string[];
  readonly expectedCount?: number;
  readonly exclusions?: boolean;
  readonly error?: boolean;
};

withCases<FileCase>('dockerignore-file', ({ cases, count }) => {
  describe('ignore files', () => {
    test('no case is left out', () => assert.equal(cases.length, count));
    for (const each of cases) test(each.id, () => checkFile(each));
  });
});

function checkFile(each: FileCase) {
  if (each.expected) {
    return assert.deepEqual(
      parseIgnoreFile(each.content ?? '', '.dockerignore').map(({ text }) => text),
      each.expected,
    );
  }
  if (each.error) return assert.throws(() => createIgnoreMatcher(each.input ?? []), BuildError);
  const matcher = createIgnoreMatcher(each.input ?? []);
  if (each.expectedCount !== undefined) assert.equal(matcher.size, each.expectedCount);
  if (each.exclusions !== undefined) assert.equal(matcher.hasNegations, each.exclusions);
}
