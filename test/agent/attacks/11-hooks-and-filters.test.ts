// SECURITY.md row 11: nothing in a repository, in the copy of it, or around the daemon makes git run a program.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { TestRepository } from '../../support/git-server.ts';
import { NEVER, SourceBench } from '../sources/source-bench.ts';

describe('no program is run', () => {
  let bench: SourceBench;
  let marker: string;
  let payload: string;
  let made = 0;
  before(async () => {
    bench = await SourceBench.start();
    marker = join(bench.directory, 'executed');
    payload = join(bench.directory, 'payload');
    writeFileSync(payload, `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
  });
  beforeEach(() => assert.equal(existsSync(marker), false));
  after(async () => {
    assert.equal(existsSync(marker), false, 'a program was run');
    await bench[Symbol.asyncDispose]();
  });

  async function make(): Promise<{ repository: TestRepository; url: string }> {
    const name = `shop-${made++}`;
    return { repository: await bench.repository(name), url: bench.urlOf(name) };
  }

  test('for attributes of a repository: its files are as they are in it', async () => {
    const { repository, url } = await make();
    await repository.push({
      '.gitattributes': '* filter=evil diff=evil merge=evil ident export-subst text eol=crlf\n',
      file: 'one $Id$ $Format:%H$\ntwo\n',
      '.lfsconfig': `[lfs]\n\turl = https://attacker.example\n\tcustomtransfer.evil.path = ${payload}\n`,
      ignored: 'export-ignore',
      'sub/.gitattributes': '* export-ignore\n',
      'sub/file': 'there',
    });
    const { directory } = await bench.open({ url }).newest();
    assert.equal(readFileSync(join(directory, 'file'), 'utf8'), 'one $Id$ $Format:%H$\ntwo\n');
    assert.equal(readFileSync(join(directory, 'sub/file'), 'utf8'), 'there');
  });

  test('for a repository within the repository, with settings and hooks of its own', async () => {
    const { repository, url } = await make();
    const bare = 'trap';
    await repository.push({
      [`${bare}/HEAD`]: 'ref: refs/heads/main\n',
      [`${bare}/config`]: `[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = ${payload}\n\thooksPath = hooks\n`,
      [`${bare}/objects/x`]: '',
      [`${bare}/refs/x`]: '',
      [`${bare}/hooks/post-checkout`]: Buffer.from(readFileSync(payload)),
    });
    const opened = bench.open({ url, path: bare });
    const { directory } = await opened.newest();
    assert.ok(existsSync(join(directory, bare, 'config')));
    await repository.push({ [`${bare}/objects/y`]: '' });
    await opened.newest();
  });

  test('for hooks and settings that were put into the copy', async () => {
    const { repository, url } = await make();
    await repository.push({ file: 'one' });
    const opened = bench.open({ url });
    await opened.newest();
    const mirror = join(opened.directory, 'mirror.git');
    mkdirSync(join(mirror, 'hooks'), { recursive: true });
    for (const hook of ['reference-transaction', 'post-checkout', 'pre-auto-gc', 'post-index-change', 'post-merge'])
      writeFileSync(join(mirror, 'hooks', hook), readFileSync(payload), { mode: 0o755 });
    mkdirSync(join(mirror, 'info'), { recursive: true });
    writeFileSync(join(mirror, 'info/attributes'), '* filter=evil\n');
    await repository.push({ file: 'two' });
    assert.equal(readFileSync(join((await opened.newest()).directory, 'file'), 'utf8'), 'two');
  });

  test('for variables in the environment of the daemon', async () => {
    const home = join(bench.directory, 'home');
    mkdirSync(join(home, 'git'), { recursive: true });
    const settings = `[core]\n\tfsmonitor = ${payload}\n\thooksPath = ${bench.directory}\n\taskPass = ${payload}\n\tsshCommand = ${payload}\n[credential]\n\thelper = ${payload}\n[uploadpack]\n\tpackObjectsHook = ${payload}\n`;
    for (const path of ['.gitconfig', 'git/config']) writeFileSync(join(home, path), settings);
    const environment = {
      HOME: home,
      XDG_CONFIG_HOME: home,
      GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
      GIT_CONFIG_SYSTEM: join(home, '.gitconfig'),
      GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${payload}'`,
      GIT_ASKPASS: payload,
      SSH_ASKPASS: payload,
      GIT_SSH: payload,
      GIT_SSH_COMMAND: payload,
      GIT_EXTERNAL_DIFF: payload,
      GIT_PAGER: payload,
      GIT_EDITOR: payload,
      GIT_TEMPLATE_DIR: bench.directory,
      GIT_TRACE: marker,
      GIT_TRACE2_EVENT: marker,
      GIT_TRACE_CURL: marker,
      GIT_DIR: '/nonexistent',
      GIT_INDEX_FILE: '/nonexistent',
      GIT_OBJECT_DIRECTORY: '/nonexistent',
      LD_PRELOAD: '/nonexistent/lib.so',
    };
    await using other = await SourceBench.start({ environment });
    await (await other.repository('shop')).push({ file: 'content' });
    await other.open({ url: other.urlOf('shop') }).newest();
    other.server.protect('ada', 'secret');
    assert.equal((await other.open({ url: other.urlOf('shop') }).failure()).code, 'source-denied');
  });

  test('for a server that asks for a password', async () => {
    const { repository, url } = await make();
    await repository.push({ file: 'x' });
    bench.server.protect('ada', 'secret');
    const started = performance.now();
    assert.equal((await bench.open({ url }).failure()).code, 'source-denied');
    assert.ok(performance.now() - started < 20_000, 'nobody waits for an answer');
    bench.server.intercept = () => false;
  });

  test('for objects that stand in place of others', async () => {
    const { repository, url } = await make();
    const good = await repository.push({ file: 'good' });
    const evil = await repository.push({ file: 'evil' }, 'evil');
    await repository.publish(good);
    await repository.git(['push', '--quiet', repository.path, `${evil}:refs/replace/${good}`]);
    const opened = bench.open({ url });
    const { directory } = await opened.newest();
    assert.equal(readFileSync(join(directory, 'file'), 'utf8'), 'good');
    // Not even where such a reference got into the copy.
    const mirror = join(opened.directory, 'mirror.git');
    execFileSync('git', ['--git-dir', mirror, 'fetch', '--quiet', repository.path, `evil:refs/replace/${good}`]);
    await opened.source.keepOnly([]);
    const again = await opened.source.fetchRelease(good, NEVER);
    assert.equal(readFileSync(join(again.directory, 'file'), 'utf8'), 'good');
  });
});
