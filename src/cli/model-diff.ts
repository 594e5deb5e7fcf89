// The stack as it was applied beside the one that is to be, as a unified diff of their canonical form.
import type { AnswerOf } from '../client/client.ts';
import type { Cli } from './cli.ts';

/** Prints nothing when they are equal. */
export async function printModelDiff(cli: Cli, { from, to }: NonNullable<AnswerOf<'plan'>['models']>): Promise<void> {
  const [{ formatStack }, { formatDiff }] = await Promise.all([
    import('../stack/format-stack.ts'),
    import('../ui/format-diff.ts'),
  ]);
  const [before, after] = [from ? formatStack(from) : '', formatStack(to)];
  if (before === after) return;
  const { stdout } = cli.output;
  const diff = formatDiff({ name: 'applied', text: before }, { name: 'to be applied', text: after }, stdout.paint);
  stdout.write(`${diff}\n`);
}
