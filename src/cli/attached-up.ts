// `up` after everything runs: shows what the containers write until all have ended, one of them ends it, or Ctrl-C.
import type { Client } from '../client/client.ts';
import { toWireError } from '../core/errors.ts';
import { formatError } from '../ui/format-error.ts';
import type { LogPrinter } from '../ui/log-printer.ts';
import type { Cli } from './cli.ts';
import { EXIT, signalExitCode } from './exit-codes.ts';
import type { FileFollowing } from './file-following.ts';
import type { LogFollower } from './follow-logs.ts';
import { withInterrupts } from './interrupts.ts';
import type { Container } from './targets.ts';
import type { ContainerEvent, ContainerWatch } from './watch-containers.ts';

export type AttachedStack = {
  readonly stack: string;
  /** Whose end is the end of it all, and whom Ctrl-C stops; empty is every service. */
  readonly services: readonly string[];
  readonly timeoutMs: number | null;
  readonly abort: 'never' | 'on-exit' | 'on-failure';
  /** The end of these with status 0 is what others wait for, and no reason to abort. */
  readonly oneShots: ReadonlySet<string>;
  readonly exitCodeFrom: string | undefined;
  /** While files are followed it stays when all have ended: a change of one may bring them back. */
  readonly following?: Pick<FileFollowing, 'isOn' | 'listen'>;
  readonly watch: ContainerWatch;
  readonly logs: LogFollower;
  readonly printer: LogPrinter;
};

const STOPPING = 'stopping the containers gracefully; press Ctrl-C again to kill them';
const KILLING = 'killing the containers';

type World = AttachedStack & { readonly cli: Cli; readonly client: Client };
type Attachment = World & {
  readonly end: (exitCode: number) => void;
  stopping: boolean;
  /** Names of containers that ran while somebody was attached, and whose end is not told yet. */
  readonly untold: Set<string>;
};

/** Stays until the end and gives the exit code. */
export async function stayAttached(cli: Cli, client: Client, attached: AttachedStack): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const attachment: Attachment = { ...attached, cli, client, end: resolve, stopping: false, untold: new Set() };
  attached.logs.start();
  attached.watch.ended.catch(reject);
  attached.watch.onEvent((event) => void onContainer(attachment, event).catch(reject));
  const onClosed = (): void => resolve(EXIT.done);
  cli.output.closed.addEventListener('abort', onClosed, { once: true });
  try {
    return await withInterrupts(interruptHandlers(attachment, reject), async () => {
      await endWhenAllEnded(attachment);
      attached.following?.listen(() => void endWhenAllEnded(attachment).catch(reject));
      return promise;
    });
  } finally {
    attached.logs.close();
    attached.watch.close();
  }
}

/** Stops what an interrupted `up` had started; one more interrupt kills it. */
export async function stopAttached(cli: Cli, client: Client, attached: AttachedStack): Promise<void> {
  const world = { ...attached, cli, client };
  tell(cli, STOPPING);
  await withInterrupts([() => void stopAll(world, 'kill')], () => stopAll(world, 'stop'));
}

function tell(cli: Cli, text: string): void {
  if (!cli.globals.quiet && !cli.globals.json) cli.output.stderr.write(`${text}\n`);
}

function interruptHandlers(attachment: Attachment, reject: (error: unknown) => void) {
  const say = (text: string): void => tell(attachment.cli, `\n${text}`);
  return [
    (signal: NodeJS.Signals): void => {
      say(STOPPING);
      attachment.stopping = true;
      stopAndEnd(attachment, 'stop', () => signalExitCode(signal)).catch(reject);
    },
    (signal: NodeJS.Signals): void => {
      say(KILLING);
      stopAndEnd(attachment, 'kill', () => signalExitCode(signal)).catch(reject);
    },
  ];
}

async function stopAndEnd(
  attachment: Attachment,
  action: 'stop' | 'kill',
  exitCode: (containers: readonly Container[]) => number,
): Promise<void> {
  await stopAll(attachment, action);
  // A daemon that is gone was told by then.
  const containers = await containersOf(attachment).catch(() => []);
  tellEnds(attachment, containers);
  attachment.end(exitCode(containers));
}

async function onContainer(attachment: Attachment, event: ContainerEvent): Promise<void> {
  if (event.action === 'started') {
    attachment.untold.add(event.container);
    attachment.logs.start();
  }
  if (event.action !== 'exited' || !concerns(attachment, event)) return;
  await attachment.logs.settle();
  tellEnds(attachment, [{ name: event.container, status: 'exited', exitCode: event.exitCode ?? null }]);
  if (attachment.stopping) return;
  if (isReasonToAbort(attachment, event) && !(await comesBack(attachment, event.container)))
    await abort(attachment, event);
  else await endWhenAllEnded(attachment);
}

type Ended = Pick<Container, 'name' | 'status' | 'exitCode'>;

/** An end is told once, whether its event or the list of containers came first. */
function tellEnds({ untold, printer }: Attachment, containers: readonly Ended[]): void {
  for (const container of containers) {
    if (isAlive(container) || !untold.delete(container.name)) continue;
    printer.note(container.name, `exited with code ${container.exitCode ?? 'unknown'}`);
  }
}

function concerns({ services }: AttachedStack, event: ContainerEvent): boolean {
  return services.length === 0 || services.includes(event.service ?? '');
}

function isReasonToAbort(attachment: AttachedStack, event: ContainerEvent): boolean {
  if (attachment.abort === 'never') return false;
  if (event.exitCode !== 0) return true;
  return attachment.abort === 'on-exit' && !attachment.oneShots.has(event.service ?? '');
}

/** A restart policy may have started it again. */
async function comesBack(attachment: Attachment, name: string): Promise<boolean> {
  return (await containersOf(attachment)).some((container) => container.name === name && isAlive(container));
}

async function abort(attachment: Attachment, event: ContainerEvent): Promise<void> {
  attachment.stopping = true;
  tell(attachment.cli, `stopping the others: ${attachment.printer.displayName(event.container)} ended`);
  await stopAndEnd(attachment, 'stop', (containers) => exitCodeAfterAbort(attachment, containers, event));
}

function exitCodeAfterAbort(
  { exitCodeFrom }: Attachment,
  containers: readonly Container[],
  event: ContainerEvent,
): number {
  if (exitCodeFrom === undefined || event.service === exitCodeFrom) return event.exitCode ?? EXIT.failed;
  return containers.find(({ service }) => service === exitCodeFrom)?.exitCode ?? EXIT.failed;
}

async function endWhenAllEnded(attachment: Attachment): Promise<void> {
  if (attachment.stopping || attachment.following?.isOn) return;
  const containers = await containersOf(attachment);
  const alive = containers.filter(isAlive);
  for (const { name } of alive) attachment.untold.add(name);
  if (alive.length > 0) return;
  await attachment.logs.settle();
  tellEnds(attachment, containers);
  const last = containers.find(({ service }) => service === attachment.exitCodeFrom);
  attachment.end(attachment.exitCodeFrom === undefined ? EXIT.done : (last?.exitCode ?? EXIT.failed));
}

async function containersOf({ client, stack, services }: Attachment): Promise<readonly Container[]> {
  const containers = await client.call('ps', { stack, all: true });
  return containers.filter(({ service }) => services.length === 0 || services.includes(service ?? ''));
}

function isAlive({ status }: Pick<Container, 'status'>): boolean {
  return status === 'running' || status === 'restarting' || status === 'unknown';
}

/** Stops or kills what Ctrl-C is about. A failure is told, and the end comes nevertheless. */
async function stopAll(world: World, action: 'stop' | 'kill'): Promise<void> {
  const { cli, client, stack, services, timeoutMs } = world;
  const signal = action === 'kill' ? 'SIGKILL' : null;
  const request = { stack, services, containers: [], action, timeoutMs, signal, volumes: false, force: false };
  try {
    await client.stream('lifecycle', request);
  } catch (error) {
    cli.output.stderr.write(formatError(toWireError(error), { paint: cli.output.stderr.paint, cwd: cli.cwd }));
    return;
  }
  await world.logs.settle();
}
