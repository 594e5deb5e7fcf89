import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkLinks } from '../../src/agent/check-links.ts';
import { foldersOf, parseTree } from '../../src/agent/git-tree.ts';

const OBJECT = 'a'.repeat(40);
const line = (path: string, mode = '100644', size = '5'): string =>
  `${mode} ${mode === '160000' ? 'commit' : 'blob'} ${OBJECT} ${size.padStart(7)}\t${path}\0`;

describe('the files of a commit', () => {
  test('have kinds and folders; submodules are left out', () => {
    const entries = parseTree(
      [line('a/b/c'), line('run', '100755'), line('l', '120000'), line('sub', '160000', '-')].join(''),
    );
    assert.deepEqual(
      entries.map(({ kind, path, size }) => [kind, path, size]),
      [
        ['file', 'a/b/c', 5],
        ['program', 'run', 5],
        ['link', 'l', 5],
      ],
    );
    assert.deepEqual(foldersOf(entries), ['a', 'a/b']);
    assert.deepEqual(parseTree(''), []);
  });

  const hostile = {
    'a way up': line('../x'),
    'a way up inside': line('a/../../x'),
    'an absolute path': line('/etc/passwd'),
    'a folder .git': line('.git/config'),
    'a folder .GIT': line('a/.GIT/hooks/x'),
    'an empty part': line('a//b'),
    'a file through a link': line('a', '120000') + line('a/b'),
    'a file beneath a file': line('a') + line('a/b'),
    'the same path twice': line('a') + line('a', '120000'),
    'a kind that is not known': line('a', '100000'),
    'a long target': line('a', '120000', '5000'),
    'a long name': line('x'.repeat(256)),
    'no path': `100644 blob ${OBJECT}       5\t\0`,
  };
  for (const [what, text] of Object.entries(hostile)) {
    test(`${what} is refused`, () => assert.throws(() => parseTree(text), { code: 'invalid-tree' }));
  }

  test('more than is allowed is refused', () => {
    const limits = { files: 2, bytes: 100 };
    assert.throws(() => parseTree(line('a') + line('b') + line('c'), limits), { code: 'release-too-large' });
    assert.throws(() => parseTree(line('a', '100644', '101'), limits), { code: 'release-too-large' });
  });
});

describe('links of a commit', () => {
  const check = (links: Readonly<Record<string, string>>) => checkLinks(new Map(Object.entries(links)));

  test('may lead anywhere within, to nothing, and in circles', () => {
    check({ a: 'b', 'x/y': '../z/file', 'deep/er': '.', loop: 'loop', p: 'q', q: 'p', missing: 'not/here' });
  });

  const hostile: readonly Readonly<Record<string, string>>[] = [
    { a: '/etc/passwd' },
    { a: '../x' },
    { 'a/b': '../../x' },
    { 'a/b': 'c/../../../x' },
    // The text of the second stays within; what it names does not.
    { 'd1/d2/s': '../..', e: 'd1/d2/s/../x' },
    { 'a/up': '..', 'a/out': 'up/../x' },
  ];
  for (const links of hostile) {
    test(`${JSON.stringify(links)} leads out`, () =>
      assert.throws(() => check(links), { code: 'link-outside-release' }));
  }
});
