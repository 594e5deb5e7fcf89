// From a file that declares a deployment to the source that is opened for it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseDeclaration } from '../../../src/agent/declaration/parse-declarations.ts';
import { createSources } from '../../../src/agent/sources/create-sources.ts';
import { toSourceText } from '../../../src/agent/sources/declared-source.ts';
import type { Declaration } from '../../../src/core/declaration.ts';
import { DockrError, ErrorList } from '../../../src/core/errors.ts';
import { GitServer, TestRepository } from '../../support/git-server.ts';

const NEVER = new AbortController().signal;

const declare = (text: string): Declaration =>
  parseDeclaration('shop.yaml', Buffer.from(`name: shop\n${text}`)).declaration;

function textOf(text: string) {
  const { source, path, auth } = declare(text);
  assert.equal(source.kind, 'git');
  return toSourceText(source, { path, auth });
}

describe('what is declared', () => {
  test('follows a range of versions behind a prefix', () => {
    const { revision } = textOf('source: { url: https://git.example.org/shop.git, semver: "~1.2", tagPrefix: shop- }');
    assert.deepEqual(revision, { kind: 'semver', range: '~1.2', prefix: 'shop-' });
  });

  test('shows a token, of a file or of a provider, to the host of the URL', () => {
    const source = 'source: { url: "https://git.example.org:8443/shop.git" }\n';
    assert.deepEqual(textOf(`${source}auth: { kind: token, tokenFile: /etc/dockr/token }`).auth, {
      kind: 'token',
      host: 'git.example.org:8443',
      username: null,
      secret: { kind: 'file', path: '/etc/dockr/token' },
    });
    const { auth } = textOf(`${source}auth: { kind: token, username: ada, provider: vault }`);
    assert.deepEqual(auth?.kind === 'token' && [auth.username, auth.secret], [
      'ada',
      { kind: 'provider', provider: 'vault' },
    ]);
  });

  test('shows a key of SSH to the host of the URL, in both ways to write it', () => {
    const auth = 'auth: { kind: ssh, keyFile: /etc/dockr/key, knownHostsFile: /etc/dockr/known }';
    for (const [url, host] of [
      ['git@git.example.org:team/shop.git', 'git.example.org'],
      ['ssh://git@git.example.org:2222/shop.git', 'git.example.org:2222'],
    ])
      assert.equal(textOf(`source: { url: "${url}" }\n${auth}`).auth?.host, host);
  });

  for (const [text, code] of Object.entries({
    'source: { url: https://h.example/x }\nauth: { kind: token }': 'missing-key',
    'source: { url: https://h.example/x }\nauth: { kind: token, tokenFile: /a, provider: b }': 'conflicting-keys',
    'source: { url: https://h.example/x }\nauth: { kind: ssh, keyFile: /a, knownHostsFile: /b, provider: c }':
      'conflicting-keys',
    'source: { url: https://h.example/x, branch: main, tagPrefix: v }': 'conflicting-keys',
    'source: { reference: registry.example.org/shop, tagPrefix: v }': 'conflicting-keys',
  }))
    test(`cannot be ${text.replaceAll('\n', ' ')}`, () =>
      assert.throws(
        () => declare(text),
        (error: Error) =>
          error instanceof ErrorList
            ? error.errors.some((one) => one.code === code)
            : error instanceof DockrError && error.code === code,
      ));
});

describe('sources', () => {
  let folder: string;
  let server: GitServer;
  let commit: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-declared-'));
    mkdirSync(join(folder, 'git'));
    commit = await (await TestRepository.create(join(folder, 'git'), 'shop')).push({ file: 'x' });
    server = await GitServer.start(join(folder, 'git'));
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const sources = () =>
    createSources({
      environment: { PATH: process.env['PATH'], DOCKR_GIT_ALLOW: server.origin, DOCKR_CONFIG_DIRECTORY: folder },
      registry: () => {
        throw new Error('no registry is asked');
      },
    });

  test('open a repository with the token that a command of the host prints, if it is for the deployment', async () => {
    server.protect('ada', 'printed');
    const url = `${server.origin}/shop.git`;
    const declared = declare(`source: { url: "${url}" }\nauth: { kind: token, username: ada, provider: print }`);
    const provide = (stacks: string): void =>
      writeFileSync(
        join(folder, 'secrets.yaml'),
        `providers:\n  print: { command: [/bin/echo, printed], stacks: [${stacks}] }\n`,
        { mode: 0o600 },
      );
    const open = (name: string) => {
      mkdirSync(join(folder, name), { recursive: true });
      return sources().open(name, join(folder, name), () => declared);
    };
    provide('shop');
    assert.equal(await open('shop').findHead(NEVER), commit);
    await assert.rejects(open('other').findHead(NEVER), { code: 'provider-not-allowed' });
    provide('nobody');
    await assert.rejects(open('shop').findHead(NEVER), { code: 'provider-not-allowed' });
    server.intercept = () => false;
  });

  test('are those of the declaration as it is now, and know what was deployed before', async () => {
    mkdirSync(join(folder, 'changing'));
    let declared = declare(`source: { url: "${server.origin}/shop.git" }`);
    const source = sources().open('changing', join(folder, 'changing'), () => declared);
    await source.fetchRelease(await source.findHead(NEVER), NEVER);
    declared = declare(`source: { reference: "registry.example.org/shop@sha256:${'a'.repeat(64)}" }`);
    assert.equal(await source.findHead(NEVER), `sha256:${'a'.repeat(64)}`);
    assert.equal((await source.findRelease(commit))?.commit, commit);
    await source.keepOnly([`sha256:${'a'.repeat(64)}`]);
    assert.equal(await source.findRelease(commit), undefined);
  });

  test('refuse artifacts that are to be verified, or that credentials of their own are declared for', () => {
    const reference = 'source: { reference: registry.example.org/shop }\n';
    const check = (text: string) => () => sources().check(declare(reference + text));
    check('')();
    assert.throws(check('verify: { mode: head, allowedSigners: /etc/dockr/signers }'), {
      code: 'artifact-not-verified',
    });
    assert.throws(check('auth: { kind: token, tokenFile: /etc/dockr/token }'), { code: 'invalid-auth' });
    assert.throws(() => sources().check(declare('source: { reference: shop }')), { code: 'invalid-artifact' });
  });
});
