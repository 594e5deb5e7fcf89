// Commits held against the keys of this host, each for itself: the first that is not to be trusted ends it.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError } from '../../core/errors.ts';
import { type Git, runGit } from '../git.ts';
import { placeFile, type ToolContext, withToolFolder } from './signature-tool.ts';
import { parseSignedCommit, type SignedCommit } from './signed-commit.ts';
import type { Trust } from './trust.ts';
import { openKeyring, verifyGpg } from './verify-gpg.ts';
import { type AllowedSigners, verifySsh } from './verify-ssh.ts';

export type VerifyRequest = {
  readonly git: Git;
  readonly repository: string;
  /** Newest first; they are in the repository. */
  readonly commits: readonly string[];
  readonly trust: Trust;
  /** A folder that may be made, and removed again. */
  readonly directory: string;
  readonly signal: AbortSignal;
};

const LARGEST_COMMIT = 1024 ** 2;
const LARGEST_TOGETHER = 64 * 1024 ** 2;
const TIMEOUT_MS = 60_000;

/** Who signed the newest one. Throws for the first, from the oldest on, that is not signed by somebody trusted. */
export async function verifyCommits(request: VerifyRequest): Promise<string> {
  const { directory, signal, trust } = request;
  const context: ToolContext = { environment: request.git.environment, directory, signal };
  return withToolFolder(directory, async () => {
    const keys = await openKeys(trust, context);
    let signer = '';
    for await (const { commit, object } of readCommits(request)) {
      signer = await verifyOne(parseSignedCommit(commit, object), keys, context);
    }
    return signer;
  });
}

type Keys = {
  readonly signers: AllowedSigners | null;
  /** Opened when the first OpenPGP signature is met. */
  readonly keyring: () => Promise<readonly string[]> | null;
};

async function openKeys({ allowedSigners, keyring }: Trust, context: ToolContext): Promise<Keys> {
  let opened: Promise<readonly string[]> | undefined;
  return {
    signers: allowedSigners && {
      path: await placeFile(context, 'allowed-signers', allowedSigners),
      principals: new Map(),
    },
    keyring: () => {
      opened ??= keyring ? openKeyring(keyring, context) : undefined;
      return opened ?? null;
    },
  };
}

async function verifyOne(signed: SignedCommit, keys: Keys, context: ToolContext): Promise<string> {
  if (signed.kind === 'ssh') {
    if (keys.signers === null) throw noKeys(signed.commit, 'SSH', '--allowed-signers');
    return verifySsh(signed, keys.signers, context);
  }
  const keyring = await keys.keyring();
  if (keyring === null) throw noKeys(signed.commit, 'OpenPGP', '--keyring');
  return verifyGpg(signed, keyring, context);
}

type CommitObject = { readonly commit: string; readonly object: Uint8Array };

/** From the oldest to the newest, so that the blame is on where it began. */
async function* readCommits({
  git,
  repository,
  commits,
  directory,
  signal,
}: VerifyRequest): AsyncGenerator<CommitObject> {
  const oldestFirst = commits.toReversed();
  const call = { repository, timeoutMs: TIMEOUT_MS, signal };
  const path = join(directory, 'names');
  await using names = await open(path, 'wx');
  await names.writeFile(oldestFirst.map((commit) => `${commit}\n`).join(''));
  await using sizesInput = await open(path, 'r');
  const sizes = parseSizes(
    await runGit(git, ['cat-file', '--batch-check'], { ...call, stdin: sizesInput.fd }),
    oldestFirst,
  );
  await using objects = await open(join(directory, 'objects'), 'wx+');
  await using input = await open(path, 'r');
  await runGit(git, ['cat-file', '--batch', '--buffer'], { ...call, stdin: input.fd, stdout: objects.fd });
  let offset = 0;
  for (const [index, commit] of oldestFirst.entries()) {
    const size = sizes[index] ?? 0;
    offset += `${commit} commit ${size}\n`.length;
    const { buffer, bytesRead } = await objects.read(Buffer.alloc(size), 0, size, offset);
    yield { commit, object: buffer.subarray(0, bytesRead) };
    offset += size + 1;
  }
}

function parseSizes(text: string, commits: readonly string[]): readonly number[] {
  const sizes = text
    .trimEnd()
    .split('\n')
    .map((line, index) => readSize(line, commits[index] ?? ''));
  const together = sizes.reduce((sum, size) => sum + size, 0);
  if (together <= LARGEST_TOGETHER) return sizes;
  throw new AgentError('commit-too-large', {
    message: `the commits to verify have ${together} bytes together, at most ${LARGEST_TOGETHER} are allowed`,
  });
}

function readSize(line: string, commit: string): number {
  const [name, kind, text] = line.split(' ');
  if (name !== commit || kind !== 'commit')
    throw new AgentError('git-failed', { message: `git did not give the commit ${commit}` });
  const size = Number(text);
  if (size <= LARGEST_COMMIT) return size;
  throw new AgentError('commit-too-large', {
    message: `commit ${commit} has ${size} bytes, at most ${LARGEST_COMMIT} are allowed`,
  });
}

function noKeys(commit: string, kind: string, option: string): AgentError {
  return new AgentError('signer-unknown', {
    message: `commit ${commit} has a signature of ${kind}, and no keys for those are trusted`,
    hint: `name them with "${option}"`,
  });
}
