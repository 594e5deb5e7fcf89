// What `dockr watch` has to bring about with the example `watch`, wherever its daemon is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { jsonLines } from './scenario.ts';
import type { WatchedApp } from './watched-app.ts';

const CGI = '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n"\n';
const MANY = 400;

/** The tests of a describe block; `open` makes the app before the first of them. */
export function describeWatching(open: () => Promise<WatchedApp & AsyncDisposable>): void {
  let app: WatchedApp & AsyncDisposable;
  before(async () => {
    app = await open();
    app.git('init', '--quiet', '--initial-branch=main');
    commitAll('as it came');
  });
  after(async () => {
    await app?.[Symbol.asyncDispose]();
  });

  function commitAll(message: string): void {
    app.git('add', '--all');
    app.git('commit', '--quiet', '--message', message);
  }

  test('files that are edited, added, renamed and deleted are served so at once', async () => {
    const { stderr } = await app.watching(['watch'], async ({ seen }) => {
      const { id, pid } = await app.container();
      app.edit('app/pages/20-first-note.html', 'Change me', 'Changed');
      await app.shows('Changed in app/pages');
      app.save('app/pages/30-second-note.html', '<article>Another</article>');
      await app.shows('Another');
      app.rename('app/pages/30-second-note.html', 'app/pages/15-second-note.html');
      await waitFor('the other order', async () => /Another[\s\S]*Changed/.test(await app.get()));
      app.remove('app/pages/15-second-note.html');
      await app.hides('Another');
      app.save('app/public/cgi-bin/date', `${CGI}echo new\n`, 0o755);
      await app.shows('new', '/cgi-bin/date');
      app.save('app/public/page.bak', 'left out');
      app.save('app/public/deep/er/file', 'deep');
      await app.shows('deep', '/deep/er/file');
      app.rename('app/public/deep', 'app/public/moved');
      await app.shows('deep', '/moved/er/file');
      app.remove('app/public/page.bak');
      await app.servesAll();
      assert.doesNotMatch(seen(), /page\.bak/);
      const now = await app.container();
      assert.deepEqual([now.id, now.pid], [id, pid]);
    });
    assert.match(stderr, /^\d\d:\d\d:\d\d app\/pages\/20-first-note\.html: in web after \d+ms$/m);
    assert.doesNotMatch(stderr, /warning|error/);
  });

  test('switching branches with hundreds of changed files leaves the container like the host', async () => {
    for (let index = 0; index < MANY; index++) app.save(`app/public/many/${index % 20}/${index}`, `main ${index}`);
    commitAll('many');
    app.git('checkout', '--quiet', '-b', 'feature');
    for (let index = 0; index < MANY; index += 2) app.remove(`app/public/many/${index % 20}/${index}`);
    for (let index = 1; index < MANY; index += 2)
      app.save(`app/public/many/${index % 20}/${index}`, `feature ${index}`);
    for (let index = 0; index < MANY; index++) app.save(`app/public/feature/${index}`, `feature ${index}`);
    commitAll('feature');
    await app.watching(['watch'], async () => {
      await app.servesAll();
      for (const branch of ['main', 'feature', 'main']) {
        app.git('checkout', '--quiet', branch);
        await app.servesAll();
      }
      app.git('checkout', '--quiet', 'feature');
      app.git('checkout', '--quiet', 'main');
      await app.servesAll();
    });
  });

  test('a container that is restarted, made anew or built anew has what the host has', async () => {
    const { stderr } = await app.watching(['watch'], async ({ seen }) => {
      const first = await app.container();
      app.save('app/pages/40-third-note.html', '<article>Third</article>');
      await app.shows('Third');
      app.edit('config/settings.env', 'Saved is shown', 'Settings are read again');
      await app.shows('Settings are read again');
      assert.equal((await app.container()).id, first.id);
      assert.notEqual((await app.container()).pid, first.pid);

      await app.run(['restart', 'web']);
      app.edit('app/pages/40-third-note.html', 'Third', 'Third, after the restart');
      await app.shows('Third, after the restart');

      app.save('app/public/cgi-bin/system', `${CGI}ls /bin/uname\n`, 0o755);
      app.edit('programs.txt', 'xargs', 'uname\nxargs');
      await waitFor('the program', async () => (await app.get('/cgi-bin/system')).trim() === '/bin/uname', {
        timeoutMs: 30_000,
      });
      const built = await app.container();
      assert.notEqual(built.id, first.id);
      await app.servesAll();

      // What the image has from now on is older than what the host has.
      app.remove('app/pages/40-third-note.html');
      app.edit('config/settings.env', 'Settings are read again', 'Saved is shown');
      await app.hides('Third');
      app.save('.env', 'TITLE=From the environment\n');
      await app.shows('<h1>From the environment</h1>');
      await app.shows('Saved is shown');
      await app.servesAll();
      assert.doesNotMatch(seen(), /error/);
    });
    assert.match(stderr, /config\/settings\.env: in web, restarted after /);
    assert.match(stderr, /^build image watch-web {2}done/m);
    assert.match(stderr, /programs\.txt.*: \d steps? in /);
  });

  test('changes of the stack file, env files and the Dockerfile are planned again', async () => {
    app.save('app/public/cgi-bin/env', `${CGI}env\n`, 0o755);
    await app.watching(['watch'], async ({ seen }) => {
      app.edit('stack.yml', '    environment:\n', '    env_file: more.env\n    environment:\n      FROM_STACK: one\n');
      await waitFor('the missing file', () => /error\[.*more\.env/.test(seen()));
      app.save('more.env', 'FROM_FILE=one\n');
      await app.shows('FROM_FILE=one', '/cgi-bin/env');
      await app.shows('FROM_STACK=one', '/cgi-bin/env');
      app.save('more.env', 'FROM_FILE=two\n');
      await app.shows('FROM_FILE=two', '/cgi-bin/env');
      app.edit('Dockerfile', 'EXPOSE 80', 'ENV FROM_IMAGE=one\nEXPOSE 80');
      await app.shows('FROM_IMAGE=one', '/cgi-bin/env');
      await app.servesAll();
    });
  });

  test('with --json each batch is an event: synced, restarted, rebuilt, failed', async () => {
    const { stdout } = await app.watching(['watch', '--json'], async ({ seen }) => {
      const told = (type: string) => waitFor(type, () => seen().includes(`"type":"${type}"`), { timeoutMs: 30_000 });
      app.save('app/pages/50-note.html', '<article>Fifth</article>');
      await told('synced');
      app.edit('config/settings.env', 'shown', 'served');
      await told('restarted');
      app.edit('programs.txt', 'uname', 'uname\nuptime');
      await told('rebuilt');
      app.edit('programs.txt', 'uptime', 'uptime\nno such/program');
      await told('failed');
    });
    const events = jsonLines<{ type: string; service?: string; services?: string[]; paths?: string[] }>(stdout);
    const of = (type: string) => events.filter((event) => event.type === type);
    assert.deepEqual([of('synced')[0]?.service, of('synced')[0]?.paths], ['web', [app.path('app/pages/50-note.html')]]);
    assert.deepEqual(of('restarted')[0]?.paths, [app.path('config/settings.env')]);
    assert.deepEqual([of('rebuilt')[0]?.services, of('rebuilt')[0]?.paths], [['web'], [app.path('programs.txt')]]);
  });

  test('up --watch shows what the containers write through restarts and rebuilds', async () => {
    app.git('checkout', '--quiet', '--', 'programs.txt', 'config');
    await app.watching(['up', '--watch'], async ({ seen }) => {
      const writes = (motto: string) =>
        waitFor(motto, () => seen().includes(`| serving with MOTTO=${motto}`), { timeoutMs: 30_000 });
      await writes('Saved is shown');
      app.edit('config/settings.env', 'Saved', 'Restarted');
      await writes('Restarted is shown');
      await app.run(['restart', 'web']);
      app.edit('config/settings.env', 'Restarted', 'Restarted twice');
      await writes('Restarted twice is shown');
      app.edit('Dockerfile', 'FROM_IMAGE=one', 'FROM_IMAGE=two');
      await app.shows('FROM_IMAGE=two', '/cgi-bin/env');
      app.edit('config/settings.env', 'twice', 'after a build');
      await writes('Restarted after a build is shown');
      await app.servesAll();
    });
    assert.equal((await app.run(['ps', '--json'])).stdout, '');
  });
}
