// What git's words say about why it failed. A part of them is the server's: they are shown in bounds, and never believed.
import { AgentError } from '../../core/errors.ts';

export type GitFailure = {
  readonly word: string;
  readonly exitCode: number;
  /** What it wrote to stderr. */
  readonly said: string;
  /** Whether a server had a part in it. */
  readonly isRemote: boolean;
};

const OUTPUT_LINES = 15;
const LONGEST_LINE = 300;
/** 128 + SIGXFSZ: a file would have become larger than it may. */
const TOO_LARGE_EXIT = 153;
const TOO_LARGE = /File too large|out of memory|cannot allocate/i;

/** What the program itself says begins so; a server's words are after `remote:`. */
const OWN = /^(?!remote:)/;

const REASONS = [
  { code: 'host-key-changed', pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/ },
  { code: 'host-key-unknown', pattern: /Host key verification failed/ },
  {
    code: 'certificate-not-trusted',
    pattern:
      /server certificate verification failed|SSL certificate problem|certificate subject name|certificate verif/i,
  },
  {
    code: 'source-denied',
    pattern: /could not read (?:Username|Password)|Authentication failed|Permission denied|error: 40[13]/i,
  },
  // What git itself would never make: paths upwards, links in place of settings, commits that are none.
  {
    code: 'repository-malformed',
    pattern: /fsck error in packed object|bad pack header|pack is corrupted|pack has bad/,
  },
  { code: 'commit-not-found', pattern: /not our ref|no such remote ref|unadvertised object/i },
  {
    code: 'source-not-found',
    pattern: /not found|does not exist|does not appear to be a git repository|error: 404/i,
  },
  {
    code: 'source-unreachable',
    pattern: /Could not resolve host|Connection (?:refused|timed out|reset)|Failed to connect|unable to access/i,
  },
] as const;

/** The error for it: as precise as its words are, else `git-failed`. */
export function explainGit({ word, exitCode, said, isRemote }: GitFailure): AgentError {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const output = lines.slice(-OUTPUT_LINES).map(printable);
  const details = { output, facts: { exitCode } };
  if (exitCode === TOO_LARGE_EXIT || TOO_LARGE.test(said)) {
    return new AgentError('fetch-too-large', {
      message: `git ${word} was ended: it would have taken more space or memory than it may`,
      ...details,
    });
  }
  const own = lines.filter((line) => OWN.test(line)).join('\n');
  const reason = isRemote ? REASONS.find(({ pattern }) => pattern.test(own)) : undefined;
  return new AgentError(reason?.code ?? 'git-failed', {
    message: `git ${word} failed with status ${exitCode}`,
    ...details,
  });
}

/** Without what a terminal would take as commands. */
function printable(line: string): string {
  return line.slice(0, LONGEST_LINE).replaceAll(/\p{Cc}/gu, '?');
}
