// Options that every command takes, before or after its name, as Compose has them.
import type { OptionSpecs, OptionValues } from './declaration.ts';

export const GLOBAL_OPTIONS = {
  file: { kind: 'texts', short: 'f', value: 'PATH', summary: 'Stack file; may be repeated; "-" is the standard input' },
  'project-name': { kind: 'text', short: 'p', value: 'NAME', summary: 'Name of the stack' },
  'project-directory': { kind: 'text', value: 'PATH', summary: 'Where relative paths of the stack file start' },
  'env-file': { kind: 'texts', value: 'PATH', summary: 'File of variables for the stack file instead of .env' },
  profile: { kind: 'texts', value: 'NAME', summary: 'Profile to turn on' },
  'age-key': { kind: 'texts', value: 'PATH', summary: 'File of private keys of age for what is encrypted' },
  json: { kind: 'flag', summary: 'Results and events as JSON, one value a line' },
  quiet: { kind: 'flag', summary: 'Nothing but results and errors' },
  ansi: { kind: 'choice', values: ['auto', 'never', 'always'], summary: 'Colours and live output' },
  progress: { kind: 'choice', values: ['auto', 'tty', 'plain', 'json', 'quiet'], summary: 'How progress is shown' },
  host: {
    kind: 'text',
    short: 'H',
    value: 'ADDRESS',
    summary: 'Daemon to talk to: ssh://[USER@]HOST[:PORT][/SOCKET] or unix:///SOCKET',
  },
  help: { kind: 'flag', short: 'h', summary: 'Show help' },
} as const satisfies OptionSpecs;

export type GlobalValues = OptionValues<typeof GLOBAL_OPTIONS>;

export type Globals = {
  readonly files: readonly string[];
  readonly projectName: string | undefined;
  readonly projectDirectory: string | undefined;
  readonly envFiles: readonly string[];
  readonly profiles: readonly string[];
  readonly ageKeys: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
  readonly ansi: 'auto' | 'never' | 'always';
  readonly progress: 'auto' | 'tty' | 'plain' | 'json' | 'quiet';
  readonly host: string | undefined;
  readonly help: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What was given on the line, else what the environment says. */
export function resolveGlobals(values: GlobalValues, environment: Environment): Globals {
  return {
    files: values.file,
    projectName: values['project-name'],
    projectDirectory: values['project-directory'],
    envFiles: values['env-file'],
    profiles: values.profile,
    ageKeys: values['age-key'],
    json: values.json,
    quiet: values.quiet,
    ansi: values.ansi ?? fromEnvironment(GLOBAL_OPTIONS.ansi.values, environment, 'ANSI'),
    progress: values.progress ?? fromEnvironment(GLOBAL_OPTIONS.progress.values, environment, 'PROGRESS'),
    host: values.host,
    help: values.help,
  };
}

/** `DOCKR_ANSI`, else `COMPOSE_ANSI`; words that are not known count as `auto`, as in Compose. */
function fromEnvironment<V extends string>(values: readonly V[], environment: Environment, name: string): V | 'auto' {
  const word = environment[`DOCKR_${name}`] || environment[`COMPOSE_${name}`];
  return values.find((value) => value === word) ?? 'auto';
}
