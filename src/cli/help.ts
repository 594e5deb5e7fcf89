import { type DockrError, UsageError } from '../core/errors.ts';
import type { ArgumentSpec, Declaration, DeclarationTable, OptionSpec, OptionSpecs } from './declaration.ts';
import { isGroup } from './find-command.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';
import { sharedOptions } from './parse-command.ts';

/** The help of one command, or the list of all. */
export async function formatHelp(table: DeclarationTable, name: string | undefined): Promise<string> {
  if (name === undefined) return formatOverview(await loadAll(table));
  if (!table.names.includes(name) && isGroup(name, table)) return formatGroup(name, table);
  if (!table.names.includes(name)) throw missing(name);
  const command = formatCommand(await table.load(name));
  return isGroup(name, table)
    ? `${command}\nCommands:\n${formatRows(await groupRows(name, table)).join('\n')}\n`
    : command;
}

/** Every command, in the order of the table. */
export function loadAll(table: DeclarationTable): Promise<readonly Declaration[]> {
  return Promise.all(table.names.map((name) => table.load(name)));
}

/** `dockr exec [OPTIONS] SERVICE COMMAND...` */
export function formatUsage(command: Declaration): string {
  return ['dockr', command.name, '[OPTIONS]', ...command.arguments.map(formatArgument)].join(' ');
}

/** `-f, --file PATH` */
export function formatOptionName(name: string, spec: OptionSpec): string {
  const letter = spec.short ? `-${spec.short}, ` : '';
  return `${letter}--${name}${formatOptionValue(spec)}`;
}

function formatOverview(commands: readonly Declaration[]): string {
  const rows = commands.map((command) => [command.name, command.summary] as const);
  return [
    'Compose and GitOps on an engine of its own.\n',
    'Usage: dockr [OPTIONS] COMMAND\n',
    'Commands:',
    ...formatRows(rows),
    '\nOptions, before or after the command:',
    ...formatRows(optionRows(GLOBAL_OPTIONS)),
    '\n"dockr help COMMAND" shows what a command does and takes.\n',
  ].join('\n');
}

async function formatGroup(group: string, table: DeclarationTable): Promise<string> {
  return [
    `Usage: dockr [OPTIONS] ${group} COMMAND\n`,
    'Commands:',
    ...formatRows(await groupRows(group, table)),
    `\n"dockr help ${group} COMMAND" shows what a command does and takes.\n`,
  ].join('\n');
}

async function groupRows(group: string, table: DeclarationTable): Promise<readonly (readonly [string, string])[]> {
  const names = table.names.filter((name) => name.startsWith(`${group} `));
  const commands = await Promise.all(names.map((name) => table.load(name)));
  return commands.map(({ name, summary }) => [name, summary] as const);
}

function formatCommand(command: Declaration): string {
  const lines = [`${command.summary}.`];
  if (command.details) lines.push(command.details);
  lines.push(`\nUsage: ${formatUsage(command)}`);
  if (command.arguments.length > 0) {
    lines.push(
      '\nArguments:',
      ...formatRows(command.arguments.map(({ name, summary }) => [name.toUpperCase(), summary])),
    );
  }
  if (Object.keys(command.options).length > 0) lines.push('\nOptions:', ...formatRows(optionRows(command.options)));
  lines.push('\nGlobal options:', ...formatRows(optionRows(sharedOptions(command))));
  lines.push('\nExamples:', ...formatRows(command.examples.map(({ line, says }) => [line, says])));
  return `${lines.join('\n')}\n`;
}

function optionRows(options: OptionSpecs): readonly (readonly [string, string])[] {
  return Object.entries(options).map(([name, spec]) => {
    const indent = spec.short ? '' : '    ';
    return [`${indent}${formatOptionName(name, spec)}`, spec.summary];
  });
}

function formatOptionValue(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'flag':
      return '';
    case 'choice':
      return ` ${spec.values.join('|')}`;
    case 'text':
    case 'texts':
      return ` ${spec.value}`;
  }
}

function formatArgument({ name, required, variadic }: ArgumentSpec): string {
  const text = `${name.toUpperCase()}${variadic ? '...' : ''}`;
  return required ? text : `[${text}]`;
}

const MAX_COLUMN = 34;

function formatRows(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.min(MAX_COLUMN, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) => {
    // What is too long for its column takes a line of its own.
    const gap = left.length > width ? `\n${' '.repeat(width + 4)}` : ' '.repeat(width - left.length + 2);
    return `  ${left}${gap}${right}`;
  });
}

function missing(name: string): DockrError {
  return new UsageError('unknown-command', { message: `unknown command "${name}"` });
}
