// What every command is given: the world around the program, read once at the edge.
import type { Client } from '../client/client.ts';
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
  /** Where the daemon is, as it was given; undefined is this machine. */
  readonly host: string | undefined;
  /** A daemon that answers, started if there is none. */
  readonly connect: (options?: { readonly start?: boolean }) => Promise<Client>;
};

export type CliParts = Omit<Cli, 'stdin' | 'host' | 'tracer' | 'warn' | 'connect'> & {
  /** Not opened before something reads it: most commands never do. */
  readonly openStdin: () => NodeJS.ReadStream;
};

export function createCli(parts: CliParts): Cli {
  const tracer = new Tracer();
  const warn = (warning: Warning): void => {
    if (!parts.globals.quiet) parts.output.stderr.write(warningText(warning, parts));
  };
  const host = parts.globals.host ?? parts.environment['DOCKR_HOST'];
  const connect = async (options?: { readonly start?: boolean }): Promise<Client> => {
    const { connect: connectDaemon } = await import('../client/connect.ts');
    const { environment, version } = parts;
    const start = options?.start ?? true;
    const client = await tracer.during('cli', 'connect', 'connect', () =>
      connectDaemon({ host, environment, version, start, onWarning: warn }),
    );
    if (!client.host) return client;
    const { remoteClient } = await import('../watch/remote/remote-client.ts');
    return remoteClient(client);
  };
  return {
    ...parts,
    host,
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
