import type { Client } from '../../client/client.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { parseRevision } from '../parse-values.ts';
import { resolveStackName } from '../project.ts';

export const command = defineCommand({
  name: 'diff',
  summary: 'Show what differs between two revisions of the stack',
  details:
    'With one revision, between that one and the current one. What looks like a secret is shown as a digest. The exit code is 0 when they are equal and 4 when they differ.',
  arguments: [
    { name: 'revision', summary: 'the older one, by its number in "dockr history"', required: true },
    { name: 'other', summary: 'the newer one' },
  ],
  options: {},
  examples: [
    { line: 'dockr diff 3', says: 'from revision 3 to what was applied last' },
    { line: 'dockr diff 3 5', says: 'from revision 3 to revision 5' },
  ],
  run: async (cli, { operands: [from = '', to] }) => {
    const wanted = [parseRevision(from), to === undefined ? null : parseRevision(to)];
    const [stack, client] = await Promise.all([resolveStackName(cli), cli.connect()]);
    const texts = await Promise.all(wanted.map((revision) => revisionText(client, stack, revision)));
    return printDiff(cli, texts);
  },
});

type RevisionText = { readonly name: string; readonly text: string };

async function revisionText(client: Client, stack: string, revision: number | null): Promise<RevisionText> {
  const [details, { formatRevision }] = await Promise.all([
    client.call('revision', { stack, revision }),
    import('../format-revision.ts'),
  ]);
  return { name: `revision ${details.revision}`, text: formatRevision(details) };
}

async function printDiff(cli: Cli, [from, to]: readonly RevisionText[]): Promise<number> {
  if (!from || !to || from.text === to.text) return EXIT.done;
  const { formatDiff } = await import('../../ui/format-diff.ts');
  cli.output.stdout.write(formatDiff(from, to, cli.output.stdout.paint));
  return EXIT.changes;
}
