import { resolve } from 'node:path';
import type { Link } from '../../audit/audit-record.ts';
import type { AuditVerdict } from '../../audit/verify-log.ts';
import { UsageError } from '../../core/errors.ts';
import { formatVerdict } from '../../ui/audit-table.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'audit verify',
  summary: 'Check that no record of the audit log was changed, removed or added',
  details:
    'Every line has the hash of the one before it, and the daemon knows the last one. A copy of the log in another folder is checked without a daemon, for what it says of itself.',
  arguments: [{ name: 'folder', summary: 'a copy of the log, in place of that of the daemon' }],
  options: {
    head: {
      kind: 'text',
      value: 'RECORD:HASH',
      summary: 'What this command printed as the last record at some other time, to be found in the log',
    },
  },
  examples: [
    {
      line: 'dockr audit verify',
      says: 'says which lines are not as they were written, and ends with 1 if there are any',
    },
    { line: 'dockr audit verify /backup/audit', says: 'checks a copy' },
  ],
  run: async (cli, { options, operands: [folder] }) => {
    const verdict = await verdictOf(cli, { folder, known: parseHead(options.head) });
    cli.output.stdout.write(cli.globals.json ? `${JSON.stringify(verdict)}\n` : formatVerdict(verdict));
    return verdict.findings.length === 0 ? EXIT.done : EXIT.failed;
  },
});

type Wanted = { readonly folder: string | undefined; readonly known: Link | null };

async function verdictOf(cli: Cli, { folder, known }: Wanted): Promise<AuditVerdict> {
  if (folder === undefined) return (await cli.connect()).call('audit-verify', { known });
  const { verifyLog } = await import('../../audit/verify-log.ts');
  return verifyLog(resolve(cli.cwd, folder), { anchor: null, known });
}

function parseHead(text: string | undefined): Link | null {
  if (text === undefined) return null;
  const [, seq, hash] = /^([1-9][0-9]{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw new UsageError('wrong-value', {
    message: `option "--head" cannot be "${text}", expected the number of a record, ":" and its hash`,
  });
}
