import { setTimeout as sleep } from 'node:timers/promises';
import { type DaemonPaths, daemonPaths } from '../api/paths.ts';
import { errorCode } from '../core/errors.ts';
import { type Client, createClient } from './client.ts';
import type { Environment } from './environment.ts';
import { type Host, parseHost, type SshHost } from './parse-host.ts';
import { startDaemon } from './start-daemon.ts';

const PATIENCE_MS = 10_000;
const REMOTE_PATIENCE_MS = 2000;
const POLL_MS = 20;

export type ConnectOptions = {
  readonly environment: Environment;
  /** `ssh://…` or `unix://…`; else the daemon of this machine. */
  readonly host?: string | undefined;
  /** Where the daemon keeps its things; else as the environment says. */
  readonly paths?: DaemonPaths | undefined;
  /** Start a daemon when none answers. */
  readonly start: boolean;
  /** The caller's own version: a daemon of another one is told to `onWarning`. */
  readonly version: string;
  readonly onWarning: (warning: { readonly code: string; readonly message: string }) => void;
};

/** A client whose daemon has answered, started if there was none. */
export async function connect(options: ConnectOptions): Promise<Client> {
  const host = parseHost(options.host);
  const reached = host.kind === 'ssh' ? await reachByShell(host, options) : await reachHere(host, options);
  if (reached.version !== options.version) options.onWarning(mismatch(reached.version, options.version));
  return reached.client;
}

type Reached = { readonly client: Client; readonly version: string };

async function reachHere(host: Exclude<Host, SshHost>, options: ConnectOptions): Promise<Reached> {
  const environment =
    host.kind === 'socket' ? { ...options.environment, DOCKR_SOCKET: host.path } : options.environment;
  const paths = options.paths ?? daemonPaths(environment);
  const client = createClient(paths.socket);
  if (!options.start) return { client, version: await askVersion(client) };
  return {
    client,
    version: await startAndAsk(client, { start: () => startDaemon({ environment, paths }), patienceMs: PATIENCE_MS }),
  };
}

/** The connection of an earlier command is used as long as it carries. */
async function reachByShell(host: SshHost, { environment, start }: ConnectOptions): Promise<Reached> {
  const { sshTunnel, forwardingRefused } = await import('./ssh-tunnel.ts');
  const tunnel = sshTunnel(host, environment);
  const client = createClient(tunnel.socket, host);
  const version = await askVersion(client).catch(async (error: unknown) => {
    if (!isAbsence(error)) throw error;
    await tunnel.open({ start });
    // The daemon there runs now.
    return startAndAsk(client, { start: () => tunnel.open({ start }), patienceMs: REMOTE_PATIENCE_MS }).catch(
      (cause: unknown) => {
        throw isAbsence(cause) ? forwardingRefused(host, cause) : cause;
      },
    );
  });
  return { client, version };
}

function isAbsence(error: unknown): boolean {
  return errorCode(error) === 'daemon-not-running' || errorCode(error) === 'daemon-gone';
}

type Starting = { readonly start: () => Promise<void>; readonly patienceMs: number };

/** A daemon that is being killed may still take a connection, and break it: the next one is on its way. */
async function startAndAsk(client: Client, { start, patienceMs }: Starting): Promise<string> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await askVersion(client);
    } catch (error) {
      if (!isAbsence(error) || performance.now() > deadline) throw error;
      if (errorCode(error) === 'daemon-not-running') await start();
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
