// A repository that people sign commits of, and a host that follows it and trusts some of them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGit } from '../../../src/agent/git.ts';
import { GitRepository } from '../../../src/agent/git-repository.ts';
import { parseAllowedSources, parseGitSource } from '../../../src/agent/git-source.ts';
import type { Examined } from '../../../src/agent/trust/examine-commit.ts';
import { readTrust, type Trust } from '../../../src/agent/trust/trust.ts';
import { TestRepository } from '../../support/git-server.ts';

const never = new AbortController().signal;

export type Trusting = {
  readonly mode?: 'head' | 'range' | 'off';
  readonly running?: string | null;
  readonly allowRewind?: boolean;
  /** Another host, which has none of the history yet. */
  readonly host?: string;
};

export class TrustBench implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'dockr-trust-'));
  readonly signersPath = join(this.directory, 'allowed-signers');
  readonly keyringPath = join(this.directory, 'keyring');
  /** What stands in the files of keys; null is no such file named. */
  signers: string | null = '';
  keyring: string | null = null;

  repository(name: string): Promise<TestRepository> {
    return TestRepository.create(this.directory, name);
  }

  open({ url }: { readonly url: string }, host = 'host'): GitRepository {
    const allowed = parseAllowedSources(`file://${this.directory}`);
    const directory = join(this.directory, host, url.replaceAll(/[^a-z0-9]/g, '-'));
    mkdirSync(directory, { recursive: true });
    return new GitRepository({
      git: () => findGit({ PATH: process.env['PATH'] }),
      source: () => parseGitSource({ url, revision: { kind: 'head' }, auth: null, path: '.' }, allowed),
      directory,
    });
  }

  /** What a round does before it takes the newest commit. */
  async examine(from: { readonly url: string }, trusting: Trusting = {}): Promise<Examined> {
    const { running = null, allowRewind = false, host } = trusting;
    const source = this.open(from, host);
    const trust = await this.#trust(trusting);
    return source.examine(await source.findHead(never), { trust, running, allowRewind, signal: never });
  }

  /** What a round does before it takes a commit that ran before. */
  async examineKnown(from: { readonly url: string }, commit: string, trusting: Trusting = {}): Promise<Examined> {
    return this.open(from, trusting.host).examineKnown(commit, { trust: await this.#trust(trusting), signal: never });
  }

  async #trust({ mode = 'head' }: Trusting): Promise<Trust | null> {
    const settings = {
      mode: mode === 'off' ? ('head' as const) : mode,
      allowedSigners: this.#write(this.signersPath, this.signers),
      keyring: this.#write(this.keyringPath, this.keyring),
    };
    return mode === 'off' ? null : (await readTrust(settings)).value;
  }

  #write(path: string, text: string | null): string | null {
    if (text === null) return null;
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
