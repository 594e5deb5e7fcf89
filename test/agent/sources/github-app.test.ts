// A GitHub App: what it asks for a token, how long it keeps one, and what it never tells.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { GitAuth } from '../../../src/agent/sources/git-auth.ts';
import { GithubApps, type Installation } from '../../../src/agent/sources/github-app.ts';
import { toWireError } from '../../../src/core/errors.ts';
import { FakeGithub } from '../../support/github-api.ts';
import { NEVER, SourceBench } from './source-bench.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

describe('a GitHub App', () => {
  let bench: SourceBench;
  let github: FakeGithub;
  let now: number;
  beforeEach(async () => {
    bench = await SourceBench.start();
    await (await bench.repository('shop')).push({ file: 'content' });
    now = Date.now();
    github = new FakeGithub({ appId: '42', installationId: '7', publicKey }, { lifeMs: HOUR, now: () => now });
    bench.server.intercept = (request, response) => {
      if (!request.url?.startsWith('/api/')) return false;
      void github.answer(request, response);
      return true;
    };
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const apps = () => new GithubApps({ fetch, now: () => now });
  const installation = (change: Partial<Installation> = {}): Installation => ({
    apiUrl: `${bench.server.origin}/api/v3`,
    appId: '42',
    installationId: '7',
    repository: 'shop',
    ...change,
  });
  const readKey = async () => privateKey;
  const auth = (key = privateKey): GitAuth => ({
    kind: 'github-app',
    host: bench.host,
    appId: '42',
    installationId: '7',
    key: { kind: 'file', path: bench.secret('app.pem', key) },
    apiUrl: null,
  });

  test('opens a repository by a token for it alone, which git shows', async () => {
    const answer = bench.server.intercept;
    const shown: (string | undefined)[] = [];
    bench.server.intercept = (request, response) => {
      if (answer(request, response)) return true;
      shown.push(request.headers.authorization);
      const expected = `Basic ${Buffer.from(`x-access-token:${github.tokens.at(-1)}`).toString('base64')}`;
      if (request.headers.authorization === expected) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
      return true;
    };
    const opened = bench.open({ url: bench.urlOf('shop'), auth: auth() });
    await opened.newest();
    await opened.newest();
    assert.deepEqual([github.tokens.length, github.complaints], [1, []]);
    assert.ok(shown.includes(undefined), 'without being asked it shows nothing');
  });

  test('asks once for many, and again five minutes before the token ends', async () => {
    const kept = apps();
    const first = await kept.token(installation(), readKey, NEVER);
    now += HOUR - 5 * MINUTE - 1000;
    assert.equal(await kept.token(installation(), readKey, NEVER), first);
    now += 2000;
    assert.notEqual(await kept.token(installation(), readKey, NEVER), first);
    assert.equal(github.tokens.length, 2);
  });

  test('has a token of its own for each repository', async () => {
    const kept = apps();
    const tokens = ['shop', 'blog', 'shop'].map((repository) =>
      kept.token(installation({ repository }), readKey, NEVER),
    );
    assert.equal(new Set(await Promise.all(tokens)).size, github.tokens.length);
    assert.notEqual(await tokens[0], await tokens[1]);
  });

  test('whose token git does not get in with asks for another', async () => {
    const answer = bench.server.intercept;
    bench.server.intercept = (request, response) => {
      if (answer(request, response)) return true;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
      return true;
    };
    const opened = bench.open({ url: bench.urlOf('shop'), auth: auth() });
    assert.equal((await opened.failure()).code, 'source-denied');
    assert.equal((await opened.failure()).code, 'source-denied');
    assert.equal(github.tokens.length, 2);
  });

  test('that failed is asked again by whoever comes next', async () => {
    const kept = apps();
    await assert.rejects(kept.token(installation({ installationId: '8' }), readKey, NEVER), {
      code: 'github-app-refused',
    });
    let isDown = true;
    const answer = bench.server.intercept;
    bench.server.intercept = (request, response) => {
      if (!isDown) return answer(request, response);
      response.writeHead(502).end('<html>');
      return true;
    };
    await assert.rejects(kept.token(installation(), readKey, NEVER), { code: 'github-app-unreachable' });
    isDown = false;
    assert.ok(await kept.token(installation(), readKey, NEVER));
  });

  for (const [what, key] of Object.entries({
    'no key': 'a sentence that is certainly no key, and that is long enough to be found',
    'a key for curves': generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'half a key': privateKey.slice(0, 800),
  }))
    test(`with ${what} says so, with nothing of it`, async () => {
      const error = await bench.open({ url: bench.urlOf('shop'), auth: auth(key) }).failure();
      assert.equal(error.code, 'credential-malformed');
      assert.ok(!JSON.stringify(error).includes(key.slice(30, 60)));
      assert.deepEqual(github.authorizations, []);
    });

  test('whose API sends the request elsewhere does not follow', async () => {
    const other = await SourceBench.start();
    const seen: (string | undefined)[] = [];
    other.server.intercept = (request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200).end('{}');
      return true;
    };
    bench.server.intercept = (request, response) => {
      response.writeHead(307, { location: `${other.server.origin}${request.url}` }).end();
      return true;
    };
    const error = await apps().token(installation(), readKey, NEVER).catch(toWireError);
    assert.equal(typeof error === 'string' ? error : error.code, 'github-app-refused');
    assert.deepEqual(seen, []);
    await other[Symbol.asyncDispose]();
  });

  test('whose API tells what it was sent does not make us tell it', async () => {
    bench.server.intercept = (request, response) => {
      response.writeHead(401).end(JSON.stringify({ message: `bad: ${request.headers.authorization}\u001b[31m` }));
      return true;
    };
    const error = await apps().token(installation(), readKey, NEVER).catch(toWireError);
    assert.ok(typeof error !== 'string' && error.message.includes('bad: Bearer ‹secret›?[31m'), JSON.stringify(error));
  });

  for (const [what, body] of Object.entries({
    'an answer without end': 'x'.repeat(300_000),
    'an answer that is no JSON': '<html>',
    'a token of two lines': JSON.stringify({ token: 'a\nhost=evil', expires_at: '2100-01-01T00:00:00Z' }),
    'a token without an end': JSON.stringify({ token: 'abc' }),
    'a token that is a list': JSON.stringify({ token: ['abc'], expires_at: '2100-01-01T00:00:00Z' }),
  }))
    test(`that gets ${what} has no token`, async () => {
      bench.server.intercept = (_request, response) => {
        response.writeHead(201).end(body);
        return true;
      };
      await assert.rejects(apps().token(installation(), readKey, NEVER), { code: 'github-app-refused' });
    });

  test('is called off with its round', async () => {
    bench.server.intercept = () => true;
    const ending = new AbortController();
    const asked = apps().token(installation(), readKey, ending.signal);
    setTimeout(() => ending.abort(), 50);
    await assert.rejects(asked, { code: 'aborted' });
  });

  for (const apiUrl of [
    'https://api.github.com',
    'http://evil.example/api/v3',
    'http://127.0.0.1/api/v3',
    'ftp://x',
    'http://u:p@127.0.0.1/x',
  ])
    test(`does not show its signature to ${apiUrl} for a repository elsewhere`, () => {
      const declared = { ...auth(), apiUrl } as GitAuth;
      assert.throws(
        () => bench.open({ url: bench.urlOf('shop'), auth: declared }),
        (error: Error) => 'code' in error && ['auth-host-mismatch', 'invalid-auth'].includes(String(error.code)),
      );
    });
});
