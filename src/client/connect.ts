import { setTimeout as sleep } from 'node:timers/promises';
import { type DaemonPaths, daemonPaths } from '../api/paths.ts';
import { errorCode, UsageError } from '../core/errors.ts';
import { type Client, createClient } from './client.ts';
import { startDaemon } from './start-daemon.ts';

const PATIENCE_MS = 10_000;
const POLL_MS = 20;

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConnectOptions = {
  readonly environment: Environment;
  /** Where the daemon keeps its things; else as the environment says. */
  readonly paths?: DaemonPaths | undefined;
  /** Start a daemon when none answers. */
  readonly start: boolean;
  /** The caller's own version: a daemon of another one is told to `onWarning`. */
  readonly version: string;
  readonly onWarning: (warning: { readonly code: string; readonly message: string }) => void;
};

/** A client whose daemon has answered, started here if there was none. */
export async function connect(options: ConnectOptions): Promise<Client> {
  checkHost(options.environment);
  const paths = options.paths ?? daemonPaths(options.environment);
  const client = createClient(paths.socket);
  const version = options.start ? await startAndAsk(client, { ...options, paths }) : await askVersion(client);
  if (version !== options.version) options.onWarning(mismatch(version, options.version));
  return client;
}

/** A daemon that is being killed may still take a connection, and break it: the next one is on its way. */
async function startAndAsk(client: Client, options: ConnectOptions & { readonly paths: DaemonPaths }): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await askVersion(client);
    } catch (error) {
      const code = errorCode(error);
      if ((code !== 'daemon-not-running' && code !== 'daemon-gone') || performance.now() > deadline) throw error;
      if (code === 'daemon-not-running') await startDaemon(options);
      else await sleep(POLL_MS);
    }
  }
}

async function askVersion(client: Client): Promise<string> {
  const { version } = await client.call('version', {});
  return version;
}

function mismatch(daemon: string, own: string) {
  return {
    code: 'version-mismatch',
    message: `the daemon is version ${daemon}, this command is ${own}: "dockr daemon stop" ends the old one, containers keep running`,
  };
}

/** Other machines are not reached yet: better said than talking to the wrong one. */
function checkHost(environment: Environment): void {
  const host = environment['DOCKR_HOST'];
  if (!host) return;
  throw new UsageError('not-supported', {
    message: `DOCKR_HOST is "${host}", but this version talks to the daemon of its own machine only`,
    hint: 'unset DOCKR_HOST, or set DOCKR_SOCKET to the path of a local socket',
  });
}
