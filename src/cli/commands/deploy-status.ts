import type { Client } from '../../client/client.ts';
import { type DeploymentStatus, formatStatusLine, formatStatusLines, statusKey } from '../../ui/deployment-status.ts';
import { LiveScreen } from '../../ui/live-screen.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { followStatus, readStatus } from '../follow-status.ts';
import { toJsonLines } from '../listing.ts';
import { untilInterrupted } from '../until-interrupted.ts';

const TICK_MS = 1000;
const ENDLESS = Number.MAX_SAFE_INTEGER;

export const command = defineCommand({
  name: 'deploy status',
  summary: 'Show all deployments at a glance, or follow them',
  details:
    'With --watch the view is drawn again in place whenever something changes; where no terminal reads it, a line is printed for each change.',
  arguments: [],
  options: { watch: { kind: 'flag', short: 'w', summary: 'Follow them until Ctrl-C' } },
  examples: [
    { line: 'dockr deploy status -w', says: 'states, commits and containers, as they are' },
    { line: 'dockr deploy status -w --json', says: 'one JSON value for each change of a deployment' },
  ],
  run: async (cli, { options }) => {
    const client = await cli.connect();
    if (!options.watch) {
      showOnce(cli, await readStatus(client));
      return EXIT.done;
    }
    const end = await untilInterrupted(cli, (signal) => follow(cli, client, signal));
    return end.kind === 'interrupted' ? end.exitCode : EXIT.done;
  },
});

function showOnce(cli: Cli, statuses: readonly DeploymentStatus[]): void {
  const { stdout } = cli.output;
  const text = cli.globals.json ? toJsonLines(statuses) : `${drawn(cli, statuses, ENDLESS).join('\n')}\n`;
  stdout.write(text);
}

async function follow(cli: Cli, client: Client, signal: AbortSignal): Promise<void> {
  let first: Client | undefined = client;
  const connect = async (): Promise<Client> => {
    const next = first ?? (await cli.connect({ start: false }));
    first = undefined;
    return next;
  };
  const { stdout } = cli.output;
  const isLive = stdout.isTerminal && !cli.globals.json && cli.globals.ansi !== 'never';
  if (!isLive) return followStatus({ connect, signal, onStatus: changePrinter(cli), onGone: () => {} });
  await followLive(cli, connect, signal);
}

async function followLive(cli: Cli, connect: () => Promise<Client>, signal: AbortSignal): Promise<void> {
  const { stdout } = cli.output;
  using screen = new LiveScreen(stdout);
  let statuses: readonly DeploymentStatus[] = [];
  let isGone = false;
  const draw = (): void => {
    const lines = drawn(cli, statuses, stdout.stream.rows ?? 24);
    screen.draw(isGone ? ['the daemon does not answer', ...lines.slice(1)] : lines);
  };
  const onResize = (): void => {
    screen.clear();
    draw();
  };
  const timer = setInterval(draw, TICK_MS);
  stdout.stream.on('resize', onResize);
  try {
    await followStatus({
      connect,
      signal,
      onStatus: (next) => {
        statuses = next;
        isGone = false;
        draw();
      },
      onGone: () => {
        isGone = true;
        draw();
      },
    });
  } finally {
    clearInterval(timer);
    stdout.stream.off('resize', onResize);
  }
}

function drawn(cli: Cli, statuses: readonly DeploymentStatus[], rows: number): readonly string[] {
  const { stdout } = cli.output;
  const columns = stdout.isTerminal ? (stdout.stream.columns ?? 80) : ENDLESS;
  return formatStatusLines(statuses, { nowMs: Date.now(), size: { columns, rows }, paint: stdout.paint });
}

/** Prints what is not as it was. A look at the repository that changes nothing is no news. */
function changePrinter(cli: Cli): (statuses: readonly DeploymentStatus[]) => void {
  let before = new Map<string, string>();
  return (statuses) => {
    const keyOf = (status: DeploymentStatus): string =>
      (status.deployment.state === 'syncing' && before.get(status.deployment.name)) || statusKey(status);
    const keys = new Map(statuses.map((status) => [status.deployment.name, keyOf(status)]));
    const changed = statuses.filter(({ deployment: { name } }) => before.get(name) !== keys.get(name));
    const gone = [...before.keys()].filter((name) => !keys.has(name));
    before = keys;
    cli.output.stdout.write(cli.globals.json ? toJsonLines(changed) : changed.map(toLine).join(''));
    for (const name of gone) cli.output.stdout.write(goneLine(cli, name));
  };
}

function toLine(status: DeploymentStatus): string {
  return formatStatusLine(status, Date.now());
}

function goneLine(cli: Cli, name: string): string {
  if (cli.globals.json) return toJsonLines([{ deployment: { name, state: 'removed' } }]);
  return `${new Date().toISOString()} ${name} removed\n`;
}
