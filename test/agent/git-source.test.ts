import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAllowedSources, parseGitSource } from '../../src/agent/git-source.ts';

const allowed = parseAllowedSources('http://git.lan:3000, file:///srv/git,,nonsense,ssh://x');
const parse = (url: string, { branch = null, path = '.' }: { branch?: string | null; path?: string } = {}) =>
  parseGitSource(
    {
      url,
      revision: branch === null ? { kind: 'head' } : { kind: 'branch', branch },
      auth: null,
      path,
    },
    allowed,
  );

describe('repositories that may be deployed from', () => {
  const cases = {
    'https://git.example.org/shop.git': 'https',
    'ssh://git@git.example.org:2222/shop.git': 'ssh',
    'git@git.example.org:team/shop.git': 'ssh',
    'http://git.lan:3000/shop.git': 'http',
    'file:///srv/git/shop.git': 'file',
  };
  for (const [url, protocol] of Object.entries(cases)) {
    test(url, () => assert.equal(parse(url).protocol, protocol));
  }
});

describe('what is not a repository, or not allowed, is refused with its reason', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'invalid-url': [
      '',
      'shop',
      '/srv/git/shop.git',
      '--upload-pack=touch /tmp/x',
      '-oProxyCommand=x@h:y',
      'ext::sh -c id',
      'https::evil',
      'https://git.example.org/a b',
      'https://git.example.org/a\nb',
      'https:git.example.org/shop',
      'http://git.lan:3000\\@evil.example/x',
      'ssh://-oProxyCommand=id/x',
      'git@-oProxyCommand=id:x',
      '-u@host:x',
      'file:///srv/git/..%2f..%2fetc',
      'git@host::x',
    ],
    'protocol-not-allowed': [
      'http://git.example.org/shop.git',
      'http://git.lan/shop.git',
      'http://git.lan.evil.example:3000/shop.git',
      'file:///etc',
      'file:///srv/git/../../etc',
      'file:///srv/gitevil/shop.git',
      'file://host/srv/git/shop.git',
      'git://git.example.org/shop.git',
      'ftp://git.example.org/shop.git',
    ],
    'credentials-in-url': [
      'https://ada:token@git.example.org/shop.git',
      'https://token@git.example.org/shop.git',
      'ssh://ada:password@git.example.org/shop.git',
    ],
  };
  for (const [code, urls] of Object.entries(cases)) {
    for (const url of urls) {
      test(`${code}: ${JSON.stringify(url)}`, () => assert.throws(() => parse(url), { code }));
    }
  }

  test('the error about credentials does not repeat them', () => {
    assert.throws(
      () => parse('https://ada:hunter2@git.example.org/shop.git'),
      (error: Error) => !error.message.includes('hunter2'),
    );
  });
});

describe('branches and paths', () => {
  const url = 'https://git.example.org/shop.git';

  test('names of branches are those that git takes', () => {
    for (const branch of ['main', 'release/1.2', 'feature_x-1', 'ümlaut'])
      assert.deepEqual(parse(url, { branch }).revision, { kind: 'branch', branch });
    const bad = ['', '@', '-d', 'a..b', 'a b', 'a~1', 'a^', 'a:b', 'a?', 'a*', 'a[', 'a\\b', '/a', 'a/', 'a//b', '.a'];
    for (const branch of [...bad, 'a/.b', 'a.lock', 'a.', 'a@{1}', 'a\u0007'])
      assert.throws(() => parse(url, { branch }), { code: 'invalid-branch' }, branch);
  });

  test('paths stay in the repository', () => {
    assert.equal(parse(url, { path: '' }).path, '.');
    assert.equal(parse(url, { path: './stacks//shop/' }).path, 'stacks/shop');
    assert.equal(parse(url, { path: 'a/../b' }).path, 'b');
    for (const path of ['..', '../x', '/etc', 'a/../../x', '.git/config', 'a/.GIT', 'a\0b'])
      assert.throws(() => parse(url, { path }), { code: 'invalid-path' }, path);
  });
});
