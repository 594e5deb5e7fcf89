// Git servers, and repositories, that want to keep us busy, fill the disk, or take the memory.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { TestRepository } from '../../support/git-server.ts';
import { descendants } from './look-for.ts';
import { type OpenedSource, SourceBench } from './source-bench.ts';

const MiB = 1024 ** 2;
const OBJECT = 'a'.repeat(40);
/** `pkt-line` of the protocol: four digits of its length, and the text. */
const packet = (text: string): string => (text.length + 4).toString(16).padStart(4, '0') + text;

/** Writes it again and again until somebody has enough. */
function writeForEver(response: ServerResponse, piece: string | Buffer): void {
  const more = (): void => {
    if (!response.destroyed) response.write(piece, () => setImmediate(more));
  };
  more();
}

function nothingIsLeft({ directory }: OpenedSource): void {
  assert.deepEqual(existsSync(join(directory, 'releases')) ? readdirSync(join(directory, 'releases')) : [], []);
  const names = descendants().map((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
  assert.deepEqual(
    names.filter((name) => name.startsWith('git')),
    [],
  );
}

describe('a git server', () => {
  let bench: SourceBench;
  let origin: TestRepository;
  before(async () => {
    bench = await SourceBench.start();
    origin = await bench.repository('shop');
    await origin.push({ file: 'content' });
  });
  beforeEach(() => {
    bench.server.intercept = () => false;
  });
  after(() => bench[Symbol.asyncDispose]());
  const open = (limits: Parameters<SourceBench['open']>[1] = {}) => bench.open({ url: bench.urlOf('shop') }, limits);

  test('that lists references without end is given up when it takes too much memory', async () => {
    const line = packet(`${OBJECT} refs/heads/${'x'.repeat(900)}\n`);
    bench.server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
      response.write(`${packet('# service=git-upload-pack\n')}0000`);
      writeForEver(response, line.repeat(1000));
      return true;
    };
    const opened = open({ memoryBytes: 256 * MiB, askMs: 20_000 });
    assert.equal((await opened.failure()).code, 'fetch-too-large');
    nothingIsLeft(opened);
  });

  test('that lists more tags than are read is given up', async () => {
    const many = await bench.repository('many');
    const commit = await many.push({ file: 'x' });
    const lines = Array.from({ length: 300 }, (_, index) => `reset refs/tags/v1.${index}.0\nfrom ${commit}\n`);
    await many.import(lines.join('\n'));
    await many.git(['push', '--quiet', many.path, '--tags']);
    const revision = { kind: 'semver', range: '1.x', prefix: '' } as const;
    const opened = bench.open({ url: bench.urlOf('many'), revision }, { listBytes: 10_000 });
    assert.equal((await opened.failure()).code, 'too-many-references');
    const enough = bench.open({ url: bench.urlOf('many'), revision });
    assert.equal((await enough.newest()).commit, commit);
  });

  test('that sends more than a fetch may bring is given up, and nothing of it is kept', async () => {
    const large = await bench.repository('large');
    await large.push({ file: randomBytes(4 * MiB) });
    const opened = bench.open({ url: bench.urlOf('large') }, { packBytes: MiB });
    assert.equal((await opened.failure()).code, 'fetch-too-large');
    assert.equal(existsSync(join(opened.directory, 'mirror.git')), false);
    nothingIsLeft(opened);
  });

  test('that sends a byte now and then is given up in time', async () => {
    bench.server.intercept = (request, response) => {
      if (!request.url?.endsWith('git-upload-pack')) return false;
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
      const timer = setInterval(() => response.write('0'), 50);
      response.once('close', () => clearInterval(timer));
      return true;
    };
    const opened = open({ askMs: 1000, fetchMs: 1000 });
    assert.equal((await opened.failure()).code, 'git-timeout');
    nothingIsLeft(opened);
  });

  const nonsense: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'with a web page': (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'),
    'with random bytes': (response) =>
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' }).end(randomBytes(5000)),
    'with lengths that are not there': (response) =>
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' }).end('fff0# service='),
    'with references that are paths': (response) =>
      response
        .writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
        .end(`${packet('# service=git-upload-pack\n')}0000${packet(`${OBJECT} ../../../etc/passwd\0\n`)}0000`),
    'by closing the connection': (response) => response.destroy(),
    'with a redirect to itself': (response) => response.writeHead(302, { location: bench.server.origin }).end(),
    'with a redirect to a file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    'that it is a teapot': (response) => response.writeHead(418).end('short and stout'),
  };
  for (const [what, answer] of Object.entries(nonsense))
    test(`that answers ${what} is an error with a name, and is fetched from as soon as it is a server again`, async () => {
      bench.server.intercept = (_request, response) => {
        answer(response);
        return true;
      };
      const opened = open({ askMs: 10_000 });
      const { kind, code } = await opened.failure();
      assert.equal(kind, 'agent');
      assert.notEqual(code, 'bug');
      nothingIsLeft(opened);
      bench.server.intercept = () => false;
      assert.equal(readFileSync(join((await opened.newest()).directory, 'file'), 'utf8'), 'content');
    });

  test('that breaks off in the middle of a pack leaves nothing, and is fetched from in the round after', async () => {
    let isBroken = true;
    bench.server.intercept = (request, response) => {
      if (!isBroken || !request.url?.endsWith('git-upload-pack')) return false;
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
      response.write(`${packet('packfile\n')}${packet('\u0001PACK\0\0\0\u0002\0\0\0\u0009')}`);
      setTimeout(() => response.destroy(), 50);
      return true;
    };
    const opened = open();
    assert.equal((await opened.failure()).kind, 'agent');
    isBroken = false;
    await opened.newest();
  });
});

describe('a repository', () => {
  let bench: SourceBench;
  let made = 0;
  before(async () => {
    bench = await SourceBench.start();
  });
  after(() => bench[Symbol.asyncDispose]());

  async function follow(make: (repository: TestRepository) => Promise<unknown>): Promise<OpenedSource> {
    const name = `hostile-${made++}`;
    await make(await bench.repository(name));
    return bench.open({ url: bench.urlOf(name) });
  }

  async function importFiles(repository: TestRepository, paths: readonly string[], content: string): Promise<void> {
    const files = paths.map((path) => `M 100644 :1 ${path}\n`).join('');
    const blob = `blob\nmark :1\ndata ${content.length}\n${content}\n`;
    await repository.import(`${blob}commit refs/heads/bomb\ncommitter a <a@b> 0 +0000\ndata 1\nx\n${files}\n`);
    await repository.publish('refs/heads/bomb');
  }

  test('whose few folders hold each other ten thousand million times is refused, with little written', async () => {
    const opened = await follow(async (repository) => {
      let line = `100644 blob ${await repository.store('x')}\tf`;
      for (let level = 0; level < 10; level++) {
        const names = Array.from({ length: 10 }, (_, index) => line.replace(/\t.*$/, `\t${index}`));
        const commit = await repository.pushTree(names);
        line = `040000 tree ${(await repository.git(['rev-parse', `${commit}^{tree}`])).trim()}\tf`;
      }
    });
    assert.equal((await opened.failure()).code, 'release-too-large');
    nothingIsLeft(opened);
  });

  test('with one file of eight megabytes under a hundred names is refused before any is written', async () => {
    const paths = Array.from({ length: 100 }, (_, index) => `f${index}`);
    const opened = await follow((repository) => importFiles(repository, paths, '\0'.repeat(8 * MiB)));
    assert.equal((await opened.failure()).code, 'release-too-large');
    nothingIsLeft(opened);
  });

  test('with a hundred thousand files and one is refused', async () => {
    const paths = Array.from({ length: 100_001 }, (_, index) => `${index % 100}/${index}`);
    const opened = await follow((repository) => importFiles(repository, paths, 'x'));
    assert.equal((await opened.failure()).code, 'release-too-large');
    nothingIsLeft(opened);
  });

  test('with folders a thousand deep is refused', async () => {
    const opened = await follow((repository) => importFiles(repository, [`${'d/'.repeat(1000)}f`], 'x'));
    assert.equal((await opened.failure()).code, 'invalid-tree');
    nothingIsLeft(opened);
  });

  for (const name of ['..', '.git', '.GIT', '.git ', 'git~1', '.g\u200cit', '.'])
    test(`with a folder that is called ${JSON.stringify(name)} is refused`, async () => {
      const opened = await follow(async (repository) => {
        await repository.push({ file: 'x' });
        await repository.pushRawTree(Buffer.from(name).toString('latin1'), await repository.store('evil'));
      });
      const { code } = await opened.failure();
      assert.ok(['repository-malformed', 'invalid-tree'].includes(code), code);
      nothingIsLeft(opened);
    });

  test('with files of Git LFS is deployed with its pointers, and that is told', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n';
    const files = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`data/${index}.bin`, pointer]));
    const opened = await follow((repository) =>
      repository.push({
        ...files,
        '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
        'note.md': pointer.slice(0, 20),
      }),
    );
    const { notices, directory } = await opened.newest();
    assert.deepEqual(
      notices?.map(({ code }) => code),
      ['lfs-pointer'],
    );
    assert.match(notices?.[0]?.message ?? '', /"data\/0\.bin".* and 2 more/);
    assert.equal(readFileSync(join(directory, 'data/0.bin'), 'utf8'), pointer);
  });
});
