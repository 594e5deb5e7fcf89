import { UsageError } from '../../core/errors.ts';
import { defineCommand } from '../command.ts';
import { formatCompletion } from '../completion.ts';
import { EXIT } from '../exit-codes.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const command = defineCommand({
  name: 'completion',
  summary: 'Print a script that completes commands in a shell',
  arguments: [{ name: 'shell', summary: SHELLS.join(', '), required: true }],
  options: {},
  examples: [
    { line: 'source <(dockr completion bash)', says: 'complete in this bash' },
    { line: 'dockr completion fish > ~/.config/fish/completions/dockr.fish', says: 'complete in every fish' },
  ],
  run: async (cli, { operands }) => {
    const shell = SHELLS.find((name) => name === operands[0]);
    if (!shell) {
      throw new UsageError('unknown-shell', {
        message: `no completion for "${operands[0]}", expected one of ${SHELLS.join(', ')}`,
      });
    }
    cli.output.stdout.write(await formatCompletion(cli.commands, shell));
    return EXIT.done;
  },
});
