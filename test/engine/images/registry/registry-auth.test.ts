import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { chooseChallenge, parseChallenges } from '../../../../src/engine/images/registry/challenges.ts';
import type { Credentials } from '../../../../src/engine/images/registry/credential.ts';
import { fileCredentials, findCredentials } from '../../../../src/engine/images/registry/credential-files.ts';
import { isLoopbackHost, isRealmAllowed } from '../../../../src/engine/images/registry/hosts.ts';
import { parseRetryAfter } from '../../../../src/engine/images/registry/retry.ts';
import { type Case, testCases } from '../../../oci/case-file.ts';

function expected(item: Case): Credentials {
  if (item.username === undefined) return { kind: 'anonymous' };
  return { kind: 'password', username: String(item.username), password: String(item.password) };
}

function temporaryDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-auth-'));
  context.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

async function checkConfig(item: Case): Promise<void> {
  const find = async (): Promise<Credentials> =>
    item.config === null
      ? fileCredentials({ HOME: '/nonexistent' })(String(item.target))
      : findCredentials(Buffer.from(String(item.config)), {
          target: String(item.target),
          path: 'config.json',
          environment: {},
        });
  if (item.error) await assert.rejects(find(), { kind: 'image' });
  else assert.deepEqual(await find(), expected(item));
}

async function checkFiles(item: Case): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-auth-'));
  try {
    const names = ['HOME', ...(item.env as readonly string[])];
    const environment = Object.fromEntries(names.map((name) => [name, join(directory, name)]));
    for (const [path, text] of Object.entries(item.files as Readonly<Record<string, string>>)) {
      const file = path.replace(/^\$([A-Z_]+)/, (_, name: string) => join(directory, name));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    assert.deepEqual(await fileCredentials(environment)(String(item.target)), expected(item));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function checkChallenge(item: Case): void {
  const challenges = parseChallenges(item.wwwAuthenticate as readonly string[]);
  // Only an answer of 401 is a challenge; the client never looks at the header of another.
  if (item.error) {
    assert.notEqual(item.status, 401);
    return;
  }
  const chosen = chooseChallenge(challenges) ?? challenges[0];
  assert.equal(chosen?.scheme ?? '', item.scheme);
  if (item.paramCount !== undefined) assert.equal(chosen?.parameters.size, item.paramCount);
}

function checkRealm(item: Case): void {
  const registry = { host: String(item.registryHost), insecure: item.insecure === true };
  assert.equal(isRealmAllowed(new URL(String(item.realm)), registry), item.allowed);
}

testCases('build/registry-auth.json', async (item) => {
  switch (item.op) {
    case 'dockerConfig':
      return checkConfig(item);
    case 'credentialFiles':
      return checkFiles(item);
    case 'challenge':
      return checkChallenge(item);
    case 'realm':
      return checkRealm(item);
    default:
      assert.fail(`unknown op ${item.op}`);
  }
});

test('challenges are told apart within one header, commas and quotes included', () => {
  const header =
    'Negotiate dG9rZW4=, Basic realm="a \\"quoted\\" one", BEARER Realm="https://auth/token",scope="repository:a:pull,push" , service=plain';
  assert.deepEqual(
    parseChallenges([header]).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]),
    [
      ['negotiate', {}],
      ['basic', { realm: 'a "quoted" one' }],
      ['bearer', { realm: 'https://auth/token', scope: 'repository:a:pull,push', service: 'plain' }],
    ],
  );
});

test('a challenge that makes no sense is left out in linear time', () => {
  const started = performance.now();
  assert.deepEqual(parseChallenges(['=', '', ',,,']), []);
  for (const text of ['"'.repeat(50_000), 'a='.repeat(50_000), `a="${'\\'.repeat(50_000)}`, 'a '.repeat(50_000)])
    parseChallenges([text]);
  assert.ok(performance.now() - started < 5000);
});

test('a credential helper is asked for its registry, and beats what the file says', async (context) => {
  const directory = temporaryDirectory(context);
  const helper = join(directory, 'docker-credential-test');
  writeFileSync(
    helper,
    '#!/bin/sh\nread -r server\ncase "$server" in\ntoken.io) echo \'{"Username":"<token>","Secret":"t"}\';;\nnone.io) echo "credentials not found in native keychain"; exit 1;;\nbroken.io) echo "it broke"; exit 1;;\n*) echo "{\\"Username\\":\\"$1\\",\\"Secret\\":\\"$server\\"}";;\nesac\n',
  );
  chmodSync(helper, 0o755);
  const environment = { PATH: `${directory}:${process.env.PATH}` };
  const find = (target: string, config: object): Promise<Credentials> =>
    findCredentials(Buffer.from(JSON.stringify(config)), { target, path: 'x', environment });
  const auths = { 'test.io': { auth: 'Zm9vOmJhcg==' } };
  assert.deepEqual(await find('test.io/a', { auths, credsStore: 'test' }), {
    kind: 'password',
    username: 'get',
    password: 'test.io',
  });
  assert.deepEqual(await find('docker.io/library/a', { credHelpers: { 'https://index.docker.io/v1/': 'test' } }), {
    kind: 'password',
    username: 'get',
    password: 'https://index.docker.io/v1/',
  });
  assert.deepEqual(await find('test.io/a', { auths, credHelpers: { 'other.io': 'test' } }), {
    kind: 'password',
    username: 'foo',
    password: 'bar',
  });
  assert.deepEqual(await find('token.io/a', { credsStore: 'test' }), { kind: 'identity-token', token: 't' });
  assert.deepEqual(await find('none.io/a', { credsStore: 'test' }), { kind: 'anonymous' });
  await assert.rejects(find('broken.io/a', { credsStore: 'test' }), {
    code: 'credential-helper-failed',
    message: /it broke/,
  });
  await assert.rejects(find('test.io/a', { credsStore: '../evil' }), { code: 'credential-helper-failed' });
});

test('identity and registry tokens are read from the file', async () => {
  const find = (entry: object): Promise<Credentials> =>
    findCredentials(Buffer.from(JSON.stringify({ auths: { 'https://index.docker.io/v1/': entry } })), {
      target: 'docker.io/library/x',
      path: 'x',
      environment: {},
    });
  assert.deepEqual(await find({ auth: 'Zm9vOmJhcg==', identitytoken: 'i' }), { kind: 'identity-token', token: 'i' });
  assert.deepEqual(await find({ registrytoken: 'r' }), { kind: 'registry-token', token: 'r' });
  assert.deepEqual(await find({ username: 'u', password: 'p:q' }), {
    kind: 'password',
    username: 'u',
    password: 'p:q',
  });
});

test('hosts are known as loopback by name and address', () => {
  for (const host of ['localhost', 'localhost:5000', '127.0.0.1:5000', '127.9.9.9', '[::1]:5000', '::1'])
    assert.ok(isLoopbackHost(host), host);
  for (const host of ['example.com', '10.0.0.1:5000', 'localhost.example.com', '128.0.0.1'])
    assert.ok(!isLoopbackHost(host), host);
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  assert.equal(parseRetryAfter('3', now), 3000);
  assert.equal(parseRetryAfter('Thu, 01 Jan 2026 00:00:05 GMT', now), 5000);
  assert.equal(parseRetryAfter('Thu, 01 Jan 2025 00:00:05 GMT', now), 0);
  assert.equal(parseRetryAfter('soon', now), undefined);
  assert.equal(parseRetryAfter(undefined, now), undefined);
});
