// `up` in the foreground: bring the stack up, then stay with it.
import type { Client } from '../client/client.ts';
import { errorCode, toWireError } from '../core/errors.ts';
import type { Stack } from '../stack/model.ts';
import { LogPrinter } from '../ui/log-printer.ts';
import { type AttachedStack, stayAttached, stopAttached } from './attached-up.ts';
import type { Cli } from './cli.ts';
import { EXIT } from './exit-codes.ts';
import { FileFollowing } from './file-following.ts';
import { LogFollower } from './follow-logs.ts';
import { parseTimeout } from './parse-values.ts';
import { loadActing } from './project.ts';
import { runStream } from './run-stream.ts';
import { checkServices } from './stack-request.ts';
import { openTrace } from './trace-file.ts';
import { resolveUpRequest, type UpOptions } from './up-options.ts';
import { type ContainerWatch, watchContainers } from './watch-containers.ts';
import { actedOn } from './with-dependencies.ts';

/** Gives the exit code once the containers have ended or were stopped. */
export async function upAttached(cli: Cli, options: UpOptions, services: readonly string[]): Promise<number> {
  const trace = openTrace(cli, options.trace);
  const sinceMs = Date.now();
  const [loaded, client] = await Promise.all([
    loadActing(cli, { services, withOthers: (stack, names) => actedOn(stack, names, options) }),
    cli.connect(),
  ]);
  const { stack } = loaded;
  const request = resolveUpRequest(loaded, { services, options, traced: trace.wanted });
  checkServices(stack, [...options.attach, ...options['no-attach'], ...oneOrNone(options['exit-code-from'])]);
  const watch = watchContainers(client, stack.name);
  try {
    const end = await runStream(cli, client, { route: 'up', request });
    const attaching = { stack, services, options, watch, sinceMs };
    if (end.kind === 'interrupted') return await stopStarted(cli, client, { ...attaching, exitCode: end.exitCode });
    await trace.write(end.result);
    if (end.result.failed.length > 0) return EXIT.failed;
    using following = new FileFollowing(cli, client, { services, options, begins: options.watch });
    const attached = await attach(cli, client, attaching);
    return await Promise.race([stayAttached(cli, client, { ...attached, following }), following.failed]);
  } finally {
    watch.close();
  }
}

type Attaching = {
  readonly stack: Stack;
  readonly services: readonly string[];
  readonly options: UpOptions;
  readonly watch: ContainerWatch;
  readonly sinceMs: number;
};

/** Ctrl-C before everything ran: what runs already is stopped as it would be later. */
async function stopStarted(
  cli: Cli,
  client: Client,
  { exitCode, ...attaching }: Attaching & { readonly exitCode: number },
): Promise<number> {
  await stopAttached(cli, client, await attach(cli, client, attaching));
  return exitCode;
}

async function attach(cli: Cli, client: Client, attaching: Attaching): Promise<AttachedStack> {
  const { stack, services, options, watch, sinceMs } = attaching;
  const shown = shownServices(stack, services, options);
  const containers = await client.call('ps', { stack: stack.name, all: true });
  const printer = new LogPrinter({
    output: cli.output,
    stack: stack.name,
    containers: containers.filter(({ service }) => service !== null && shown.includes(service)),
    prefix: !options['no-log-prefix'],
    timestamps: options.timestamps,
    colour: !options['no-color'],
    json: cli.globals.json,
  });
  const request = {
    stack: stack.name,
    services: shown,
    containers: [],
    follow: true,
    tail: null,
    sinceMs,
    untilMs: null,
  };
  return {
    stack: stack.name,
    services: actedOn(stack, services, options),
    timeoutMs: parseTimeout(options.timeout, 'timeout'),
    abort: abortRule(options),
    oneShots: oneShotServices(stack),
    exitCodeFrom: options['exit-code-from'],
    watch,
    // No names would mean every service.
    logs: new LogFollower(client, {
      request: shown.length > 0 ? request : undefined,
      printer,
      onFailure: (error) => warnOfLogs(cli, error),
    }),
    printer,
  };
}

/** A daemon that went away is told by the watch; anything else that ends the output is told here. */
function warnOfLogs(cli: Cli, error: unknown): void {
  if (errorCode(error) === 'daemon-gone' || errorCode(error) === 'daemon-not-running') return;
  const { code, message } = toWireError(error);
  cli.warn({ code, message: `the output of the containers cannot be shown: ${message}` });
}

/** Whose output is shown: what was asked for, less `attach: false` and `--no-attach`, or exactly `--attach`. */
function shownServices(stack: Stack, asked: readonly string[], options: UpOptions): readonly string[] {
  if (options.attach.length > 0) return options.attach;
  const names = asked.length > 0 ? asked : Object.keys(stack.services);
  return names.filter((name) => stack.services[name]?.attach !== false && !options['no-attach'].includes(name));
}

function abortRule(options: UpOptions): AttachedStack['abort'] {
  if (options['abort-on-container-exit'] || options['exit-code-from'] !== undefined) return 'on-exit';
  return options['abort-on-container-failure'] ? 'on-failure' : 'never';
}

/** Services that others wait for to complete. */
function oneShotServices(stack: Stack): ReadonlySet<string> {
  const dependencies = Object.values(stack.services).flatMap((service) => Object.entries(service.dependsOn));
  return new Set(
    dependencies.filter(([, { condition }]) => condition === 'service_completed_successfully').map(([name]) => name),
  );
}

function oneOrNone(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}
