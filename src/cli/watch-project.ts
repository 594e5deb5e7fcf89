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
import type { Batch, BatchOutcome } from '../watch/watch-stack.ts';
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
    apply: async (stack, { isFirst, paths }) => {
      if (isFirst && project.begin === 'wait') return { kind: 'applied', steps: [] };
      const isUp = isFirst && project.begin === 'up';
      const keepImages = isFirst ? [] : keptImages(stack, paths);
      const request = { ...upRequest(stack, project, isUp), keepImages };
      return rendered(cli, isUp, (onEvent) => sendUp(client, request, { onEvent, signal: project.signal }));
    },
    createWatcher: (options) => new PathWatcher(options),
    report: (batch) => report(cli, batch),
    clock: SYSTEM_CLOCK,
    signal: project.signal,
  });
  return Promise.race([watching, files.failed]);
}

/** What has ended, or was stopped by hand, is not started again because some file was saved. */
function upRequest(stack: Stack, { services, options }: WatchProject, isUp: boolean) {
  const request = resolveStackRequest({ stack }, services, options);
  const policy = isUp ? request.policy : { ...request.policy, keepEnded: true };
  return { ...request, policy, wait: false, waitTimeoutMs: null, trace: false, rollback: false, retry: true };
}

async function rendered(
  cli: Cli,
  isUp: boolean,
  run: (onEvent: (event: DockrEvent) => void) => Promise<BatchOutcome>,
): Promise<BatchOutcome> {
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

function report(cli: Cli, { paths, outcome, ms }: Batch): void {
  const { output, globals, cwd } = cli;
  if (globals.json) {
    const facts = outcome.kind === 'failed' ? { error: outcome.error } : { steps: outcome.steps };
    output.stdout.write(`${JSON.stringify({ type: 'batch', outcome: outcome.kind, paths, ms, ...facts })}\n`);
    return;
  }
  const { paint } = output.stderr;
  if (outcome.kind === 'failed') output.stderr.write(formatError(outcome.error, { paint, cwd }));
  if (globals.quiet) return;
  const steps = outcome.kind === 'failed' ? 0 : outcome.steps.length;
  output.stderr.write(formatBatch({ paths, outcome: outcome.kind, steps, ms }, { time: new Date(), cwd, paint }));
}
