// Newer images pushed to a server as the deployment's source is reached: with its token over HTTP, with its key over SSH.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { AuthDeclaration } from '../../../src/core/declaration.ts';
import { errorCode, toWireError } from '../../../src/core/errors.ts';
import type { TestRepository } from '../../support/git-server.ts';
import { SshServer, sshSkipReason } from '../../support/ssh-server.ts';
import { waitFor } from '../../support/wait-for.ts';
import { descendants, findInProcesses, findOnDisk } from '../sources/look-for.ts';
import { SourceBench } from '../sources/source-bench.ts';
import { newerImage, placesFor, STACK, writeImages } from './write-bench.ts';

const TOKEN = 'glpat-hunter2-hunter2';
const BASIC = Buffer.from(`ada:${TOKEN}`).toString('base64');
const FORMS = [TOKEN, BASIC];

const git = (repository: TestRepository, words: readonly string[]): string =>
  execFileSync('git', ['-C', repository.path, ...words], { encoding: 'utf8' });
const tip = (repository: TestRepository): string => git(repository, ['rev-parse', 'main']).trim();

describe('newer images, written over HTTP', () => {
  let bench: SourceBench;
  let repository: TestRepository;
  let base: string;
  let state: string;
  let shown: readonly (string | undefined)[];
  let count = 0;
  before(async () => {
    bench = await SourceBench.start();
  });
  beforeEach(async () => {
    repository = await bench.repository(`shop${count++}`);
    git(repository, ['config', 'http.receivepack', 'true']);
    base = await repository.push({ 'stacks/shop/stack.yml': STACK });
    state = join(bench.directory, `written-${count}`);
    mkdirSync(state);
    shown = bench.server.protect('ada', TOKEN);
  });
  after(() => bench?.[Symbol.asyncDispose]());

  const auth = (token = `${TOKEN}\n`): AuthDeclaration => ({
    kind: 'token',
    username: 'ada',
    file: bench.secret(`token-${count}`, token),
  });
  const write = (declared: AuthDeclaration | null, url = bench.urlOf(`shop${count - 1}`)) =>
    writeImages([newerImage()], base, { url, auth: declared, directory: state, open: placesFor(bench.server.origin) });

  test('are pushed with the token of the source', async () => {
    const commit = await write(auth());
    assert.ok(commit !== null && commit !== base);
    assert.equal(tip(repository), commit);
    assert.equal(git(repository, ['show', 'main:stacks/shop/stack.yml']), STACK.replace('1.0.0', '1.2.0'));
    assert.ok(bench.server.requests.some((line) => /^POST .*git-receive-pack$/.test(line)));
    // The first request of each call is without it, as git has it.
    assert.deepEqual([...new Set(shown)].toSorted(), [`Basic ${BASIC}`, undefined]);
  });

  test('leave the token in no argument, variable or file while they are pushed or after', async () => {
    const guard = bench.server.intercept;
    const goOn = Promise.withResolvers<void>();
    let isHeld = false;
    bench.server.intercept = (request, response) => {
      const isAnswered = guard(request, response);
      if (isAnswered || request.method !== 'POST' || !request.url?.endsWith('git-receive-pack') || isHeld)
        return isAnswered;
      isHeld = true;
      void goOn.promise.then(() => response.writeHead(500).end());
      return true;
    };
    const declared = auth();
    const writing = write(declared).then(
      () => 'written',
      (error: unknown) => error,
    );
    await waitFor('git in the middle of a push', () => isHeld);
    const pids = descendants();
    assert.ok(pids.length >= 2, 'git and its helper for http are there to be looked at');
    assert.deepEqual(findInProcesses(FORMS, pids), []);
    assert.deepEqual(findOnDisk(FORMS, state), []);
    goOn.resolve();
    const error = await writing;
    assert.equal(errorCode(error), 'image-write-refused');
    assert.ok(!FORMS.some((form) => JSON.stringify(toWireError(error)).includes(form)));
    assert.deepEqual([findOnDisk(FORMS, state), tip(repository)], [[], base]);
  });

  test('are not written with a token that may only read', async () => {
    const guard = bench.server.intercept;
    bench.server.intercept = (request, response) => {
      if (guard(request, response)) return true;
      if (!request.url?.includes('git-receive-pack')) return false;
      response.writeHead(403).end(`${TOKEN} may not write`);
      return true;
    };
    const error = await write(auth()).catch((thrown: unknown) => thrown);
    assert.equal(errorCode(error), 'image-write-refused');
    assert.ok(!JSON.stringify(toWireError(error)).includes(TOKEN));
    assert.equal(tip(repository), base);
  });

  test('are not written without credentials, nor with those that the server does not take', async () => {
    for (const declared of [null, auth('another-token\n')]) {
      const error = await write(declared).catch((thrown: unknown) => thrown);
      assert.equal(errorCode(error), 'source-denied', String(error));
    }
    assert.equal(tip(repository), base);
  });

  test('take their token to no other server that theirs leads them to', async () => {
    const other = await SourceBench.start();
    const seen = other.server.protect('ada', TOKEN);
    try {
      const guard = bench.server.intercept;
      bench.server.intercept = (request, response) => {
        if (guard(request, response)) return true;
        if (!request.url?.includes('git-receive-pack')) return false;
        response.writeHead(302, { location: `${other.server.origin}${request.url}` }).end();
        return true;
      };
      const error = await write(auth()).catch((thrown: unknown) => thrown);
      assert.equal(errorCode(error), 'image-write-refused', String(error));
      assert.deepEqual([seen, tip(repository)], [[], base]);
    } finally {
      await other[Symbol.asyncDispose]();
    }
  });
});

describe('newer images, written over SSH', { skip: sshSkipReason() }, () => {
  let bench: SourceBench;
  let server: SshServer;
  let folder: string;
  let repository: TestRepository;
  let base: string;
  before(async () => {
    bench = await SourceBench.start();
    repository = await bench.repository('shop');
    base = await repository.push({ 'stacks/shop/stack.yml': STACK });
    folder = mkdtempSync(join(tmpdir(), 'dockr-sshd-'));
    server = await SshServer.start(folder, { environment: { PATH: process.env['PATH'] ?? '' } });
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    await bench?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const write = (hosts: string, key = 'client') => {
    const knownHostsFile = join(folder, 'pinned');
    writeFileSync(knownHostsFile, hosts, { mode: 0o644 });
    chmodSync(knownHostsFile, 0o644);
    const auth = { kind: 'ssh', keyFile: join(folder, key), knownHostsFile } as const;
    const url = `${server.url}${repository.path}`;
    return writeImages([newerImage()], base, { url, auth, directory: bench.directory, open: placesFor('') });
  };
  const known = () => readFileSync(join(folder, 'known'), 'utf8');

  test('are not pushed to a server whose key is not pinned, nor with a key that it does not take', async () => {
    assert.equal(errorCode(await write('').catch((error: unknown) => error)), 'host-key-unknown');
    assert.equal(errorCode(await write(known(), 'stranger').catch((error: unknown) => error)), 'source-denied');
    assert.equal(tip(repository), base);
  });

  test('are pushed with the key of the source, to the server whose key is pinned', async () => {
    const commit = await write(known());
    assert.ok(commit !== null && commit !== base);
    assert.equal(tip(repository), commit);
    assert.equal(git(repository, ['show', 'main:stacks/shop/stack.yml']), STACK.replace('1.0.0', '1.2.0'));
  });
});
