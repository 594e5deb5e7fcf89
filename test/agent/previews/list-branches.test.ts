// What real git says of branches and pull requests, by HTTP.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findGit } from '../../../src/agent/git.ts';
import { GitRepository } from '../../../src/agent/git-repository.ts';
import { parseAllowedSources, parseGitSource } from '../../../src/agent/git-source.ts';
import { REMOTE_LIMITS, type RemoteLimits } from '../../../src/agent/sources/git-remote.ts';
import type { GitRevision } from '../../../src/agent/sources/git-revision.ts';
import { GitServer, TestRepository } from '../../support/git-server.ts';
import { codeOf } from '../declaration/declaration-bench.ts';

const never = new AbortController().signal;

describe('a repository with branches and pull requests', () => {
  let folder: string;
  let origin: TestRepository;
  let server: GitServer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-branches-'));
    origin = await TestRepository.create(folder, 'shop');
    server = await GitServer.start(folder);
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  let made = 0;
  const open = (revision: GitRevision, limits: RemoteLimits = REMOTE_LIMITS): GitRepository => {
    const url = `${server.origin}/shop.git`;
    const allowed = parseAllowedSources(server.origin);
    return new GitRepository({
      git: () => findGit({ PATH: process.env['PATH'] }),
      source: () => parseGitSource({ url, revision, auth: null, path: '.' }, allowed),
      directory: join(folder, `state-${made++}`),
      limits,
    });
  };

  test('lists its branches, and neither tags nor pull requests among them', async () => {
    const main = await origin.push({ 'stack.yml': 'services: {}\n' });
    const cart = await origin.push({ 'stack.yml': 'services: {} # cart\n' }, 'feature/cart');
    for (const ref of ['refs/pull/7/head', 'refs/tags/v1', 'refs/notes/heads/x'])
      await origin.git(['push', '--quiet', origin.path, `HEAD:${ref}`]);
    const branches = await open({ kind: 'head' }).listBranches(never);
    assert.deepEqual(branches, [
      { branch: 'feature/cart', commit: cart },
      { branch: 'main', commit: main },
    ]);
  });

  test('a list that has no end is not read', async () => {
    const repository = open({ kind: 'head' }, { ...REMOTE_LIMITS, listBytes: 60 });
    assert.equal(await codeOf(repository.listBranches(never)), 'too-many-references');
  });

  for (const ref of ['refs/pull/8/head', 'refs/merge-requests/8/head']) {
    test(`gives a pull request as ${ref}, also one that was rewritten, and tells one that is not there`, async () => {
      const repository = open({ kind: 'pull-request', number: 8 });
      assert.equal(await codeOf(repository.findHead(never)), 'pull-request-not-found');
      for (const text of ['one', 'two']) {
        await origin.git(['checkout', '--quiet', '--orphan', `${text}-${made}`]);
        const commit = await origin.commit();
        await origin.git(['push', '--quiet', '--force', origin.path, `HEAD:${ref}`]);
        assert.equal(await repository.findHead(never), commit);
        assert.equal((await repository.fetchRelease(commit, never)).commit, commit);
      }
      await origin.git(['push', '--quiet', origin.path, `:${ref}`]);
      assert.equal(await codeOf(repository.findHead(never)), 'pull-request-not-found');
    });
  }
});
