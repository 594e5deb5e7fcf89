// What `deploy add` sends: the text of a file, or what the options say in the same words.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StreamRequestOf } from '../client/client.ts';
import { errorCode, UsageError } from '../core/errors.ts';
import { parseDuration } from '../core/units.ts';
import type { Cli } from './cli.ts';
import type { OptionSpecs, OptionValues } from './declaration.ts';

type Request = StreamRequestOf<'deploy-add'>;

/** What both `deploy add` and `deploy adopt` take. */
export const DECLARATION_OPTIONS = {
  from: {
    kind: 'text',
    value: 'FILE',
    summary: 'File that declares the deployment, with all that can be said of it; "-" is the standard input',
  },
  git: { kind: 'text', value: 'URL', summary: 'The repository, by https or ssh' },
  branch: { kind: 'text', value: 'BRANCH', summary: 'The branch to follow instead of the one that HEAD names' },
  path: { kind: 'text', value: 'PATH', summary: 'The stack file or its folder in the repository' },
  verify: {
    kind: 'choice',
    values: ['off', 'head', 'range'],
    summary: 'Which commits must be signed: none, the newest, or every one since that which runs',
  },
  'allowed-signers': {
    kind: 'text',
    value: 'FILE',
    summary: 'Keys of SSH that may sign, as OpenSSH has ALLOWED SIGNERS',
  },
  keyring: { kind: 'text', value: 'FILE', summary: 'Keys of OpenPGP that may sign, as "gpg --export" writes them' },
  policy: {
    kind: 'texts',
    value: 'FILE',
    summary: 'Policy of this machine that has to allow the stack beside the one for all; may be repeated',
  },
  var: { kind: 'texts', value: 'NAME=VALUE', summary: 'Variable for the stack files; may be repeated' },
  interval: { kind: 'text', value: 'DURATION', summary: 'Time between two looks, one minute if not given' },
} as const satisfies OptionSpecs;

type AddOptions = OptionValues<typeof DECLARATION_OPTIONS>;

const LARGEST = 1024 ** 2;

/** What is to be declared: the file that is named, or what the options say. */
export async function declarationRequest(cli: Cli, name: string | undefined, options: AddOptions): Promise<Request> {
  return options.from === undefined ? fromOptions(cli, name, options) : fromFile(cli, name, options);
}

/** The options as a document. The daemon checks it like any other; here is what can be told by the name of the option. */
function fromOptions(cli: Cli, name: string | undefined, options: AddOptions): Request {
  if (name === undefined) throw missing('the name', 'name the deployment, or the file that declares it with "--from"');
  if (options.git === undefined)
    throw missing('option "--git"', 'name the repository: --git https://git.example.org/shop.git');
  const { branch, path, policy, interval } = options;
  const { files, profiles } = cli.globals;
  if (interval !== undefined) checkInterval(interval);
  const document = {
    name,
    source: { url: options.git, branch },
    path,
    files: orNothing(files),
    profiles: orNothing(profiles),
    variables: toVariables(options.var),
    verify: toVerify(cli.cwd, options),
    policy: orNothing(policy.map((file) => resolve(cli.cwd, file))),
    interval,
  };
  return { text: JSON.stringify(document), file: '<options>' };
}

/** Throws `conflicting-options` for options that the file would have to say. */
async function fromFile(cli: Cli, name: string | undefined, options: AddOptions): Promise<Request> {
  const { from = '', ...others } = options;
  const given = Object.entries(others).find(([, value]) => value !== undefined && value.length > 0);
  if (given || name !== undefined) {
    throw new UsageError('conflicting-options', {
      message: `"--from" and ${given ? `"--${given[0]}"` : `the name "${name}"`} exclude each other: the file says all there is to say`,
    });
  }
  return { text: await readText(cli, from), file: from === '-' ? '<stdin>' : from };
}

async function readText(cli: Cli, from: string): Promise<string> {
  try {
    const text = from === '-' ? await readAll(cli.stdin) : await readFile(resolve(cli.cwd, from), 'utf8');
    if (text.length <= LARGEST) return text;
  } catch (cause) {
    const why = errorCode(cause) === 'ENOENT' ? 'it does not exist' : (errorCode(cause) ?? String(cause));
    throw new UsageError('unreadable-file', { message: `cannot read the declaration "${from}": ${why}`, cause });
  }
  throw new UsageError('too-large', { message: `the declaration "${from}" is larger than ${LARGEST} characters` });
}

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST) return text;
  }
  return text;
}

function toVerify(cwd: string, options: AddOptions) {
  const { verify: mode = 'off', 'allowed-signers': signers, keyring } = options;
  const hasKeys = signers !== undefined || keyring !== undefined;
  if (mode === 'off') {
    if (!hasKeys) return undefined;
    throw new UsageError('missing-option', {
      message: 'option "--verify" of "dockr deploy add" is missing: without it, the keys would not be used',
      hint: 'write "--verify head" or "--verify range"',
    });
  }
  if (!hasKeys) {
    throw new UsageError('missing-option', {
      message: `option "--verify ${mode}" needs to know whom to trust`,
      hint: 'name a file of this machine: --allowed-signers /etc/dockr/signers, or --keyring FILE',
    });
  }
  const file = (path: string | undefined): string | undefined => path && resolve(cwd, path);
  return { mode, allowedSigners: file(signers), keyring: file(keyring) };
}

function toVariables(texts: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (texts.length === 0) return undefined;
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
      throw new UsageError('wrong-value', { message: `option "--var" cannot be "${text}", expected NAME=VALUE` });
    }),
  );
}

function checkInterval(text: string): void {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds >= 1000) return;
  throw new UsageError('wrong-value', {
    message: `option "--interval" cannot be "${text}", expected a duration of a second or more, like "5m"`,
  });
}

function orNothing<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function missing(what: string, hint: string): UsageError {
  return new UsageError('missing-option', { message: `${what} of "dockr deploy add" is missing`, hint });
}
