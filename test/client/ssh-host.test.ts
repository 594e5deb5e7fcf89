// `--host ssh://…`: a daemon of its own behind an sshd, as another machine.
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TestDockr } from '../support/dockr.ts';
import { SshServer, sshSkipReason } from '../support/ssh-server.ts';
import { createTestRoot, findFreePort, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));

describe('a daemon behind ssh', { skip: sshSkipReason() }, () => {
  let root: TestRoot;
  let there: TestDockr;
  let server: SshServer;
  before(async () => {
    root = await createTestRoot();
    const programs = root.makeDirectory('programs');
    symlinkSync(PROGRAM, join(programs, 'dockr'));
    there = new TestDockr(root, { PATH: `${programs}:${process.env['PATH'] ?? ''}` });
    server = await SshServer.start(root.makeDirectory('ssh'), { environment: there.environment });
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
    await root?.[Symbol.asyncDispose]();
  });

  /** A command on this machine, which knows nothing of the daemon there but the address. */
  const here = (words: readonly string[], host = server.url, environment: Readonly<Record<string, string>> = {}) =>
    there.run(words, {
      environment: { ...server.clientEnvironment, DOCKR_RUN_DIR: '/nonexistent', DOCKR_HOST: host, ...environment },
    });
  const fails = async (code: string, words: readonly string[] = ['ps'], host = server.url) => {
    const { exitCode, stderr } = await here(words, host);
    assert.match(stderr, new RegExp(`^error\\[${code}\\]: `));
    assert.equal(exitCode, 1);
    return stderr;
  };

  test('without a daemon there, what does not need one says so, and anything else starts it', async () => {
    assert.match((await here(['version'])).stdout, /daemon {2}not running/);
    const { exitCode, stderr } = await here(['info']);
    assert.equal(exitCode, 0, stderr);
    assert.notEqual(there.daemonPid(), null);
    assert.match((await here(['version'])).stdout, new RegExp(`pid ${there.daemonPid()}\n`));
  });

  test('one connection serves all commands, and is made anew when it is gone or the daemon was away', async () => {
    const first = await here(['ps']);
    assert.equal(first.exitCode, 0, first.stderr);
    server.trust('nobody', 'stranger');
    assert.equal((await here(['ps'])).exitCode, 0, 'no other connection is made');
    server.disconnect();
    await fails('ssh-host-key');
    server.trust('known', 'client');
    assert.equal((await here(['ps'])).exitCode, 0);
    await there.ok(['daemon', 'stop']);
    assert.equal((await here(['ps'])).exitCode, 0);
    assert.notEqual(there.daemonPid(), null);
    assert.equal((await here(['daemon', 'stop'])).exitCode, 0);
    // From here it is seen to answer no more, and its process a moment later.
    await waitFor('the end of the daemon', () => there.daemonPid() === null);
  });

  test('several commands at once end up with one connection', async () => {
    server.disconnect();
    const ended = await Promise.all(['ps', 'ls', 'images', 'info'].map((word) => here([word])));
    for (const { exitCode, stderr } of ended) assert.equal(exitCode, 0, stderr);
  });

  test('each way to fail has a code of its own', async () => {
    server.disconnect();
    server.trust('nobody', 'client');
    await fails('ssh-host-key');
    server.trust('known', 'stranger');
    await fails('ssh-authentication-refused');
    server.trust('known', 'client');
    await fails('ssh-host-unreachable', ['ps'], `ssh://127.0.0.1:${await findFreePort()}`);
    await fails('ssh-host-unreachable', ['ps'], 'ssh://no-such-host.invalid');
    const { exitCode, stderr } = await here(['ps'], server.url, { PATH: '/nonexistent' });
    assert.match(stderr, /^error\[ssh-not-found\]/);
    assert.equal(exitCode, 1);
  });

  test('a machine without dockr, and one whose sshd forwards nothing, are told apart', async () => {
    const other = async (name: string, environment: Readonly<Record<string, string>>, settings: readonly string[]) => {
      const directory = root.makeDirectory(name);
      return SshServer.start(directory, { environment, settings });
    };
    {
      await using bare = await other('bare', { PATH: '/usr/bin:/bin' }, []);
      const { stderr } = await here(['ps'], bare.url, bare.clientEnvironment);
      assert.match(stderr, /^error\[no-dockr-on-host\]: there is no dockr on "127.0.0.1"/);
    }
    await using closed = await other('closed', there.environment, ['AllowStreamLocalForwarding no']);
    const { stderr } = await here(['ps'], closed.url, closed.clientEnvironment);
    assert.match(stderr, /^error\[ssh-forwarding-refused\]/);
  });

  test('a socket can be named, and an error of the machine there names it', async () => {
    const { exitCode, stderr } = await here(['ps'], `${server.url}${join(root.runDirectory, 'dockr.sock')}`);
    assert.equal(exitCode, 0, stderr);
    await using broken = await SshServer.start(root.makeDirectory('broken'), {
      environment: {
        ...there.environment,
        DOCKR_RUN_DIR: join(root.workDirectory, 'none'),
        DOCKR_STATE_DIR: '/dev/null/state',
      },
    });
    const failed = await here(['ps'], broken.url, broken.clientEnvironment);
    assert.match(failed.stderr, /^error\[state-directory-not-writable\]: on "127\.0\.0\.1": /);
  });
});
