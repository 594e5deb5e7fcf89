// SECURITY.md row 7: credentials of a git server reach that server, and nobody and nothing else.
import assert from 'node:assert/strict';
import { chownSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { GitAuth } from '../../../src/agent/sources/git-auth.ts';
import { toWireError } from '../../../src/core/errors.ts';
import { createCertificate } from '../../support/certificate.ts';
import { waitFor } from '../../support/wait-for.ts';
import { descendants, findInProcesses, findOnDisk } from '../sources/look-for.ts';
import { NEVER, SourceBench } from '../sources/source-bench.ts';

const TOKEN = 'ghp_5ecretToken+/x=';
const BASIC = Buffer.from(`ada:${TOKEN}`).toString('base64');
/** In whatever form it could be met. */
const FORMS = [TOKEN, encodeURIComponent(TOKEN), BASIC, Buffer.from(TOKEN).toString('base64').slice(0, -3)];

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return `127.0.0.1:${address.port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

describe('a token for a git server', () => {
  let bench: SourceBench;
  beforeEach(async () => {
    bench = await SourceBench.start();
    await (await bench.repository('shop')).push({ file: 'content' });
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const tokenFor = (host: string, content = `${TOKEN}\n`, mode = 0o600): GitAuth => ({
    kind: 'token',
    host,
    username: 'ada',
    secret: { kind: 'file', path: bench.secret('token', content, mode) },
  });
  const open = (auth = tokenFor(bench.host)) => bench.open({ url: bench.urlOf('shop'), auth });

  test('opens the repository, and is in no argument, variable or file while git works or after', async () => {
    const shown = bench.server.protect('ada', TOKEN);
    const guard = bench.server.intercept;
    const goOn = Promise.withResolvers<void>();
    let isHeld = false;
    bench.server.intercept = (request, response) => {
      const isAnswered = guard(request, response);
      if (isAnswered || !request.url?.endsWith('git-upload-pack') || isHeld) return isAnswered;
      isHeld = true;
      void goOn.promise.then(() => response.writeHead(500).end());
      return true;
    };
    const { source, directory } = open();
    const working = source.findHead(NEVER).catch(() => 'failed');
    await waitFor('git in the middle of a request', () => isHeld);
    const pids = descendants();
    assert.ok(pids.length >= 2, 'git and its helper for http are there to be looked at');
    assert.deepEqual(findInProcesses(FORMS, pids), []);
    assert.deepEqual(findOnDisk(FORMS, directory), []);
    goOn.resolve();
    assert.equal(await working, 'failed');
    bench.server.intercept = guard;
    const release = await source.fetchRelease(await source.findHead(NEVER), NEVER);
    assert.ok(release.commit);
    assert.ok(shown.includes(`Basic ${BASIC}`), 'the server has seen it');
    assert.deepEqual(findOnDisk(FORMS, directory), []);
  });

  test('that the server sends back in its words is not in the error', async () => {
    bench.server.intercept = (request, response) => {
      const { authorization } = request.headers;
      if (authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
        return true;
      }
      const [, basic = ''] = authorization.split(' ');
      const plain = Buffer.from(basic, 'base64').toString();
      const body = `you sent ${authorization}\nthat is ${plain}\nor ${encodeURIComponent(plain)}\n`;
      response.writeHead(500, { 'content-type': 'text/plain' }).end(body);
      return true;
    };
    const error = await open().failure();
    const text = JSON.stringify(error);
    assert.ok(text.includes('you sent'), `the server's words are shown: ${text}`);
    assert.deepEqual(
      FORMS.filter((form) => text.includes(form)),
      [],
    );
  });

  test('that the server does not take is not in the error either', async () => {
    bench.server.protect('ada', 'another one');
    const error = await open().failure();
    assert.equal(error.code, 'source-denied');
    assert.ok(!FORMS.some((form) => JSON.stringify(error).includes(form)));
  });

  for (const host of ['git.example.org', '127.0.0.1', '127.0.0.1:1', 'x127.0.0.1'])
    test(`that is declared for "${host}" is not for another host or port`, () =>
      assert.throws(() => open(tokenFor(host)), { code: 'auth-host-mismatch' }));

  test('of a host is not for a host whose name only begins or ends like it', () => {
    for (const url of [
      'https://github.com.attacker.example/shop.git',
      'https://notgithub.com/shop.git',
      'https://github.com:8443/shop.git',
      'https://github.com@attacker.example/shop.git',
    ])
      assert.throws(
        () => bench.open({ url, auth: tokenFor('github.com') }),
        (error: Error & { code?: string }) =>
          error.code === 'auth-host-mismatch' || error.code === 'credentials-in-url',
        url,
      );
  });

  test('in a file that others can read is not used, and not shown', async () => {
    const shown = bench.server.protect('ada', TOKEN);
    const error = await open(tokenFor(bench.host, TOKEN, 0o640)).failure();
    assert.equal(error.code, 'credential-exposed');
    assert.ok(!JSON.stringify(error).includes(TOKEN));
    assert.deepEqual(shown, []);
  });

  test('in a file of another user is not used', { skip: process.getuid?.() !== 0 && 'needs root' }, async () => {
    const auth = tokenFor(bench.host);
    chownSync(join(bench.directory, 'token'), 65534, 65534);
    assert.equal((await open(auth).failure()).code, 'credential-exposed');
  });

  for (const [what, content] of Object.entries({
    'of two lines, the second of which names another host': `${TOKEN}\nhost=attacker.example\n`,
    'with a carriage return in it': `${TOKEN}\rprotocol=http`,
    'with a NUL in it': `${TOKEN}\0x`,
    'of a blank line': '\n',
    'of four kilobytes': 'x'.repeat(4096),
  }))
    test(`${what} is refused before git sees it`, async () => {
      const shown = bench.server.protect('ada', TOKEN);
      const error = await open(tokenFor(bench.host, content)).failure();
      assert.equal(error.code, 'credential-malformed');
      assert.ok(!JSON.stringify(error).includes(TOKEN));
      assert.deepEqual(shown, []);
    });

  for (const url of [
    'https://ada:hunter2@git.example.org/shop.git',
    'https://hunter2@git.example.org/shop.git',
    'https://ada:hunter2/+@git.example.org/shop.git',
    'https://ada:hunter2 @git.example.org/shop.git',
    'https://ada:x@hunter2@git.example.org/shop.git',
    'http://ada:hunter2@git.example.org/shop.git',
    'git://ada:hunter2@git.example.org/shop.git',
    'ada:hunter2@git.example.org/shop.git',
    'https:/ada:hunter2@git.example.org/shop.git',
  ])
    test(`in a URL is refused, and not repeated: ${url.replace('hunter2', '…')}`, () =>
      assert.throws(
        () => bench.open({ url }),
        (error: Error) => 'code' in error && !JSON.stringify(toWireError(error)).includes('hunter2'),
      ));
});

describe('a server that sends us elsewhere', () => {
  const ca = createCertificate({ commonName: 'dockr tests' });
  const tls = createCertificate({ commonName: 'git', hosts: ['127.0.0.1'], issuedBy: ca });
  let bench: SourceBench;
  let elsewhere: Server;
  let seen: (string | undefined)[];
  let asked: string[];

  async function start(scheme: 'http' | 'https'): Promise<string> {
    asked = [];
    seen = [];
    const answer: Parameters<typeof createServer>[1] = (request, response) => {
      asked.push(request.url ?? '');
      seen.push(request.headers.authorization);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="give it to me"' }).end();
    };
    elsewhere =
      scheme === 'https' ? createTlsServer({ cert: tls.certificate, key: tls.key }, answer) : createServer(answer);
    return `${scheme}://${await listen(elsewhere)}`;
  }

  beforeEach(async () => {
    bench = await SourceBench.start({ tls, trusted: ca });
    await (await bench.repository('shop')).push({ file: 'content' });
  });
  afterEach(async () => {
    await close(elsewhere);
    await bench[Symbol.asyncDispose]();
  });

  for (const when of ['before it asks for the token', 'after it got the token'] as const)
    test(`${when} does not make us show the token there`, async () => {
      const origin = await start('https');
      bench.server.intercept = (request, response) => {
        const hasToken = request.headers.authorization !== undefined;
        if (when === 'after it got the token' && !hasToken)
          response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
        else response.writeHead(302, { location: `${origin}${request.url}` }).end();
        return true;
      };
      const auth: GitAuth = {
        kind: 'token',
        host: bench.host,
        username: 'ada',
        secret: { kind: 'file', path: bench.secret('token', TOKEN) },
      };
      await bench.open({ url: bench.urlOf('shop'), auth }).failure();
      assert.ok(bench.server.requests.length > 0);
      // Not even where it follows, and is asked for them.
      assert.deepEqual(
        seen.filter((header) => header !== undefined),
        [],
      );
    });

  test('without TLS is not followed at all', async () => {
    const origin = await start('http');
    bench.server.intercept = (request, response) => {
      response.writeHead(302, { location: `${origin}${request.url}` }).end();
      return true;
    };
    await bench.open({ url: bench.urlOf('shop') }).failure();
    assert.deepEqual([bench.server.requests.length > 0, asked], [true, []]);
  });
});
