// What every command is given: the world around the program, read once at the edge.
import type { Client } from '../client/client.ts';
import { UsageError } from '../core/errors.ts';
import { Tracer } from '../core/trace.ts';
import { formatWarning, type Warning } from '../ui/format-warning.ts';
import type { Output } from '../ui/output.ts';
import type { DeclarationTable } from './declaration.ts';
import type { Globals } from './global-options.ts';

export type Cli = {
  readonly globals: Globals;
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
  readonly output: Output;
  readonly version: string;
  readonly commands: DeclarationTable;
  readonly tracer: Tracer;
  readonly warn: (warning: Warning) => void;
  /** A daemon that answers, started if there is none. */
  readonly connect: (options?: { readonly start?: boolean }) => Promise<Client>;
};

export type CliParts = Omit<Cli, 'stdin' | 'tracer' | 'warn' | 'connect'> & {
  /** Not opened before something reads it: most commands never do. */
  readonly openStdin: () => NodeJS.ReadStream;
};

export function createCli(parts: CliParts): Cli {
  const tracer = new Tracer();
  const warn = (warning: Warning): void => {
    if (!parts.globals.quiet) parts.output.stderr.write(warningText(warning, parts));
  };
  const connect = async (options?: { readonly start?: boolean }): Promise<Client> => {
    checkHost(parts.globals.host);
    const { connect: connectDaemon } = await import('../client/connect.ts');
    const { environment, version } = parts;
    const start = options?.start ?? true;
    return tracer.during('cli', 'connect', 'connect', () =>
      connectDaemon({ environment, version, start, onWarning: warn }),
    );
  };
  return {
    ...parts,
    tracer,
    warn,
    connect,
    get stdin() {
      return parts.openStdin();
    },
  };
}

function warningText(warning: Warning, { globals, output }: CliParts): string {
  if (globals.json) return `${JSON.stringify({ type: 'warning', ...warning })}\n`;
  return formatWarning(warning, output.stderr.paint);
}

function checkHost(host: string | undefined): void {
  if (host === undefined) return;
  throw new UsageError('not-supported', {
    message: `option "--host" is "${host}", but this version talks to the daemon of its own machine only`,
    hint: 'leave the option out, or set DOCKR_SOCKET to the path of a local socket',
  });
}
