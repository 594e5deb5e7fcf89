// A repository to deploy from, and git's own HTTP server (`git http-backend`) in front of it, on a loopback port.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestCertificate } from './certificate.ts';

const run = promisify(execFile);

const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** How commits are made: settings of git such as `gpg.format=ssh`, and variables for it. */
export type CommitStyle = {
  readonly settings?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

type Content = string | Uint8Array | null;

/** A bare repository and somebody's clone of it. */
export class TestRepository {
  readonly #clone: string;
  /** Of the bare one. */
  readonly path: string;

  private constructor(path: string, clone: string) {
    this.path = path;
    this.#clone = clone;
  }

  /** Makes `<directory>/<name>.git`, empty, with HEAD at the branch `main`. */
  static async create(directory: string, name: string): Promise<TestRepository> {
    const path = join(directory, `${name}.git`);
    const clone = join(directory, `${name}.clone`);
    await git(directory, ['init', '--quiet', '--bare', '--initial-branch=main', path]);
    await git(directory, ['init', '--quiet', '--initial-branch=main', clone]);
    return new TestRepository(path, clone);
  }

  get url(): string {
    return `file://${this.path}`;
  }

  /** Writes files (null removes one, `link:TARGET` makes a link, bytes are a program), commits and pushes. Gives the commit. */
  async push(files: Readonly<Record<string, Content>>, branch = 'main', style: CommitStyle = {}): Promise<string> {
    for (const [path, content] of Object.entries(files)) place(join(this.#clone, path), content);
    await git(this.#clone, ['add', '--all', '--force']);
    await this.commit(style);
    return this.publish('HEAD', branch);
  }

  /** Commits what there is, without pushing it. Gives the commit. */
  async commit({ settings = [], environment = {} }: CommitStyle = {}, words: readonly string[] = []): Promise<string> {
    const options = settings.flatMap((setting) => ['-c', setting]);
    await git(
      this.#clone,
      [...options, 'commit', '--quiet', '--allow-empty', '--message=change', ...words],
      environment,
    );
    return (await this.git(['rev-parse', 'HEAD'])).trim();
  }

  /** Makes the branch that commit, whatever it was. */
  async publish(commit: string, branch = 'main'): Promise<string> {
    await this.git(['push', '--quiet', '--force', this.path, `${commit}:refs/heads/${branch}`]);
    return (await this.git(['rev-parse', commit])).trim();
  }

  /** Anything else that git does, in the clone. */
  git(words: readonly string[]): Promise<string> {
    return git(this.#clone, words);
  }

  /** Makes commits of what `git fast-import` reads. */
  async import(script: string): Promise<void> {
    await gitWithInput(this.#clone, ['fast-import', '--quiet', '--force'], script);
  }

  /** Stores the bytes of a commit as they are, signed or not. */
  async storeCommit(object: string): Promise<string> {
    const words = ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'];
    return (await gitWithInput(this.#clone, words, Buffer.from(object, 'latin1'))).trim();
  }

  /** Makes a commit of a tree that git itself would not make, and pushes it as it is. */
  async pushTree(lines: readonly string[], branch = 'main'): Promise<string> {
    const tree = await gitWithInput(this.#clone, ['mktree', '--missing'], lines.map((line) => `${line}\n`).join(''));
    return this.#pushCommit(tree.trim(), branch);
  }

  /** Pushes a tree with one file of any name, as only a program that is not git would make it. */
  async pushRawTree(name: string, object: string): Promise<string> {
    const bytes = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(object, 'hex')]);
    const tree = await gitWithInput(this.#clone, ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'], bytes);
    return this.#pushCommit(tree.trim(), 'main');
  }

  async #pushCommit(tree: string, branch: string): Promise<string> {
    const commit = (await git(this.#clone, ['commit-tree', '-m', 'change', tree])).trim();
    await git(this.#clone, ['push', '--quiet', '--force', this.path, `${commit}:refs/heads/${branch}`]);
    return commit;
  }

  /** Stores bytes, and gives the name of the object. */
  async store(content: string): Promise<string> {
    return (await gitWithInput(this.#clone, ['hash-object', '-w', '--stdin'], content)).trim();
  }
}

/** Serves every repository of a folder over HTTP, and counts what it is asked for. */
export class GitServer implements AsyncDisposable {
  readonly #server: Server;
  readonly requests: string[] = [];
  /** While true, it answers nothing but 503. */
  isDown = false;
  /** Gets every request first; true for one that it has answered, or never will. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  readonly #scheme: 'http' | 'https';

  private constructor(directory: string, tls: TestCertificate | undefined) {
    const listen = (request: IncomingMessage, response: ServerResponse): void => {
      this.requests.push(`${request.method} ${request.url}`);
      if (this.isDown) void response.writeHead(503).end();
      else if (!this.intercept(request, response)) answer(directory, request, response);
    };
    this.#scheme = tls ? 'https' : 'http';
    this.#server = tls ? createTlsServer({ cert: tls.certificate, key: tls.key }, listen) : createServer(listen);
  }

  static async start(directory: string, tls?: TestCertificate, host = '127.0.0.1'): Promise<GitServer> {
    const server = new GitServer(directory, tls);
    await new Promise<void>((resolve) => server.#server.listen(0, host, resolve));
    return server;
  }

  /** Wants this user and password from now on, and tells with what it was asked. */
  protect(username: string, password: string): readonly (string | undefined)[] {
    const shown: (string | undefined)[] = [];
    const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    this.intercept = (request, response) => {
      shown.push(request.headers.authorization);
      if (request.headers.authorization === expected) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return true;
    };
    return shown;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `${this.#scheme}://${address.address}:${address.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function answer(directory: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...ENVIRONMENT,
      GIT_PROJECT_ROOT: directory,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.once('close', () => sendCgi(response, Buffer.concat(chunks)));
}

/** Header lines, an empty line, the body. */
function sendCgi(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf('\r\n\r\n');
  const headers = output
    .subarray(0, Math.max(0, end))
    .toString('latin1')
    .split('\r\n')
    .map((line) => line.split(/: */, 2) as [string, string]);
  const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1];
  response.writeHead(Number.parseInt(status ?? '200', 10), Object.fromEntries(headers));
  response.end(output.subarray(end + 4));
}

function place(path: string, content: Content): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  if (content === null) return;
  if (typeof content !== 'string') writeFileSync(path, content, { mode: 0o755 });
  else if (content.startsWith('link:')) symlinkSync(content.slice('link:'.length), path);
  else writeFileSync(path, content);
}

async function git(
  directory: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...ENVIRONMENT, ...environment };
  return (await run('git', [...words], { cwd: directory, env, encoding: 'latin1' })).stdout;
}

function gitWithInput(directory: string, words: readonly string[], input: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('git', [...words], { cwd: directory, env: ENVIRONMENT }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    child.stdin?.end(input);
  });
}
