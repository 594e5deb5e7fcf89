// The programs that check signatures: OpenSSH's and GnuPG's own, in a folder that is gone afterwards.
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError, SystemError } from '../../core/errors.ts';
import { findProgram, searchPath } from '../../os/find-program.ts';
import { type CommandResult, runCommand } from '../../os/run-command.ts';

export type ToolContext = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For keys, signatures and what they sign; nobody else's. */
  readonly directory: string;
  readonly signal: AbortSignal;
};

const TIMEOUT_MS = 30_000;
const PACKAGES: Readonly<Record<string, string>> = { 'ssh-keygen': 'openssh-client', gpg: 'gnupg' };

/** Gives a folder to the work, and removes it when that has ended. */
export async function withToolFolder<T>(directory: string, work: () => Promise<T>): Promise<T> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { mode: 0o700 });
  try {
    return await work();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Writes a file that only we can read, and gives its path. */
export async function placeFile(
  { directory }: ToolContext,
  name: string,
  content: string | Uint8Array,
): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content, { mode: 0o600 });
  return path;
}

/** Runs one of the programs, with a file as its input. */
export async function runTool(
  name: 'ssh-keygen' | 'gpg',
  words: readonly string[],
  context: ToolContext & { readonly input?: string },
): Promise<CommandResult> {
  const program = await findProgram(name, context.environment);
  if (program === undefined) throw notFound(name);
  await using input = await open(context.input ?? '/dev/null', 'r');
  const result = await runCommand(program, [name, ...words], {
    environment: { PATH: searchPath(context.environment), HOME: context.directory, LC_ALL: 'C' },
    directory: context.directory,
    timeoutMs: TIMEOUT_MS,
    signal: context.signal,
    stdin: input.fd,
  });
  if (result.end === 'exited') return result;
  if (result.end === 'aborted') throw new AgentError('aborted', { message: `${name} was called off` });
  throw new AgentError('signature-timeout', { message: `${name} did not end within ${TIMEOUT_MS / 1000} s` });
}

function notFound(name: string): SystemError {
  return new SystemError('signature-tool-not-found', {
    message: `cannot find the program "${name}", which checks signatures`,
    hint: `apt-get install ${PACKAGES[name]}`,
  });
}
