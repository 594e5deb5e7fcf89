// Deployments of one repository: when one takes what another was answered, and when it asks for itself.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createSources } from '../../../src/agent/sources/create-sources.ts';
import { type Question, RecentReferences } from '../../../src/agent/sources/recent-references.ts';
import { GitServer, TestRepository } from '../../support/git-server.ts';
import { declarationOf } from '../declared.ts';

const NEVER = new AbortController().signal;
const QUESTION: Question = {
  url: 'https://git.example.org/shop.git',
  revision: { kind: 'branch', branch: 'main' },
  access: { kind: 'password', origin: 'https://git.example.org', username: 'ada', password: 'a' },
};

describe('what repositories answered of late', () => {
  const make = () => {
    const clock = { now: 0 };
    const recent = new RecentReferences(() => clock.now);
    const find = (commit: string, maxAgeMs: number, question: Question = QUESTION) =>
      recent.find(question, maxAgeMs, async () => ({ name: 'refs/heads/main', commit })).then((found) => found.commit);
    return { clock, recent, find };
  };

  test('counts as long as who asks lets it', async () => {
    const { clock, find } = make();
    assert.equal(await find('one', 1000), 'one');
    clock.now = 999;
    assert.equal(await find('two', 1000), 'one');
    assert.equal(await find('three', 999), 'three');
    assert.equal(await find('four', 0), 'four', 'who wants what is there now gets that');
    assert.equal(await find('five', 1), 'four', 'and what it got is known to the others');
  });

  for (const [what, other] of Object.entries<Partial<Question>>({
    repository: { url: 'https://git.example.org/other.git' },
    branch: { revision: { kind: 'branch', branch: 'next' } },
    password: { access: { ...QUESTION.access, password: 'b' } as Question['access'] },
    'way in': { access: { kind: 'none' } },
  }))
    test(`is not for another ${what}`, async () => {
      const { find } = make();
      await find('one', 1000);
      assert.equal(await find('two', 1000, { ...QUESTION, ...other }), 'two');
      assert.equal(await find('three', 1000), 'one');
    });

  test('is forgotten when what was asked for before it comes later: either may be the newer one', async () => {
    const { clock, recent, find } = make();
    const slow = Promise.withResolvers<{ readonly name: string; readonly commit: string }>();
    const asked = recent.find(QUESTION, 0, () => slow.promise);
    clock.now = 10;
    await find('newer', 0);
    slow.resolve({ name: 'refs/heads/main', commit: 'older' });
    assert.equal((await asked).commit, 'older');
    assert.equal(await find('asked', 1000), 'asked');
  });

  test('is no failure', async () => {
    const { recent, find } = make();
    await assert.rejects(
      recent.find(QUESTION, 1000, () => Promise.reject(new Error('down'))),
      /down/,
    );
    assert.equal(await find('one', 1000), 'one');
  });

  test('is of a thousand questions at most, the last that were asked', async () => {
    const { find } = make();
    const question = (index: number): Question => ({ ...QUESTION, revision: { kind: 'tag', tag: `v${index}` } });
    for (let index = 0; index <= 1000; index++) await find('one', 1000, question(index));
    assert.equal(await find('two', 1000, question(1)), 'one');
    assert.equal(await find('two', 1000, question(0)), 'two');
  });
});

describe('deployments of one repository', () => {
  let folder: string;
  let repository: TestRepository;
  let server: GitServer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-recent-'));
    mkdirSync(join(folder, 'git'));
    repository = await TestRepository.create(join(folder, 'git'), 'shop');
    server = await GitServer.start(join(folder, 'git'));
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  test('are as many requests as one where they may be a little late, and never deploy what was before', async () => {
    const first = await repository.push({ file: 'one' });
    const sources = createSources({
      environment: { PATH: process.env['PATH'], DOCKR_GIT_ALLOW: server.origin },
      registry: () => assert.fail('no registry is asked'),
    });
    const url = `${server.origin}/shop.git`;
    const declared = declarationOf({ source: { kind: 'git', url, ref: { kind: 'head' } } });
    const open = (name: string) => sources.open(name, join(folder, name), () => declared);
    const [shop, blog] = [open('shop'), open('blog')];
    assert.equal(await shop.findHead(NEVER, 60_000), first);
    const asked = server.requests.length;
    assert.equal(await blog.findHead(NEVER, 60_000), first);
    assert.equal(server.requests.length, asked, 'the second did not ask');
    const second = await repository.push({ file: 'two' });
    assert.equal(await blog.findHead(NEVER), second);
    assert.equal(await shop.findHead(NEVER, 60_000), second);
    // What was known a while ago is no release yet: that is fetched by each.
    assert.equal((await shop.fetchRelease(second, NEVER)).commit, second);
  });
});
