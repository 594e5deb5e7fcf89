// The system's git, held on a short leash: no prompts, hooks, filters, helpers or settings but ours, one protocol, and limits of
// time, of memory, and of what it may write into a file.
import { AgentError, SystemError } from '../core/errors.ts';
import { findProgram, searchPath } from '../os/find-program.ts';
import { type CommandResult, runCommand } from '../os/run-command.ts';
import type { GitSource } from './git-source.ts';
import { explainGit } from './sources/explain-git.ts';
import {
  type GitAccess,
  NO_ACCESS,
  settingsOf,
  sshCommandOf,
  withCredentials,
  withoutSecrets,
} from './sources/git-access.ts';

export type Git = { readonly path: string; readonly environment: Readonly<Record<string, string | undefined>> };

export type GitCall = {
  /** The bare repository that it works in. */
  readonly repository: string;
  /** The only protocol that git may speak; none for what is done here alone. */
  readonly protocol?: GitSource['protocol'];
  readonly access?: GitAccess;
  readonly timeoutMs: number;
  /** What one file may grow to: a pack, or that which `stdout` is. */
  readonly fileBytes?: number;
  readonly memoryBytes?: number;
  /** How much is kept of what it prints. */
  readonly stdoutBytes?: number;
  readonly signal: AbortSignal;
  readonly stdin?: number;
  readonly stdout?: number;
};

const PASSED_ON = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'no_proxy', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
const FILE_BYTES = 1024 ** 3;
/** A server can announce as many objects or references as it likes: git keeps a note of each in memory. */
const MEMORY_BYTES = 1536 * 1024 ** 2;
/** Nothing in it but places for arguments. Limits are in blocks of 512 bytes and in kilobytes. */
const LIMITED = 'ulimit -c 0; ulimit -f "$1"; ulimit -d "$2"; shift 2; exec "$@"';
/** Without the signal, a pack that is too large is an error of writing, which git tells. What only prints would go on for ever. */
const LIMITED_TELLING = `trap "" XFSZ; ${LIMITED}`;

const SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'credential.helper=',
  'credential.useHttpPath=false',
  'http.sslVerify=true',
  'fetch.fsckObjects=true',
  // Always one file, which the limit holds for.
  'fetch.unpackLimit=1',
  'fetch.recurseSubmodules=false',
  'fetch.writeCommitGraph=false',
  'transfer.bundleURI=false',
  'safe.bareRepository=explicit',
  'pack.threads=2',
  'core.bigFileThreshold=16m',
  'gc.auto=0',
  'maintenance.auto=false',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=30',
  'protocol.version=2',
].flatMap((setting) => ['-c', setting]);

/** Looks for git on the search path of the environment. */
export async function findGit(environment: Git['environment']): Promise<Git> {
  const path = await findProgram('git', environment);
  if (path !== undefined) return { path, environment };
  throw new SystemError('git-not-found', {
    message: 'cannot find the program "git", which fetches repositories',
    hint: 'apt-get install git',
  });
}

/** Runs git and gives what it printed. Throws `git-timeout`, `git-failed`, or what its words tell more precisely. */
export async function runGit(git: Git, words: readonly string[], call: GitCall): Promise<string> {
  const { access = NO_ACCESS, timeoutMs, signal, fileBytes = FILE_BYTES, memoryBytes = MEMORY_BYTES } = call;
  const limits = [String(Math.ceil(fileBytes / 512)), String(Math.ceil(memoryBytes / 1024))];
  const script = call.stdout === undefined ? LIMITED_TELLING : LIMITED;
  const argv = ['sh', '-c', script, 'sh', ...limits, git.path, ...settingsFor(call), ...words];
  const result = await withCredentials(access, (third) =>
    runCommand('/bin/sh', argv, {
      environment: environmentOf(git, call),
      directory: '/',
      timeoutMs,
      signal,
      ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
      ...(call.stdout === undefined ? {} : { stdout: call.stdout }),
      ...(call.stdoutBytes === undefined ? {} : { stdoutBytes: call.stdoutBytes }),
      ...(third === undefined ? {} : { third }),
    }),
  );
  if (result.end === 'exited' && result.exitCode === 0) return result.stdout;
  throw toError(words[0] ?? '', result, call);
}

function settingsFor({ repository, protocol, access = NO_ACCESS }: GitCall): readonly string[] {
  // A redirect of plain http could lead anywhere; that of https stays with https.
  const redirects = protocol === 'https' ? [] : ['-c', 'http.followRedirects=false'];
  return [...SETTINGS, ...redirects, ...settingsOf(access), `--git-dir=${repository}`];
}

function environmentOf(
  { environment }: Git,
  { protocol, access = NO_ACCESS }: GitCall,
): Readonly<Record<string, string>> {
  const passedOn = PASSED_ON.flatMap((name) => {
    const value = environment[name];
    return value ? [[name, value] as const] : [];
  });
  const authorities = environment['SSL_CERT_FILE'];
  return {
    ...Object.fromEntries(passedOn),
    // Git may be built with a library that does not know the variable.
    ...(authorities ? { GIT_SSL_CAINFO: authorities } : {}),
    PATH: searchPath(environment),
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    SSH_ASKPASS: '/bin/false',
    GIT_SSH_COMMAND: sshCommandOf(access),
    GIT_SSH_VARIANT: 'ssh',
    GIT_ALLOW_PROTOCOL: protocol ?? 'none',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_ATTR_NOSYSTEM: '1',
  };
}

function toError(
  word: string,
  result: CommandResult,
  { timeoutMs, protocol, access = NO_ACCESS }: GitCall,
): AgentError {
  if (result.end === 'aborted') return new AgentError('aborted', { message: `git ${word} was called off` });
  if (result.end === 'timed-out') {
    return new AgentError('git-timeout', { message: `git ${word} did not end within ${timeoutMs / 1000} s` });
  }
  const { exitCode } = result;
  return explainGit({ word, exitCode, said: withoutSecrets(result.stderr, access), isRemote: protocol !== undefined });
}
