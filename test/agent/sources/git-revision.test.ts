// Which commit is deployed: branches, tags, ranges of versions, commits; and what a tag that moves leads to.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { chooseReference, parseReferences } from '../../../src/agent/sources/choose-reference.ts';
import { checkRevision, type GitRevision } from '../../../src/agent/sources/git-revision.ts';
import type { TestRepository } from '../../support/git-server.ts';
import { NEVER, SourceBench } from './source-bench.ts';

const version = (range: string, prefix = ''): GitRevision => ({ kind: 'semver', range, prefix });

describe('the highest version', () => {
  const tags = [
    'v1.0.0',
    '1.2.0',
    'v1.2.0',
    'v1.10.0',
    'v2.0.0-rc.1',
    'v2.0.0',
    'v3.0.0-rc.2',
    'latest',
    'v1.3',
    'shop-9.0.0',
  ];
  const references = tags.map((tag, index) => ({ name: `refs/tags/${tag}`, commit: String(index) }));
  const choose = (range: string, prefix?: string) => {
    const revision = version(range, prefix);
    assert.equal(revision.kind, 'semver');
    return chooseReference(references, revision)?.name.slice('refs/tags/'.length);
  };

  test('is that of the numbers, not of the letters', () => assert.equal(choose('1.x'), 'v1.10.0'));
  test('is no release candidate', () => assert.equal(choose('*'), 'v2.0.0'));
  test('is a release candidate where the range names one', () => assert.equal(choose('>=3.0.0-rc.1'), 'v3.0.0-rc.2'));
  test('is one of two tags of the same version by their names', () => assert.equal(choose('1.2.0'), 'v1.2.0'));
  test('is looked for behind a prefix', () => assert.equal(choose('>=1', 'shop-'), 'shop-9.0.0'));
  test('is nothing where there is none', () => assert.equal(choose('^7'), undefined));

  test('is the same in whatever order the server lists the tags', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(references, { minLength: references.length }), (shuffled) => {
        const revision = { kind: 'semver', range: '1.x', prefix: '' } as const;
        assert.equal(chooseReference(shuffled, revision)?.name, 'refs/tags/v1.10.0');
      }),
    );
  });
});

test('a tag that is listed peeled, too, stands for the commit of that', () => {
  const listed = 'aaa\trefs/tags/v1\nbbb\trefs/tags/v1^{}\nccc\trefs/heads/main\n';
  assert.deepEqual(parseReferences(listed), [
    { name: 'refs/tags/v1', commit: 'bbb' },
    { name: 'refs/heads/main', commit: 'ccc' },
  ]);
});

describe('what cannot be followed is refused', () => {
  const cases: readonly (readonly [string, GitRevision])[] = [
    ['invalid-tag', { kind: 'tag', tag: '--upload-pack=id' }],
    ['invalid-tag', { kind: 'tag', tag: 'v1:refs/heads/main' }],
    ['invalid-tag', { kind: 'tag', tag: 'v*' }],
    ['invalid-tag', version('1.x', 'v*')],
    ['invalid-tag', version('1.x', '-o')],
    ['invalid-range', version('')],
    ['invalid-range', version('newest')],
    ['invalid-range', version(`>=1 ${'|| 1 '.repeat(100)}`)],
    ['invalid-commit', { kind: 'commit', commit: 'main' }],
    ['invalid-commit', { kind: 'commit', commit: 'abc123' }],
    ['invalid-commit', { kind: 'commit', commit: 'A'.repeat(40) }],
  ];
  for (const [code, revision] of cases)
    test(`${code}: ${JSON.stringify(revision).slice(0, 80)}`, () =>
      assert.throws(() => checkRevision(revision), { code }));
});

describe('a repository with tags', () => {
  let bench: SourceBench;
  let origin: TestRepository;
  let one: string;
  let two: string;
  before(async () => {
    bench = await SourceBench.start();
    origin = await bench.repository('shop');
    one = await origin.push({ file: 'one' });
    await tag('v1.0.0', one, 'light');
    two = await origin.push({ file: 'two' });
    await tag('v1.1.0', two, 'annotated');
  });
  after(() => bench[Symbol.asyncDispose]());

  async function tag(name: string, commit: string, kind: 'light' | 'annotated'): Promise<void> {
    await origin.git(['tag', '--force', ...(kind === 'annotated' ? ['--annotate', '--message=x'] : []), name, commit]);
    await origin.git(['push', '--quiet', '--force', origin.path, `refs/tags/${name}`]);
  }
  const follow = (revision: GitRevision) => bench.open({ url: bench.urlOf('shop'), revision });

  test('a tag is followed to its commit, also where it is annotated', async () => {
    assert.equal((await follow({ kind: 'tag', tag: 'v1.0.0' }).newest()).commit, one);
    assert.equal((await follow({ kind: 'tag', tag: 'v1.1.0' }).newest()).commit, two);
    assert.equal((await follow({ kind: 'tag', tag: 'nothing' }).failure()).code, 'tag-not-found');
  });

  test('a range is followed to the newer version as soon as it is tagged, and not beyond its end', async () => {
    const followed = follow(version('~1.1'));
    assert.equal((await followed.newest()).commit, two);
    const three = await origin.push({ file: 'three' });
    await tag('v1.1.1', three, 'annotated');
    await tag('v1.2.0', one, 'light');
    const release = await followed.newest();
    assert.equal(release.commit, three);
    assert.equal(readFileSync(join(release.directory, 'file'), 'utf8'), 'three');
    assert.equal((await follow(version('^9')).failure()).code, 'tag-not-found');
  });

  test('a commit is deployed without asking the server once it is here', async () => {
    const followed = follow({ kind: 'commit', commit: one });
    const release = await followed.newest();
    assert.equal(readFileSync(join(release.directory, 'file'), 'utf8'), 'one');
    bench.server.requests.splice(0);
    assert.equal((await followed.newest()).commit, one);
    assert.deepEqual(bench.server.requests, []);
  });

  test('a commit that the server does not have, and the object of a tag, are refused', async () => {
    assert.equal((await follow({ kind: 'commit', commit: 'b'.repeat(40) }).failure()).code, 'commit-not-found');
    const object = (await origin.git(['rev-parse', 'v1.1.0'])).trim();
    assert.equal((await follow({ kind: 'commit', commit: object }).failure()).code, 'invalid-commit');
  });

  test('a tag that was moved is deployed and told, with the release that it led to, until it moves again', async () => {
    await tag('moving', one, 'light');
    const followed = follow({ kind: 'tag', tag: 'moving' });
    assert.equal((await followed.newest()).notices, undefined);
    await tag('moving', two, 'annotated');
    for (const _round of ['first', 'second']) {
      const { commit, notices } = await followed.newest();
      assert.equal(commit, two);
      assert.deepEqual(
        notices?.map(({ code }) => code),
        ['tag-moved'],
      );
      assert.ok(notices?.[0]?.message.includes(one));
    }
    await followed.source.keepOnly([one]);
    assert.equal(await followed.source.findRelease(two), undefined);
  });

  test('a tag with a name of JavaScript has not moved', async () => {
    for (const name of ['constructor', '__proto__']) {
      await tag(name, one, 'light');
      const followed = follow({ kind: 'tag', tag: name });
      assert.equal((await followed.newest()).notices, undefined);
      await tag(name, two, 'light');
      assert.equal((await followed.newest()).notices?.length, 1);
    }
  });

  test('a version that was taken back leads to an older one, which trust refuses', async () => {
    await tag('v5.0.0', one, 'light');
    await tag('v5.1.0', two, 'light');
    const followed = follow(version('5.x'));
    assert.equal((await followed.newest()).commit, two);
    const request = { running: two, allowRewind: false, signal: NEVER };
    await followed.source.examine(two, { ...request, running: one, trust: null });
    await origin.git(['push', '--quiet', origin.path, ':refs/tags/v5.1.0']);
    const head = await followed.source.findHead(NEVER);
    assert.equal(head, one);
    const examined = await followed.source.examine(head, { ...request, trust: null });
    assert.equal(examined.relation, 'older');
    const trust = { mode: 'head', allowedSigners: Buffer.from('ada ssh-ed25519 AAAA\n'), keyring: null } as const;
    await assert.rejects(followed.source.examine(head, { ...request, trust }), { code: 'commit-downgrade' });
  });

  test('a version that ran before can be gone back to, also by a host that has nothing of it any more', async () => {
    const side = await origin.push({ file: 'side' }, 'side');
    await tag('v7.0.0', side, 'light');
    await tag('v7.1.0', two, 'light');
    for (const revision of [version('7.x'), { kind: 'tag', tag: 'v7.1.0' }, { kind: 'commit', commit: two }] as const) {
      const followed = follow(revision);
      await followed.source.examineKnown(side, { trust: null, signal: NEVER });
      const release = await followed.source.fetchRelease(side, NEVER);
      assert.equal(readFileSync(join(release.directory, 'file'), 'utf8'), 'side');
      const gone = 'c'.repeat(40);
      await assert.rejects(followed.source.examineKnown(gone, { trust: null, signal: NEVER }), {
        code: 'commit-not-found',
      });
    }
  });

  test('a range is judged before its tags were listed, as after a start of the daemon', async () => {
    const request = { running: one, trust: null, allowRewind: false, signal: NEVER };
    const { commit } = await follow(version('~1.1')).source.examine(two, request);
    assert.notEqual(commit, one);
  });
});
