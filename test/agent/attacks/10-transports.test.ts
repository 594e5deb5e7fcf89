// SECURITY.md row 10: git speaks the one protocol of the URL, and no URL, name or answer makes it run or read something else.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { findGit, runGit } from '../../../src/agent/git.ts';
import type { GitRevision } from '../../../src/agent/sources/git-revision.ts';
import type { TestRepository } from '../../support/git-server.ts';
import { NEVER, SourceBench } from '../sources/source-bench.ts';

describe('a transport', () => {
  let bench: SourceBench;
  let origin: TestRepository;
  let marker: string;
  before(async () => {
    bench = await SourceBench.start();
    origin = await bench.repository('shop');
    await origin.push({ file: 'content' });
    marker = join(bench.directory, 'executed');
  });
  beforeEach(() => {
    bench.server.intercept = () => false;
  });
  after(async () => {
    assert.equal(existsSync(marker), false, 'something was executed');
    await bench[Symbol.asyncDispose]();
  });

  const urls: readonly (() => string)[] = [
    () => `ext::sh -c touch% ${marker}`,
    () => `ext::touch%20${marker}`,
    () => 'fd::17/foo',
    () => `--upload-pack=touch ${marker}`,
    () => `-uhttps://git.example.org/`,
    () => `ssh://-oProxyCommand=touch${marker}/x`,
    () => `ssh://git@-oProxyCommand=id/x`,
    () => `-oProxyCommand=touch@host:x`,
    () => 'file:///etc',
    () => `file://${bench.directory}/../../etc`,
    () => 'file://localhost/etc',
    () => '/etc',
    () => '../shop.git',
    () => 'git://git.example.org/shop.git',
    () => 'ftp://git.example.org/shop.git',
    () => 'rsync://git.example.org/shop.git',
    () => 'bundle:///tmp/x',
    () => 'https::https://git.example.org/x',
    () => 'https://git.example.org/x\nurl=ext::id',
    () => 'HTTP://169.254.169.254/latest',
    () => 'http://169.254.169.254/latest',
  ];
  for (const url of urls)
    test(`is not that of ${String(url).replace(/^\(\) => /, '')}`, () =>
      assert.throws(
        () => bench.open({ url: url() }),
        (error: Error) => 'code' in error && ['invalid-url', 'protocol-not-allowed'].includes(String(error.code)),
      ));

  test('that runs commands is refused by git itself, whatever the URL was let through by', async () => {
    const git = await findGit({ PATH: process.env['PATH'] });
    const repository = join(bench.directory, 'git/shop.git');
    for (const protocol of ['https', 'ssh', 'http', 'file'] as const) {
      const call = { repository, protocol, timeoutMs: 10_000, signal: NEVER };
      await assert.rejects(runGit(git, ['ls-remote', '--', `ext::touch ${marker}`], call), { kind: 'agent' });
    }
  });

  test('that the environment of the daemon renames is the one that was declared all the same', async () => {
    const environment = {
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: `url.ext::touch ${marker}.insteadOf`,
      GIT_CONFIG_VALUE_0: bench.server.origin,
      GIT_CONFIG_KEY_1: 'protocol.ext.allow',
      GIT_CONFIG_VALUE_1: 'always',
      GIT_ALLOW_PROTOCOL: 'ext:file:https:http',
      GIT_PROXY_COMMAND: `touch ${marker}`,
    };
    await using other = await SourceBench.start({ environment });
    await (await other.repository('shop')).push({ file: 'content' });
    await other.open({ url: other.urlOf('shop') }).newest();
  });

  for (const name of [
    '--upload-pack=touch x',
    '-x',
    'a:refs/heads/b',
    '+main',
    'main^{commit}',
    'refs/*',
    'a b',
    'a\nb',
    '@{u}',
  ])
    test(`is not told another way by a branch or tag called ${JSON.stringify(name)}`, () => {
      const revisions: readonly GitRevision[] = [
        { kind: 'branch', branch: name },
        { kind: 'tag', tag: name },
        { kind: 'semver', range: '*', prefix: name },
      ];
      // A plus sign is a letter of a name as any other: it is not the first of a reference.
      for (const revision of name === '+main' ? [] : revisions)
        assert.throws(() => bench.open({ url: bench.urlOf('shop'), revision }), { kind: 'usage' }, revision.kind);
    });

  test('is not told another way by a branch that begins with a plus sign', async () => {
    const commit = await origin.push({ file: 'plus' }, '+forced');
    const revision = { kind: 'branch', branch: '+forced' } as const;
    assert.equal((await bench.open({ url: bench.urlOf('shop'), revision }).newest()).commit, commit);
  });

  for (const to of ['file:///etc/', 'ext::id', 'ftp://127.0.0.1/', 'git://127.0.0.1/', 'gopher://127.0.0.1/'])
    test(`does not change by a redirect to ${to}`, async () => {
      bench.server.intercept = (_request, response) => {
        response.writeHead(302, { location: `${to}shop.git/info/refs?service=git-upload-pack` }).end();
        return true;
      };
      assert.equal((await bench.open({ url: bench.urlOf('shop') }).failure()).kind, 'agent');
    });

  test('of plain files, which names another place for its objects, leads nowhere else', async () => {
    const asked: string[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const address = elsewhere.address();
    const port = typeof address === 'object' ? address?.port : 0;
    execFileSync('git', ['-C', origin.path, 'update-server-info']);
    mkdirSync(join(origin.path, 'objects/info'), { recursive: true });
    writeFileSync(join(origin.path, 'objects/info/http-alternates'), `http://127.0.0.1:${port}/objects/\n`);
    writeFileSync(join(origin.path, 'objects/info/alternates'), '/etc/objects\n');
    bench.server.intercept = (request, response) => {
      const path = join(bench.directory, 'git', (request.url ?? '').replace(/\?.*$/, ''));
      const isSecret = path.includes('/pack') || /objects\/[0-9a-f]{2}\//.test(path);
      if (isSecret || !existsSync(path)) response.writeHead(404).end();
      else response.writeHead(200).end(readFileSync(path));
      return true;
    };
    assert.equal((await bench.open({ url: bench.urlOf('shop') }).failure()).kind, 'agent');
    assert.deepEqual(asked, []);
    elsewhere.closeAllConnections();
    await new Promise((resolve) => elsewhere.close(resolve));
  });
});
