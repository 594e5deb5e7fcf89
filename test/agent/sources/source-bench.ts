// A folder with repositories, a server in front of them, and deployments that follow them with real git.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceText } from '../../../src/agent/git-source.ts';
import type { Release, Source } from '../../../src/agent/source.ts';
import { createGitOpener } from '../../../src/agent/sources/git-opener.ts';
import { REMOTE_LIMITS, type RemoteLimits } from '../../../src/agent/sources/git-remote.ts';
import { errorCode, toWireError, type WireError } from '../../../src/core/errors.ts';
import type { TestCertificate } from '../../support/certificate.ts';
import { GitServer, TestRepository } from '../../support/git-server.ts';

export const NEVER = new AbortController().signal;

type Environment = Readonly<Record<string, string>>;

export type BenchOptions = {
  readonly tls?: TestCertificate;
  /** The only certificate that git trusts, instead of those of the system. */
  readonly trusted?: TestCertificate;
  /** Beside the path, and what is allowed. */
  readonly environment?: Environment;
};

export class SourceBench implements AsyncDisposable {
  readonly directory: string;
  readonly server: GitServer;
  readonly #environment: Environment;
  #made = 0;

  private constructor(directory: string, server: GitServer, environment: Environment) {
    this.directory = directory;
    this.server = server;
    this.#environment = environment;
  }

  static async start({ tls, trusted, environment = {} }: BenchOptions = {}): Promise<SourceBench> {
    const directory = mkdtempSync(join(tmpdir(), 'dockr-source-'));
    mkdirSync(join(directory, 'git'));
    const caFile = join(directory, 'ca.crt');
    if (trusted) writeFileSync(caFile, trusted.certificate);
    const server = await GitServer.start(join(directory, 'git'), tls);
    return new SourceBench(directory, server, { ...(trusted ? { SSL_CERT_FILE: caFile } : {}), ...environment });
  }

  /** `<origin>/<name>.git` */
  repository(name: string): Promise<TestRepository> {
    return TestRepository.create(join(this.directory, 'git'), name);
  }

  urlOf(name: string): string {
    return `${this.server.origin}/${name}.git`;
  }

  /** The server's address, as credentials name it. */
  get host(): string {
    return new URL(this.server.origin).host;
  }

  /** A file that only we can read. */
  secret(name: string, content: string, mode = 0o600): string {
    const path = join(this.directory, name);
    writeFileSync(path, content, { mode });
    return path;
  }

  /** A deployment of its own, with nothing of it here yet. */
  open(declared: Partial<SourceText> & Pick<SourceText, 'url'>, limits: Partial<RemoteLimits> = {}): OpenedSource {
    const directory = join(this.directory, `state-${this.#made++}`);
    mkdirSync(directory);
    const allowed = [
      `file://${this.directory}`,
      ...(this.server.origin.startsWith('http:') ? [this.server.origin] : []),
    ];
    const environment = { PATH: process.env['PATH'], DOCKR_GIT_ALLOW: allowed.join(), ...this.#environment };
    const sources = createGitOpener(environment, { limits: { ...REMOTE_LIMITS, ...limits } });
    const text: SourceText = { revision: { kind: 'head' }, auth: null, path: '.', ...declared };
    sources.check(text);
    return new OpenedSource(
      sources.open('shop', directory, () => text),
      directory,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    rmSync(this.directory, { recursive: true });
  }
}

export class OpenedSource {
  readonly source: Source;
  readonly directory: string;

  constructor(source: Source, directory: string) {
    this.source = source;
    this.directory = directory;
  }

  /** What a round does where commits are not verified. */
  async newest(signal = NEVER): Promise<Release> {
    return this.source.fetchRelease(await this.source.findHead(signal), signal);
  }

  /** The error of a round, as it is stored and shown; fails where there is none. */
  async failure(): Promise<WireError> {
    const release = await this.newest().catch((error: unknown) => {
      if (errorCode(error) === undefined) throw error;
      return toWireError(error);
    });
    if ('code' in release) return release;
    throw new Error(`nothing was refused: ${release.directory}`);
  }
}
