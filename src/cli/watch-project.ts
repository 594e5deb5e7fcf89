// `watch` and `up --watch`: the loop of src/watch with what the command line adds to it, options and output.
import type { Client } from '../client/client.ts';
import { SYSTEM_CLOCK } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { Stack } from '../stack/model.ts';
import { chooseRenderer, createRenderer, type RendererMode } from '../ui/create-renderer.ts';
import { formatError } from '../ui/format-error.ts';
import { isPlan } from '../ui/format-plan-text.ts';
import { formatBatch } from '../ui/watch-lines.ts';
import { type Batch, type BatchOutcome, reasonOf } from '../watch/batch.ts';
import type { Cli } from './cli.ts';
import { loadProject } from './project.ts';
import { type PlanOptions, resolveStackRequest } from './stack-request.ts';
import { FileSync } from './sync-files.ts';
import { actedOn } from './with-dependencies.ts';

export type WatchProject = {
  readonly services: readonly string[];
  /** Of each `up`. */
  readonly options: PlanOptions;
  /** What is done at the beginning: all that `up` does, what is done after a change, or nothing. */
  readonly begin: 'up' | 'follow' | 'wait';
  readonly signal: AbortSignal;
};

/** Goes on until the signal comes. */
export async function watchProject(cli: Cli, client: Client, project: WatchProject): Promise<never> {
  if (cli.globals.files.includes('-')) {
    throw new UsageError('not-supported', {
      message: 'a stack file from the standard input cannot be watched',
      hint: 'name a file with "-f"',
    });
  }
  const [{ watchStack }, { PathWatcher }, { sendUp }, { createStackReader }, { keptImages }] = await Promise.all([
    import('../watch/watch-stack.ts'),
    import('../watch/path-watcher.ts'),
    import('../watch/send-up.ts'),
    import('../stack/stack-reader.ts'),
    import('../watch/watch-targets.ts'),
  ]);
  const { services, options } = project;
  const acting = { services, withOthers: (stack: Stack) => actedOn(stack, services, options) };
  await using files = new FileSync(cli, client, project.signal);
  const watching = watchStack({
    reader: createStackReader(cli),
    load: (reader) => loadProject(cli, acting, reader),
    onLoaded: (stack) => files.follow(stack),
    apply: async (stack, look) => {
      if (look.isFirst && project.begin === 'wait') return { kind: 'applied', steps: [], rebuilt: [] };
      const isUp = look.isFirst && project.begin === 'up';
      const keepImages = look.isFirst ? [] : keptImages(stack, look.paths);
      const request = { ...upRequest(stack, project, isUp), keepImages };
      const send = (onEvent: OnEvent) => sendUp(client, request, { onEvent, signal: project.signal });
      const outcome = await (look.told === undefined ? rendered(cli, isUp, send) : renderedIfNew(cli, look.told, send));
      files.again();
      return outcome;
    },
    createWatcher: (options) =>
      new PathWatcher({ ...options, onLimited: ({ message }) => cli.warn({ code: 'watch-limit', message }) }),
    report: (batch) => report(cli, batch),
    clock: SYSTEM_CLOCK,
    signal: project.signal,
  });
  // Awaited here: what is used would be disposed of at once.
  return await Promise.race([watching, files.failed]);
}

/** What has ended, or was stopped by hand, is not started again because some file was saved. */
function upRequest(stack: Stack, { services, options }: WatchProject, isUp: boolean) {
  const request = resolveStackRequest({ stack }, services, options);
  const policy = isUp ? request.policy : { ...request.policy, keepEnded: true };
  return { ...request, policy, wait: false, waitTimeoutMs: null, trace: false, rollback: false, retry: true };
}

type OnEvent = (event: DockrEvent) => void;
type Run = (onEvent: OnEvent) => Promise<BatchOutcome>;

/** Another try is shown if it came to something else. */
async function renderedIfNew(cli: Cli, told: string, run: Run): Promise<BatchOutcome> {
  const events: DockrEvent[] = [];
  const outcome = await run((event) => events.push(event));
  if (reasonOf(outcome) === told) return outcome;
  return rendered(cli, false, async (onEvent) => {
    for (const event of events) onEvent(event);
    return outcome;
  });
}

async function rendered(cli: Cli, isUp: boolean, run: Run): Promise<BatchOutcome> {
  const mode = chooseRenderer(cli.globals, cli.output);
  const renderer = await createRenderer(isUp ? mode : lasting(mode), cli);
  try {
    return await run((event) => {
      const isEmptyPlan = event.type === 'plan' && isPlan(event.plan) && event.plan.steps.length === 0;
      if (!isEmptyPlan) renderer.onEvent(event);
    });
  } finally {
    await renderer.finish();
  }
}

/** Lines that are drawn over are for a single run. */
function lasting(mode: RendererMode): RendererMode {
  return mode === 'live' ? 'plain' : mode;
}

function report(cli: Cli, batch: Batch): void {
  const { output, globals, cwd } = cli;
  const { outcome } = batch;
  if (globals.json) {
    for (const value of batchEvents(batch)) output.stdout.write(`${JSON.stringify(value)}\n`);
    return;
  }
  const { paint } = output.stderr;
  if (outcome.kind === 'failed') output.stderr.write(formatError(outcome.error, { paint, cwd }));
  if (globals.quiet) return;
  const steps = outcome.kind === 'failed' ? 0 : outcome.steps.length;
  const line = { ...batch, outcome: outcome.kind, steps };
  output.stderr.write(formatBatch(line, { time: new Date(), cwd, paint }));
}

/** What came of it for whoever waits for a build or an end, then all of it. */
function batchEvents({ paths, outcome, ms }: Batch): readonly object[] {
  switch (outcome.kind) {
    case 'applied': {
      const { steps, rebuilt } = outcome;
      const batch = { type: 'batch', outcome: 'applied', paths, ms, steps };
      const isBuild = paths.length > 0 && rebuilt.length > 0;
      return isBuild ? [{ type: 'rebuilt', services: rebuilt, paths, ms }, batch] : [batch];
    }
    case 'incomplete': {
      const { steps, failures } = outcome;
      return [
        { type: 'failed', paths, failures, ms },
        { type: 'batch', outcome: 'incomplete', paths, ms, steps },
      ];
    }
    case 'failed': {
      const { error } = outcome;
      return [
        { type: 'failed', paths, failures: [error], ms },
        { type: 'batch', outcome: 'failed', paths, ms, error },
      ];
    }
  }
}
