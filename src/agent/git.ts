// The system's git, held on a short leash: no prompts, hooks, filters, helpers or settings but ours, one protocol, a time limit.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError, SystemError } from '../core/errors.ts';
import { type CommandResult, runCommand } from '../os/run-command.ts';
import type { GitSource } from './git-source.ts';

export type Git = { readonly path: string; readonly environment: Readonly<Record<string, string | undefined>> };

export type GitCall = {
  /** The bare repository that it works in. */
  readonly repository: string;
  /** The only protocol that git may speak; none for what is done here alone. */
  readonly protocol?: GitSource['protocol'];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly stdin?: number;
  readonly stdout?: number;
};

const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const PASSED_ON = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'no_proxy', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
const OUTPUT_LINES = 15;

const SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'credential.helper=',
  'fetch.fsckObjects=true',
  'gc.auto=0',
  'maintenance.auto=false',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=30',
  'protocol.version=2',
].flatMap((setting) => ['-c', setting]);

/** Looks for git on the search path of the environment. */
export async function findGit(environment: Git['environment']): Promise<Git> {
  for (const directory of (environment['PATH'] || SEARCH_PATH).split(':')) {
    const path = join(directory, 'git');
    if (directory.startsWith('/') && (await isExecutable(path))) return { path, environment };
  }
  throw new SystemError('git-not-found', {
    message: 'cannot find the program "git", which fetches repositories',
    hint: 'apt-get install git',
  });
}

/** Runs git and gives what it printed. Throws `git-timeout`, `git-failed`, or what its words tell more precisely. */
export async function runGit(git: Git, words: readonly string[], call: GitCall): Promise<string> {
  const { repository, protocol, timeoutMs, signal } = call;
  // A redirect of plain http could lead anywhere; that of https stays with https.
  const redirects = protocol === 'https' ? [] : ['-c', 'http.followRedirects=false'];
  const result = await runCommand(git.path, ['git', ...SETTINGS, ...redirects, `--git-dir=${repository}`, ...words], {
    environment: environmentOf(git, protocol),
    directory: '/',
    timeoutMs,
    signal,
    ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
    ...(call.stdout === undefined ? {} : { stdout: call.stdout }),
  });
  if (result.end === 'exited' && result.exitCode === 0) return result.stdout;
  throw toError(words[0] ?? '', result, call);
}

function environmentOf({ environment }: Git, protocol: GitCall['protocol']): Readonly<Record<string, string>> {
  const passedOn = PASSED_ON.flatMap((name) => {
    const value = environment[name];
    return value ? [[name, value] as const] : [];
  });
  return {
    ...Object.fromEntries(passedOn),
    PATH: environment['PATH'] || SEARCH_PATH,
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    SSH_ASKPASS: '/bin/false',
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes -oStrictHostKeyChecking=yes -oClearAllForwardings=yes',
    GIT_SSH_VARIANT: 'ssh',
    GIT_ALLOW_PROTOCOL: protocol ?? 'none',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_ATTR_NOSYSTEM: '1',
  };
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/could not read Username|Authentication failed|Permission denied|error: 40[13]/i, 'source-denied'],
  [/Host key verification failed/i, 'host-key-unknown'],
  [/not found|does not exist|does not appear to be a git repository|error: 404/i, 'source-not-found'],
  [
    /Could not resolve host|Connection (refused|timed out|reset)|Failed to connect|unable to access/i,
    'source-unreachable',
  ],
];

function toError(word: string, result: CommandResult, { timeoutMs, protocol }: GitCall): AgentError {
  if (result.end === 'aborted') return new AgentError('aborted', { message: `git ${word} was called off` });
  if (result.end === 'timed-out') {
    return new AgentError('git-timeout', { message: `git ${word} did not end within ${timeoutMs / 1000} s` });
  }
  const output = result.stderr.trim().split('\n').slice(-OUTPUT_LINES);
  const reason = protocol && REASONS.find(([pattern]) => pattern.test(result.stderr))?.[1];
  return new AgentError(reason ?? 'git-failed', {
    message: `git ${word} failed with status ${result.exitCode}`,
    output,
    facts: { exitCode: result.exitCode },
  });
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
