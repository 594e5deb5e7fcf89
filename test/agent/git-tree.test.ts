import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkLinks } from '../../src/agent/check-links.ts';
import { parseTree } from '../../src/agent/git-tree.ts';
import { foldersOf } from '../../src/agent/sources/release-tree.ts';

const OBJECT = 'a'.repeat(40);
const line = (path: string, mode = '100644', size = '5'): string =>
  `${mode} ${mode === '160000' ? 'commit' : 'blob'} ${OBJECT} ${size.padStart(7)}\t${path}\0`;

describe('the files of a commit', () => {
  test('have kinds and folders', () => {
    const entries = parseTree([line('a/b/c'), line('run', '100755'), line('l', '120000')].join(''));
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
    'a folder .git with a dot behind it': line('.git./config'),
    'a folder .git with a blank behind it': line('.git /config'),
    'a folder git~1, as Windows shortens it': line('GIT~1/config'),
    'a folder .git with a character between that some file systems ignore': line('.g\u200cit/config'),
    'a line feed': line('a\nb'),
    'a colour for the terminal': line('\u001b[31mred'),
    'a path that is not UTF-8': line('a\ufffdb'),
    'folders 101 deep': line(`${'a/'.repeat(100)}b`),
    'a long path': line(Array.from({ length: 12 }, () => 'x'.repeat(200)).join('/')),
    'a name that is long in bytes': line('ü'.repeat(128)),
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
    const limits = { files: 2, folders: 3, bytes: 100 };
    assert.throws(() => parseTree(line('a') + line('b') + line('c'), limits), { code: 'release-too-large' });
    assert.throws(() => parseTree(line('a', '100644', '101'), limits), { code: 'release-too-large' });
    assert.throws(() => parseTree(line('a/b/c/d/e'), limits), { code: 'release-too-large' });
  });

  test('a submodule is refused by its name', () => {
    assert.throws(() => parseTree(line('file') + line('libs/other', '160000', '-')), {
      code: 'submodule-found',
      message: /"libs\/other"/,
    });
  });

  test('names that differ in case or in how a letter is written are names of their own', () => {
    const entries = parseTree(line('README') + line('readme') + line('\u00fc') + line('u\u0308'));
    assert.equal(entries.length, 4);
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
