import type { Declaration, DeclarationTable, OptionSpecs } from './declaration.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';
import { formatOptionName, formatUsage, loadAll } from './help.ts';

/** The reference page of the command line, in Markdown; `docs/cli.md` is this text. */
export async function commandReference(table: DeclarationTable): Promise<string> {
  const commands = await loadAll(table);
  return [
    '# Command line\n',
    'Made from the declarations of the commands in `src/cli/commands`.\n',
    '## Options of every command\n',
    'Before or after the name of the command.\n',
    optionTable(GLOBAL_OPTIONS),
    ...commands.map(commandSection),
    EXIT_CODES,
  ].join('\n');
}

const EXIT_CODES = `## Exit codes

| code | meaning |
| --- | --- |
| 0 | done |
| 1 | an operation failed |
| 2 | wrong usage |
| 3 | the stack file is not right |
| 4 | \`plan\`: there are changes |
| 125, 126, 127 | \`run\`, \`exec\`: dockr failed; the command cannot be run; there is no such command |
| 78 | \`daemon\`: this machine lacks something, and starting it again does not help |
| 128 + n | ended by signal n, so 130 after Ctrl-C |

\`run\`, \`exec\` and \`wait\` pass the exit code of the container on.
`;

function commandSection(command: Declaration): string {
  const parts = [`## dockr ${command.name}\n`, `${command.summary}.${command.details ? ` ${command.details}` : ''}\n`];
  parts.push(`\`\`\`\n${formatUsage(command)}\n\`\`\`\n`);
  if (command.arguments.length > 0) parts.push(argumentList(command));
  if (Object.keys(command.options).length > 0) parts.push(optionTable(command.options));
  parts.push(`${command.examples.map(({ line, says }) => `- \`${line}\`: ${says}`).join('\n')}\n`);
  return parts.join('\n');
}

function argumentList(command: Declaration): string {
  return `${command.arguments.map(({ name, summary }) => `- \`${name.toUpperCase()}\`: ${summary}`).join('\n')}\n`;
}

function optionTable(options: OptionSpecs): string {
  const rows = Object.entries(options).map(
    ([name, spec]) => `| \`${escapeCell(formatOptionName(name, spec))}\` | ${escapeCell(spec.summary)} |`,
  );
  return `${['| option | |', '| --- | --- |', ...rows].join('\n')}\n`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
