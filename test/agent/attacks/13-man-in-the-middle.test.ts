// SECURITY.md row 13: a server is who it was said to be, by a pinned host key or a certificate, or nothing is fetched from it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { GitAuth } from '../../../src/agent/sources/git-auth.ts';
import { createCertificate } from '../../support/certificate.ts';
import type { TestRepository } from '../../support/git-server.ts';
import { SshServer, sshSkipReason } from '../../support/ssh-server.ts';
import { waitFor } from '../../support/wait-for.ts';
import { SourceBench } from '../sources/source-bench.ts';

describe('a server behind ssh', { skip: sshSkipReason() }, () => {
  let bench: SourceBench;
  let server: SshServer;
  let folder: string;
  let repository: TestRepository;
  let commit: string;
  let url: string;
  before(async () => {
    bench = await SourceBench.start();
    repository = await bench.repository('shop');
    commit = await repository.push({ file: 'content' });
    folder = mkdtempSync(join(tmpdir(), 'dockr-sshd-'));
    server = await SshServer.start(folder, { environment: { PATH: process.env['PATH'] ?? '' } });
    url = `${server.url}${repository.path}`;
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await bench[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const known = (content = readFileSync(join(folder, 'known'), 'utf8'), mode = 0o644): string => {
    const path = join(folder, 'pinned');
    rmSync(path, { force: true });
    writeFileSync(path, content, { mode });
    chmodSync(path, mode);
    return path;
  };
  const auth = (keyName = 'client', knownHostsPath = known()): GitAuth => ({
    kind: 'ssh',
    host: `127.0.0.1:${server.port}`,
    keyPath: join(folder, keyName),
    knownHostsPath,
  });

  test('whose key is pinned is fetched from, with the key that was declared', async () => {
    const release = await bench.open({ url, auth: auth() }).newest();
    assert.equal(release.commit, commit);
    assert.equal(readFileSync(join(release.directory, 'file'), 'utf8'), 'content');
  });

  test('whose key is not pinned is not believed, and its key is not learned', async () => {
    const path = known('');
    assert.equal((await bench.open({ url, auth: auth('client', path) }).failure()).code, 'host-key-unknown');
    assert.equal(readFileSync(path, 'utf8'), '');
  });

  test('whose key is another than the pinned one is told as such', async () => {
    const other = readFileSync(join(folder, 'stranger.pub'), 'utf8');
    const path = known(`[127.0.0.1]:${server.port} ${other}`);
    assert.equal((await bench.open({ url, auth: auth('client', path) }).failure()).code, 'host-key-changed');
  });

  test('whose key is pinned for another host is not believed', async () => {
    const path = known(`127.0.0.2 ${readFileSync(join(folder, 'host.pub'), 'utf8')}`);
    assert.equal((await bench.open({ url, auth: auth('client', path) }).failure()).code, 'host-key-unknown');
  });

  test('whose pinned keys others can write is not asked', async () => {
    const error = await bench.open({ url, auth: auth('client', known(undefined, 0o666)) }).failure();
    assert.equal(error.code, 'host-file-not-safe');
    const missing = await bench.open({ url, auth: auth('client', join(folder, 'nothing')) }).failure();
    assert.equal(missing.code, 'known-hosts-not-found');
  });

  test('that does not take our key gets no other: neither those of an agent nor those of the machine', async () => {
    const socket = join(folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      await waitFor('ssh-agent', () => existsSync(socket));
      const environment = { ...process.env, SSH_AUTH_SOCK: socket };
      execFileSync('ssh-add', ['-q', join(folder, 'client')], { env: environment, stdio: 'ignore' });
      const withAgent = await SourceBench.start({
        environment: { SSH_AUTH_SOCK: socket, DOCKR_GIT_ALLOW: '', GIT_SSH_COMMAND: `ssh -i ${folder}/client` },
      });
      const error = await withAgent.open({ url, auth: auth('stranger') }).failure();
      assert.equal(error.code, 'source-denied');
      await withAgent[Symbol.asyncDispose]();
    } finally {
      agent.kill();
    }
  });

  test('is not shown a key that others can read', async () => {
    const exposed = join(folder, 'exposed');
    writeFileSync(exposed, readFileSync(join(folder, 'client')), { mode: 0o600 });
    chmodSync(exposed, 0o644);
    assert.equal((await bench.open({ url, auth: auth('exposed') }).failure()).code, 'credential-exposed');
  });

  for (const path of [
    '/tmp/x -oProxyCommand=id',
    '/tmp/$(id)',
    "/tmp/'x",
    '/tmp/%h',
    'relative',
    '/tmp/x\n-v',
    '/tmp/;id',
  ])
    test(`cannot be reached with a key at ${JSON.stringify(path)}: it would be words of a command line`, () => {
      const declared = { ...auth(), keyPath: path } as GitAuth;
      assert.throws(() => bench.open({ url, auth: declared }), { code: 'invalid-auth' });
    });

  test('is not asked with credentials of another kind', () => {
    const token: GitAuth = {
      kind: 'token',
      host: `127.0.0.1:${server.port}`,
      username: null,
      secret: { kind: 'file', path: '/etc/token' },
    };
    assert.throws(() => bench.open({ url, auth: token }), { code: 'invalid-auth' });
  });
});

describe('a server behind TLS', () => {
  const ca = createCertificate({ commonName: 'dockr tests' });
  const good = createCertificate({ commonName: 'git', hosts: ['127.0.0.1'], issuedBy: ca });
  const cases = {
    'whose certificate signed itself': createCertificate({ commonName: '127.0.0.1', hosts: ['127.0.0.1'] }),
    'whose certificate is for another host': createCertificate({
      commonName: 'other',
      hosts: ['git.example.org'],
      issuedBy: ca,
    }),
    'whose certificate is of another authority with the same name': createCertificate({
      commonName: 'git',
      hosts: ['127.0.0.1'],
      issuedBy: createCertificate({ commonName: 'dockr tests' }),
    }),
  };

  async function fetchFrom(tls: typeof good, environment: Readonly<Record<string, string>> = {}) {
    await using bench = await SourceBench.start({ tls, trusted: ca, environment });
    await (await bench.repository('shop')).push({ file: 'content' });
    const opened = bench.open({ url: bench.urlOf('shop') });
    const { requests } = bench.server;
    const outcome = await opened.newest().catch((error: Error & { code?: string }) => error.code);
    return { outcome, requests: requests.length };
  }

  test('whose certificate is of the trusted authority is fetched from', async () => {
    const { outcome } = await fetchFrom(good);
    assert.ok(typeof outcome === 'object' && outcome.commit);
  });

  for (const [what, tls] of Object.entries(cases))
    test(`${what} is asked nothing`, async () =>
      assert.deepEqual(await fetchFrom(tls), { outcome: 'certificate-not-trusted', requests: 0 }));

  test('is checked also where the environment of the daemon says that it is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dockr-home-'));
    mkdirSync(join(folder, 'git'));
    writeFileSync(join(folder, '.gitconfig'), '[http]\n\tsslVerify = false\n');
    writeFileSync(join(folder, 'git/config'), '[http]\n\tsslVerify = false\n');
    const environment = {
      GIT_SSL_NO_VERIFY: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.sslVerify',
      GIT_CONFIG_VALUE_0: 'false',
      HOME: folder,
      XDG_CONFIG_HOME: folder,
    };
    const [tls = good] = Object.values(cases);
    assert.deepEqual(await fetchFrom(tls, environment), { outcome: 'certificate-not-trusted', requests: 0 });
    rmSync(folder, { recursive: true });
  });
});
