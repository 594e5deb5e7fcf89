// Real git: repositories by file:// and by HTTP, what becomes of them on disk, and what they must not be able to do.
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findGit, runGit } from '../../src/agent/git.ts';
import { GitRepository } from '../../src/agent/git-repository.ts';
import { parseAllowedSources, parseGitSource } from '../../src/agent/git-source.ts';
import { GitServer, TestRepository } from '../support/git-server.ts';

const never = new AbortController().signal;

describe('a repository on this machine', () => {
  let folder: string;
  let origin: TestRepository;
  let server: GitServer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-git-'));
    origin = await TestRepository.create(folder, 'shop');
    server = await GitServer.start(folder);
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  let made = 0;
  function open(url: string, branch: string | null = null) {
    const revision = branch === null ? ({ kind: 'head' } as const) : ({ kind: 'branch', branch } as const);
    const directory = join(folder, `state-${made++}`);
    const allowed = parseAllowedSources(`file://${folder},${server.origin}`);
    const repository = new GitRepository({
      git: () => findGit({ PATH: process.env['PATH'] }),
      source: () => parseGitSource({ url, revision, auth: null, path: '.' }, allowed),
      directory,
    });
    return { repository, directory };
  }

  async function fetchNewest(repository: GitRepository) {
    return repository.fetchRelease(await repository.findHead(never), never);
  }

  for (const protocol of ['file', 'http'] as const) {
    test(`by ${protocol}: the newest commit becomes a folder that has its files, and nothing of git`, async () => {
      const commit = await origin.push({
        'stack.yml': 'services: {}\n',
        'bin/run': Buffer.from('#!/bin/sh\n'),
        'bin/link': 'link:run',
        'leer und ü.txt': '',
      });
      const { repository, directory } = open(protocol === 'file' ? origin.url : `${server.origin}/shop.git`);
      const release = await fetchNewest(repository);
      assert.deepEqual(release, { commit, directory: join(directory, 'releases', commit) });
      assert.equal(readFileSync(join(release.directory, 'stack.yml'), 'utf8'), 'services: {}\n');
      assert.equal(readFileSync(join(release.directory, 'bin/link'), 'utf8'), '#!/bin/sh\n');
      assert.equal(readFileSync(join(release.directory, 'leer und ü.txt'), 'utf8'), '');
      const mode = (path: string): string => (statSync(join(release.directory, path)).mode & 0o777).toString(8);
      assert.deepEqual([mode('stack.yml'), mode('bin/run'), mode('bin')], ['444', '555', '555']);
      assert.deepEqual(readdirSync(join(directory, 'releases')), [commit]);
    });
  }

  test('while nothing is pushed, it is only asked for its references', async () => {
    const { repository } = open(`${server.origin}/shop.git`);
    const first = await fetchNewest(repository);
    server.requests.splice(0);
    assert.deepEqual(await fetchNewest(repository), first);
    assert.deepEqual(
      server.requests.filter((line) => !/info\/refs|POST .*git-upload-pack/.test(line)),
      [],
    );
    assert.ok(server.requests.length <= 2, server.requests.join());
  });

  test('a branch is followed through a force-push', async () => {
    await origin.push({ file: 'one' }, 'release');
    const { repository } = open(origin.url, 'release');
    await fetchNewest(repository);
    const commit = await origin.pushTree([`100644 blob ${await origin.store('two')}\tfile`], 'release');
    const release = await fetchNewest(repository);
    assert.equal(release.commit, commit);
    assert.equal(readFileSync(join(release.directory, 'file'), 'utf8'), 'two');
    await repository.keepOnly([commit]);
    assert.ok(await repository.findRelease(commit));
  });

  test('a branch that is not there, a repository that is not there, a server that is not there', async () => {
    await assert.rejects(open(origin.url, 'nowhere').repository.findHead(never), { code: 'branch-not-found' });
    await assert.rejects(open(`file://${folder}/none.git`).repository.findHead(never), { code: 'source-not-found' });
    await assert.rejects(open(`${server.origin}/none.git`).repository.findHead(never), { code: 'source-not-found' });
    server.isDown = true;
    await assert.rejects(open(`${server.origin}/shop.git`).repository.findHead(never), { code: 'source-unreachable' });
    server.isDown = false;
  });

  test('a mirror that a killed git left locked is made anew in the round after', async () => {
    const { repository, directory } = open(origin.url);
    await fetchNewest(repository);
    await origin.push({ file: 'after the lock' });
    writeFileSync(join(directory, 'mirror.git/shallow.lock'), '');
    await assert.rejects(fetchNewest(repository), { code: 'git-failed' });
    assert.equal(readFileSync(join((await fetchNewest(repository)).directory, 'file'), 'utf8'), 'after the lock');
  });

  test('neither hooks nor settings of the machine have a say', async () => {
    const { repository, directory } = open(origin.url);
    await fetchNewest(repository);
    const hooks = join(directory, 'mirror.git/hooks');
    mkdirSync(hooks, { recursive: true });
    for (const name of ['reference-transaction', 'post-checkout', 'pre-auto-gc'])
      writeFileSync(join(hooks, name), `#!/bin/sh\ntouch ${folder}/hook-ran\n`, { mode: 0o755 });
    await origin.push({ '.gitattributes': '* text eol=crlf filter=evil export-ignore\n', file: 'as it is\n' });
    const release = await fetchNewest(repository);
    assert.equal(readFileSync(join(release.directory, 'file'), 'utf8'), 'as it is\n');
    assert.equal(existsSync(join(folder, 'hook-ran')), false);
    await origin.push({ '.gitattributes': null });
  });

  test('a commit with a link to the host is refused, and leaves nothing', async () => {
    const victim = await TestRepository.create(folder, `victim-${made++}`);
    await victim.push({ 'a/link': 'link:/etc/passwd' });
    const { repository, directory } = open(victim.url);
    await assert.rejects(fetchNewest(repository), { code: 'link-outside-release' });
    assert.deepEqual(readdirSync(join(directory, 'releases')), []);
  });

  test('a commit with a path that git itself would not write is refused', async () => {
    const victim = await TestRepository.create(folder, `victim-${made++}`);
    await victim.push({ file: 'x' });
    await victim.pushRawTree('..', await victim.store('evil'));
    const { repository, directory } = open(victim.url);
    await assert.rejects(fetchNewest(repository), { kind: 'agent' });
    assert.equal(existsSync(join(directory, 'releases')), false);
  });

  test('a server that leads elsewhere is not followed', async () => {
    const asked: string[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(302, { location: `${server.origin}${request.url}` }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const address = elsewhere.address();
    const own = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
    const repository = new GitRepository({
      git: () => findGit({ PATH: process.env['PATH'] }),
      source: () =>
        parseGitSource(
          { url: `${own}/shop.git`, revision: { kind: 'head' }, auth: null, path: '.' },
          parseAllowedSources(own),
        ),
      directory: join(folder, `state-${made++}`),
    });
    server.requests.splice(0);
    await assert.rejects(repository.findHead(never));
    assert.deepEqual([asked.length > 0, server.requests], [true, []]);
    elsewhere.closeAllConnections();
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  test('a server that does not answer is given up in time, with every process of git', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/x.git` : '';
    const git = await findGit({ PATH: process.env['PATH'] });
    const repository = join(folder, 'shop.git');
    const call = { repository, protocol: 'http', timeoutMs: 300, signal: never } as const;
    await assert.rejects(runGit(git, ['ls-remote', '--', url], call), { code: 'git-timeout' });
    const ending = new AbortController();
    const asked = runGit(git, ['ls-remote', '--', url], { ...call, timeoutMs: 60_000, signal: ending.signal });
    setTimeout(() => ending.abort(), 100);
    await assert.rejects(asked, { code: 'aborted' });
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
    const names = children
      .split(' ')
      .filter(Boolean)
      .map((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
    assert.deepEqual(
      names.filter((name) => name.startsWith('git')),
      [],
    );
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });
});
