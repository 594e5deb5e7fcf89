import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { isGroup, unknownCommand } from '../find-command.ts';
import { formatHelp } from '../help.ts';

export const command = defineCommand({
  name: 'help',
  summary: 'Show what a command does and takes',
  arguments: [{ name: 'command', summary: 'the command; all if none is named', variadic: true, completes: 'command' }],
  options: {},
  examples: [{ line: 'dockr help up', says: 'everything about "up"' }],
  run: async (cli, { operands }) => {
    const words = operands.join(' ');
    const name = Object.hasOwn(cli.commands.aliases, words) ? cli.commands.aliases[words] : words;
    if (name && !cli.commands.names.includes(name) && !isGroup(name, cli.commands))
      throw unknownCommand(operands, cli.commands);
    cli.output.stdout.write(await formatHelp(cli.commands, name || undefined));
    return EXIT.done;
  },
});
