// Which tag is the newest: versions as npm has them, numbers, texts, and what is none of these.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chooseTag } from '../../../src/agent/images/choose-tag.ts';
import { parseImagePolicies } from '../../../src/agent/images/image-policy.ts';
import type { ImageDeclaration } from '../../../src/core/declaration.ts';

function choose(declared: Partial<ImageDeclaration>, tags: readonly string[], current?: string): string | undefined {
  const [policy] = parseImagePolicies([{ image: '**', policy: 'semver', range: null, update: 'pin', ...declared }]);
  assert.ok(policy && policy.choice.kind !== 'digest');
  return chooseTag(tags, policy.choice, current);
}

const CASES: readonly (readonly [
  string,
  Partial<ImageDeclaration>,
  readonly string[],
  string | undefined,
  string | undefined,
])[] = [
  ['the highest version in a range', { range: '^1.2' }, ['1.2.0', '1.10.0', '1.9.9', '2.0.0'], '1.2.0', '1.10.0'],
  ['with or without a "v"', { range: '*' }, ['v1.0.0', '1.0.1'], 'v1.0.0', '1.0.1'],
  ['no pre-release of another version', { range: '^1.2' }, ['1.3.0-rc.1', '1.2.1'], '1.2.0', '1.2.1'],
  [
    'a pre-release where the range names one',
    { range: '>=1.3.0-0 <2' },
    ['1.3.0-rc.2', '1.3.0-rc.10'],
    undefined,
    '1.3.0-rc.10',
  ],
  ['a release after its pre-releases', { range: '>=1.3.0-0 <2' }, ['1.3.0-rc.2', '1.3.0'], '1.3.0-rc.2', '1.3.0'],
  ['nothing older than what runs', { range: '^1' }, ['1.0.0', '1.1.0'], '1.2.0', undefined],
  ['nothing where the newest runs', { range: '^1' }, ['1.0.0', '1.1.0'], '1.1.0', undefined],
  [
    'the same tag whatever the order, of some that mean the same',
    { range: '^1' },
    ['v1.1.0', '1.1.0'],
    '1.0.0',
    'v1.1.0',
  ],
  [
    'build numbers in their order where nothing runs',
    { range: '^1' },
    ['1.0.0_2', '1.0.0_10', '1.0.0'],
    undefined,
    '1.0.0_10',
  ],
  ['no other build of the version that runs', { range: '^1' }, ['1.0.0_2', '1.0.0_10'], '1.0.0_2', undefined],
  [
    'only whole versions',
    { range: '*' },
    ['1', '1.2', 'latest', '1.2.3.4', '01.2.3', '20260101'],
    undefined,
    undefined,
  ],
  [
    'versions with a suffix that a pattern names',
    { range: '^1', pattern: '{version}-alpine' },
    ['1.2.0-alpine', '1.3.0', '1.9.0-alpine-x'],
    '1.1.0-alpine',
    '1.2.0-alpine',
  ],
  [
    'the highest number of a pattern',
    { policy: 'newest', pattern: 'main-*-{number}' },
    ['main-abc-9', 'main-ff1-10', 'dev-abc-11', 'main-x-010'],
    'main-abc-9',
    'main-x-010',
  ],
  [
    'numbers beyond what a computer counts in one word',
    { policy: 'newest', pattern: 'b{number}' },
    ['b99999999999999999998', 'b99999999999999999999'],
    'b1',
    'b99999999999999999999',
  ],
  [
    'the last text of a pattern',
    { policy: 'newest', pattern: 'nightly-{text}' },
    ['nightly-2026-01-30', 'nightly-2026-02-01', 'weekly-2027'],
    'nightly-2026-01-30',
    'nightly-2026-02-01',
  ],
  ['the newest that fits where what runs does not', { range: '^1' }, ['1.0.0', '1.1.0'], 'latest', '1.1.0'],
];

describe('the newest tag', () => {
  for (const [says, declared, tags, current, expected] of CASES)
    test(`is ${says}`, () => {
      assert.equal(choose(declared, tags, current), expected);
      assert.equal(choose(declared, tags.toReversed(), current), expected);
    });

  test('is told in no time, whatever tags are made of', () => {
    const before = performance.now();
    const long = ['0-'.repeat(64), `main-${'a-1'.repeat(40)}`, '9'.repeat(128), `1.1.1-${'0.'.repeat(60)}a`];
    const tags = Array.from({ length: 20_000 }, (_, index) => `${index % 10}${long[index % 4]?.slice(1)}`);
    choose({ policy: 'newest', pattern: '*-*-{number}*x' }, tags);
    choose({ range: '^1' }, tags);
    assert.ok(performance.now() - before < 5_000);
  });
});

describe('a policy for images', () => {
  const wrong: readonly (readonly [string, Partial<ImageDeclaration>])[] = [
    ['a range that is none', { range: 'newest' }],
    ['a range as long as a book', { range: '1 || '.repeat(100) }],
    ['a range for digests', { policy: 'digest', range: '^1' }],
    ['a pattern for digests', { policy: 'digest', pattern: '{number}' }],
    ['a pattern of many parts', { policy: 'newest', pattern: '*-*-*-*-{number}' }],
    ['no pattern for an order', { policy: 'newest' }],
    ['a pattern without a place', { policy: 'newest', pattern: 'main-*' }],
    ['a pattern with two places', { policy: 'newest', pattern: '{number}-{number}' }],
    ['a pattern of anything before a version', { pattern: '*{version}' }],
    ['a look more often than each second', { intervalMs: 10 }],
    [
      'an author with the end of a line',
      {
        update: 'commit',
        commit: { branch: null, author: { name: 'a\nb', email: 'a' }, message: null, signingKey: null },
      },
    ],
    ['a commit for what is pinned', { commit: { branch: null, author: null, message: null, signingKey: null } }],
    ['no image', { image: '' }],
  ];
  for (const [says, declared] of wrong)
    test(`is refused with ${says}`, () => {
      assert.throws(
        () => parseImagePolicies([{ image: '**', policy: 'semver', range: null, update: 'pin', ...declared }]),
        { code: 'invalid-image-policy' },
      );
    });
});
