import { DockrError, toWireError } from '../core/errors.ts';
import { formatError } from '../ui/format-error.ts';
import { createOutput, type Output, type OutputStream } from '../ui/output.ts';
import { type Cli, createCli } from './cli.ts';
import { CommandFailure } from './command-failure.ts';
import { COMMANDS } from './commands.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { findCommand } from './find-command.ts';
import { type Globals, type GlobalValues, resolveGlobals } from './global-options.ts';
import { parseCommand } from './parse-command.ts';
import { ownVersion } from './version.ts';

/** Runs the command that `words` name and ends the process with its exit code. */
export async function runCli(words: readonly string[]): Promise<void> {
  const environment = definedOnly(process.env);
  let failure: Failure = {
    output: openOutput(environment, 'auto'),
    json: words.includes('--json'),
    cwd: currentDirectory(),
  };
  let exitCode: number;
  try {
    exitCode = await runWords(words, environment, (cli) => {
      failure = { output: cli.output, json: cli.globals.json, cwd: cli.cwd };
    });
  } catch (error) {
    exitCode = report(error, failure);
  }
  // What a slow reader (`dockr logs | less`) has not taken yet would be lost with the process.
  await Promise.all([...openStreams].map(written));
  process.exit(exitCode);
}

const openStreams = new Set<OutputStream>();

function written(stream: OutputStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}

type Failure = { readonly output: Output; readonly json: boolean; readonly cwd: string };

async function runWords(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  onReady: (cli: Cli) => void,
): Promise<number> {
  const found = findCommand(words, COMMANDS);
  const command = await COMMANDS.load(found.name ?? 'help');
  const { globals: values, input } = parseCommand(command, found.rest, found.before);
  const globals = resolveGlobals(values, environment);
  const cli = createCli({ ...world(environment, globals), globals });
  onReady(cli);
  if (globals.help || found.name === undefined) return showHelp(cli, found.group ?? found.name, values);
  return command.run(cli, input);
}

function world(environment: Readonly<Record<string, string>>, globals: Globals) {
  return {
    environment,
    cwd: currentDirectory(),
    openStdin: () => process.stdin,
    output: openOutput(environment, globals.ansi),
    version: ownVersion(),
    commands: COMMANDS,
  };
}

/** `dockr` alone is wrong usage, with the help on stderr; asked for, it is a result. */
async function showHelp(cli: Cli, name: string | undefined, values: GlobalValues): Promise<number> {
  const { formatHelp } = await import('./help.ts');
  const text = await formatHelp(cli.commands, name);
  if (values.help) cli.output.stdout.write(text);
  else cli.output.stderr.write(text);
  return values.help ? EXIT.done : EXIT.usage;
}

/** Prints an error where it belongs and gives its exit code. */
function report(thrown: unknown, { output, json, cwd }: Failure): number {
  const error = thrown instanceof CommandFailure ? thrown.error : thrown;
  const wire = toWireError(error);
  if (json) output.stdout.write(`${JSON.stringify({ type: 'error', error: wire })}\n`);
  else output.stderr.write(formatError(wire, { paint: output.stderr.paint, cwd }));
  if (thrown instanceof CommandFailure) return thrown.exitCode;
  return error instanceof DockrError ? exitCodeOf(error) : EXIT.failed;
}

function openOutput(environment: Readonly<Record<string, string>>, ansi: Globals['ansi']): Output {
  const open = (stream: OutputStream): OutputStream => {
    openStreams.add(stream);
    return stream;
  };
  const openStdout = (): OutputStream => open(process.stdout);
  return createOutput({ openStdout, openStderr: () => open(process.stderr), ansi, environment });
}

function definedOnly(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The working directory may have been removed. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}
